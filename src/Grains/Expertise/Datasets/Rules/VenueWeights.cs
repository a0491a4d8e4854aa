using System.Text.Json;
using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Datasets.Rules;

/// <summary>How much a publication weighs by where it appeared.</summary>
internal sealed class VenueWeights
{
    private const string Prefix = "prefix";
    private const string Value = "value";
    private const string Submitted = "articleSubmittedToOpenReview";
    private const string Weight = "weight";

    private readonly IReadOnlyList<Rule> _rules;

    private VenueWeights(IReadOnlyList<Rule> rules) => _rules = rules;

    /// <summary>There are rules: without, papers have no weight.</summary>
    public bool Any => _rules.Count > 0;

    /// <summary>Some rule asks whether a paper was submitted to a venue of OpenReview.</summary>
    public bool AskForVenues => _rules.Any(rule => rule.Kind == RuleKind.Submitted);

    /// <exception cref="WrongInputException">A rule is wrong, for the reason in the message.</exception>
    public static VenueWeights Parse(IReadOnlyList<JsonElement>? specification) => new([.. (specification ?? []).Select(ParseRule)]);

    /// <summary>
    /// The weight that the strongest of the fitting rules gives, the first of equally strong ones; 1 when none fits. A prefix
    /// is stronger than a value, and that stronger than whether OpenReview had the paper.
    /// </summary>
    /// <param name="inOpenReview">The paper was submitted to a venue of OpenReview.</param>
    public double Of(string venueId, bool inOpenReview) =>
        _rules.Where(rule => rule.Fits(venueId, inOpenReview)).MaxBy(rule => rule.Kind)?.Weight ?? 1;

    private static Rule ParseRule(JsonElement rule)
    {
        if (rule.ValueKind != JsonValueKind.Object)
        {
            throw new WrongInputException("Objects in weight_specification must be dictionaries");
        }

        string[] unknown = [.. rule.EnumerateObject().Select(field => field.Name).Where(name => name is not (Prefix or Value or Submitted or Weight))];
        if (unknown.Length > 0)
        {
            throw new WrongInputException($"Object in weight_specification has unsupported field(s): {PythonNotation.Of(unknown)}");
        }

        string[] kinds = [.. new[] { Prefix, Value, Submitted }.Where(kind => rule.TryGetProperty(kind, out _))];
        if (kinds is not [var kind])
        {
            throw new WrongInputException(
                $"Objects in weight_specification must have exactly one of [prefix, value, articleSubmittedToOpenReview]. Found: {PythonNotation.Of(kinds)}");
        }

        if (!rule.TryGetProperty(Weight, out var number) || number.ValueKind != JsonValueKind.Number || number.GetDouble() is not (>= 0 and <= double.MaxValue))
        {
            throw new WrongInputException("weight must be an integer or float greater than or equal to 0");
        }

        var subject = rule.GetProperty(kind);
        return (kind, subject.ValueKind) switch
        {
            (Prefix, JsonValueKind.String) => new Rule(RuleKind.Prefix, subject.GetString()!, false, number.GetDouble()),
            (Value, JsonValueKind.String) => new Rule(RuleKind.Value, subject.GetString()!, false, number.GetDouble()),
            (Submitted, JsonValueKind.True or JsonValueKind.False) => new Rule(RuleKind.Submitted, "", subject.GetBoolean(), number.GetDouble()),
            (Submitted, _) => throw new WrongInputException("The articleSubmittedToOpenReview key can only have a boolean value"),
            _ => throw new WrongInputException($"The {kind} key of weight_specification can only have a text"),
        };
    }

    // In the order of their strength.
    private enum RuleKind
    {
        Submitted,
        Value,
        Prefix,
    }

    private sealed record Rule(RuleKind Kind, string Venue, bool InOpenReview, double Weight)
    {
        public bool Fits(string venueId, bool inOpenReview) => Kind switch
        {
            RuleKind.Prefix => venueId.StartsWith(Venue, StringComparison.Ordinal),
            RuleKind.Value => venueId == Venue,
            _ => InOpenReview == inOpenReview,
        };
    }
}
