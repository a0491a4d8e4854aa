using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Jobs.Datasets;

public sealed class DatasetNameTests
{
    private const string Alphabet = "AZ09_az-./\\ \0\n\u00c4\u0391\uff21\u0661";

    [Property]
    public bool Any_text_is_judged_by_the_rule(string? name) => IsJudgedByTheRule(name);

    [Property(MaxTest = 2000)]
    public Property Texts_of_letters_that_are_nearly_right_are_judged_by_the_rule() => Prop.ForAll(
        Gen.Elements(Alphabet.ToCharArray()).ArrayOf().Select(letters => new string(letters)).ToArbitrary(), IsJudgedByTheRule);

    [Property]
    public Property A_name_of_the_rule_stays_in_its_directory() => Prop.ForAll(
        Gen.Elements("AZ09_".ToCharArray()).NonEmptyListOf().Select(letters => "X" + string.Concat(letters)).ToArbitrary(),
        name => DatasetName.IsValid(name) && Path.GetDirectoryName(Path.GetFullPath(Path.Combine("/in", name + ".tar"))) == "/in");

    [Theory]
    [InlineData("A\n")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("1A")]
    [InlineData("_A")]
    [InlineData("\u00c4")]
    [InlineData("A\u0661")]
    public void What_a_rule_of_letters_easily_lets_through_is_refused(string name) => Assert.False(DatasetName.IsValid(name));

    private static bool IsJudgedByTheRule(string? name) =>
        DatasetName.IsValid(name) == (name is not null && Regex.IsMatch(name, @"\A[A-Z][A-Z0-9_]*\z", RegexOptions.CultureInvariant));
}
