namespace Switchyard.Expertise.Datasets.Rules;

public sealed class ArchiveNamesTests
{
    [Theory]
    [InlineData("~Ada_Lovelace1")]
    [InlineData("ada+x@example.org")]
    [InlineData("~Jürgen_Öst1")]
    [InlineData("..")]
    public void Members_names_are_names_of_files(string name) => Assert.Null(ArchiveNames.Refusal(name));

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a\0")]
    [InlineData("a\nb")]
    [InlineData("match_submissions")]
    public void What_would_leave_the_directory_or_break_a_file_is_refused(string name) => Assert.NotNull(ArchiveNames.Refusal(name));

    [Fact]
    public void A_name_counts_in_bytes()
    {
        Assert.Null(ArchiveNames.Refusal(new string('a', 249)));
        Assert.NotNull(ArchiveNames.Refusal(new string('a', 250)));
        Assert.NotNull(ArchiveNames.Refusal(new string('ü', 125)));
    }
}
