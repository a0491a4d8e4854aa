using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Switchyard.Text;

namespace Switchyard.Expertise.Datasets.Rules;

/// <summary>The same paper is often known by several ids: papers of one title are one.</summary>
internal static partial class PaperTitles
{
    // Ä is one character, and A with a mark after it; the original has only the first.
    private static readonly Dictionary<(int Letter, int Mark), int> Latin = new(
        from composed in Enumerable.Range('à', 'ÿ' - 'à' + 1)
        let parts = CompatibilityForm.Of(((char)composed).ToString())
        where parts.Count == 2
        select KeyValuePair.Create((parts[0], parts[1]), composed));

    /// <summary>
    /// What is left of a title for comparing it: its letters and digits of any script, in one of the ways in which they can be
    /// written. Of a Latin title it is what the original compares. Empty when it has neither.
    /// </summary>
    public static string Hash(string title)
    {
        var letters = new StringBuilder(title.Length);
        foreach (var rune in title.Trim().EnumerateRunes())
        {
            if (Counts(rune))
            {
                letters.Append(rune);
            }
        }

        return OneWriting(Spaces().Replace(LineBreaks().Replace(letters.ToString(), ""), "_"));
    }

    /// <summary>
    /// One paper of each title, where the first of them stood: the one with an abstract, then the later, then the first.
    /// A paper whose title has no hash is like no other.
    /// </summary>
    public static IReadOnlyList<Paper> Distinct(IEnumerable<Paper> papers)
    {
        var kept = new List<Paper>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var paper in papers)
        {
            var hash = Hash(paper.Content.Title);
            if (hash.Trim('_').Length == 0 || places.TryAdd(hash, kept.Count))
            {
                kept.Add(paper);
            }
            else if (IsBetter(paper, kept[places[hash]]))
            {
                kept[places[hash]] = paper;
            }
        }

        return kept;
    }

    private static bool IsBetter(Paper paper, Paper than) =>
        HasAbstract(paper) != HasAbstract(than) ? HasAbstract(paper) : Date(paper) > Date(than);

    private static bool HasAbstract(Paper paper) => !Blank.Is(paper.Content.Abstract);

    private static long Date(Paper paper) => paper.Pdate ?? paper.Odate ?? paper.Cdate ?? 0;

    // A-z, which takes in [\]^_ and the grave accent, is the original's, and so are × and ÷ among the letters. A number that is
    // no digit, such as a raised one, counts for nothing there. What chooses between pictures of a letter is none.
    private static bool Counts(Rune rune) =>
        rune.Value is (>= 'A' and <= 'z') or (>= 'À' and <= 'ÿ') || Rune.IsWhiteSpace(rune)
        || (rune.Value is not (0x34F or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF)) && Rune.GetUnicodeCategory(rune)
            is <= UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber);

    private static string OneWriting(string letters)
    {
        var written = new StringBuilder(letters.Length);
        var last = 0;
        foreach (var point in CompatibilityForm.Of(letters))
        {
            var lower = Rune.ToLowerInvariant(new Rune(point)).Value;
            lower = lower == 'ς' ? 'σ' : lower;
            if (Latin.TryGetValue((last, lower), out var composed))
            {
                written.Length--;
                lower = composed;
            }

            written.Append(new Rune(lower));
            last = lower;
        }

        return written.ToString();
    }

    [GeneratedRegex("[\r\n]")]
    private static partial Regex LineBreaks();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
