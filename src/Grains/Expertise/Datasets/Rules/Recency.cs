using System.Globalization;
using System.Text.Json;
using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Datasets.Rules;

/// <summary>Which of a member's publications are recent enough.</summary>
/// <param name="Since">Milliseconds since 1970; null: however old.</param>
/// <param name="Either">Of both conditions the one that leaves more counts, instead of the one that leaves less.</param>
internal sealed record Recency(long? Since, Share? Newest, bool Either)
{
    /// <exception cref="WrongInputException">The number of the newest is none.</exception>
    public static Recency Of(DatasetConfig config)
    {
        var since = NotZero(config.MinimumPubDate) ?? NotZero(config.Or?.MinimumPubDate);
        var newest = Share.Parse(config.TopRecentPubs) ?? Share.Parse(config.Or?.TopRecentPubs);
        return new Recency(since, newest, config.Or is { MinimumPubDate: not null } or { TopRecentPubs: not null });
    }

    /// <summary>In their own order when nothing is asked, else the newest first; of the same age in their own order.</summary>
    public IReadOnlyList<Paper> Of(IReadOnlyList<Paper> papers)
    {
        if (Since is null && Newest is null)
        {
            return papers;
        }

        List<Paper> sorted = [.. papers.OrderByDescending(paper => paper.Cdate ?? 0)];
        var since = Since is { } date ? sorted.Count(paper => (paper.Cdate ?? 0) >= date) : sorted.Count;
        var newest = Newest?.Of(sorted.Count) ?? sorted.Count;
        var both = Since is not null && Newest is not null;
        return sorted[..(both && Either ? Math.Max(since, newest) : Math.Min(since, newest))];
    }

    // The original takes 0 for "no condition".
    private static long? NotZero(long? date) => date is 0 ? null : date;
}

/// <summary>A number of publications, or so many percent of them, rounded up.</summary>
internal readonly record struct Share(int Number, bool IsPercent)
{
    /// <returns>Null when there is no condition: nothing, null, false or 0.</returns>
    /// <exception cref="WrongInputException">It is neither.</exception>
    public static Share? Parse(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False } => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var count) && count >= 0 => count == 0 ? null : new Share(count, false),
        { ValueKind: JsonValueKind.String } text when text.GetString() is [.. var digits, '%']
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) => percent == 0 ? null : new Share(percent, true),
        { } other => throw new WrongInputException(
            $"top_recent_pubs must be a number of publications or a text such as \"10%\", not {other.GetRawText()}"),
    };

    /// <summary>How many of <paramref name="count"/>, at most all of them.</summary>
    public int Of(int count) => (int)Math.Min(count, IsPercent ? (((long)count * Number) + 99) / 100 : Number);
}
