using System.Globalization;

namespace Switchyard.Tables.Reports;

/// <summary>Ids of Wikidata in IRIs: how answers written in different ways are compared.</summary>
public static class WikidataId
{
    private const string Host = "wikidata.org";

    private static readonly char[] Separators = [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(char.IsWhiteSpace), ','];

    /// <summary>
    /// An IRI of wikidata.org becomes its id (Q42, P31, L7; the last one in it), anything else stays as it is, without the
    /// blanks around it.
    /// </summary>
    public static string Normalise(string iri) => Find(iri) ?? iri.Trim();

    /// <summary>
    /// The one answer a gt cell stands for: of several, between blanks or commas, the Wikidata id with the smallest number,
    /// whether it stands in an IRI or alone. A cell without one is kept literally.
    /// </summary>
    public static string Smallest(string answers) =>
        answers.Split(Separators, StringSplitOptions.RemoveEmptyEntries)
            .Select(answer => Find(answer) ?? (IsId(answer) ? answer : null))
            .OfType<string>()
            .OrderBy(id => decimal.TryParse(id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : decimal.MaxValue)
            .ThenBy(id => id, StringComparer.Ordinal)
            .FirstOrDefault() ?? answers.Trim();

    private static bool IsId(string text) => text is ['Q' or 'P' or 'L', _, ..] && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9');

    // By hand, not as an expression: answers come from outside, and backtracking would let a long one cost minutes.
    private static string? Find(string iri)
    {
        var host = iri.IndexOf(Host, StringComparison.Ordinal);
        for (var i = iri.Length - 3; host >= 0 && i >= host + Host.Length; i--)
        {
            if (iri[i] is '/' or ':' && iri[i + 1] is 'Q' or 'P' or 'L' && char.IsAsciiDigit(iri[i + 2]))
            {
                var end = i + 3;
                while (end < iri.Length && char.IsAsciiDigit(iri[end]))
                {
                    end++;
                }

                return iri[(i + 1)..end];
            }
        }

        return null;
    }
}
