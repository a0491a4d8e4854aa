using System.Globalization;

namespace Switchyard.Cli.Running;

/// <summary>Times as people type them: a span ago (<c>2h</c>), or a time, of this machine's zone where it has no offset.</summary>
internal static class Moments
{
    /// <returns>As the API takes it.</returns>
    /// <exception cref="UsageException">It is no time.</exception>
    public static string Read(string typed, TimeProvider time)
    {
        if (typed is [.., 's' or 'm' or 'h' or 'd'] && char.IsAsciiDigit(typed[0]))
        {
            return (time.GetUtcNow() - Spans.Read(typed)).ToString("O", CultureInfo.InvariantCulture);
        }

        return At(typed);
    }

    /// <summary>A time alone: a span would be one ago, and what is to come is not.</summary>
    /// <exception cref="UsageException">It is no time.</exception>
    public static string At(string typed) => DateTimeOffset.TryParse(typed, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var at)
        ? at.ToString("O", CultureInfo.InvariantCulture)
        : throw new UsageException($"'{typed}' is no time: say 2026-01-31T12:00, 2026-01-31T12:00Z, or (of what was) a span ago such as 2h.");
}
