using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Datasets.Rules;

public sealed class VenueWeightsTests
{
    // Few venues, so that rules fit.
    public static Arbitrary<string> Rules() => (
        from kind in Gen.Elements("""prefix":"X""", """prefix":"X/2020""", """value":"X/2020""", """value":"Y""", """articleSubmittedToOpenReview":true""")
        from weight in Gen.Choose(0, 5)
        select kind.EndsWith("true", StringComparison.Ordinal) ? $$"""{"{{kind}},"weight":{{weight}}}""" : $$"""{"{{kind}}","weight":{{weight}}}""").ToArbitrary();

    [Property(Arbitrary = [typeof(VenueWeightsTests)])]
    public void A_prefix_wins_over_a_value_and_that_over_openreview_and_the_first_of_equals_wins(string[] rules, bool inOpenReview)
    {
        var weights = VenueWeights.Parse(Elements($"[{string.Join(',', rules)}]"));
        foreach (var venue in new[] { "X/2020", "Y", "Z" })
        {
            var expected = First("prefix", rule => venue.StartsWith(rule, StringComparison.Ordinal))
                ?? First("value", rule => venue == rule) ?? First("articleSubmittedToOpenReview", _ => inOpenReview) ?? 1;
            Assert.Equal(expected, weights.Of(venue, inOpenReview));
        }

        double? First(string kind, Func<string, bool> fits) => rules
            .Select(rule => rule.Trim('{', '}').Split(',').Select(field => field.Split(':')).ToArray())
            .Where(fields => fields[0][0] == $"\"{kind}\"" && fits(fields[0][1].Trim('"')))
            .Select(fields => (double?)double.Parse(fields[1][1], CultureInfo.InvariantCulture)).FirstOrDefault();
    }

    [Theory]
    [InlineData("""[1]""", "must be dictionaries")]
    [InlineData("""[{"prefix":"X","weight":1,"why":2}]""", "unsupported field(s): ['why']")]
    [InlineData("""[{"prefix":"X","value":"X","weight":1}]""", "Found: ['prefix', 'value']")]
    [InlineData("""[{"weight":1}]""", "exactly one of")]
    [InlineData("""[{"prefix":"X"}]""", "greater than or equal to 0")]
    [InlineData("""[{"prefix":"X","weight":-1}]""", "greater than or equal to 0")]
    [InlineData("""[{"prefix":"X","weight":true}]""", "greater than or equal to 0")]
    [InlineData("""[{"articleSubmittedToOpenReview":"yes","weight":1}]""", "boolean")]
    [InlineData("""[{"prefix":1,"weight":1}]""", "text")]
    public void A_wrong_rule_is_refused(string specification, string expected) => Assert.Contains(
        expected, Assert.Throws<WrongInputException>(() => VenueWeights.Parse(Elements(specification))).Message, StringComparison.Ordinal);

    private static JsonElement[] Elements(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(element => element.Clone())];
    }
}
