namespace Switchyard.Work.Logs;

/// <summary>What a reader who follows a log is told next.</summary>
/// <param name="Text">What is new; empty: nothing.</param>
/// <param name="IsReset">What was told before is no more what comes before it: another attempt began, or the gap was too large.</param>
internal readonly record struct LogStep(string Text, bool IsReset)
{
    /// <summary>By so many of its last characters a log is known of which the beginning was cut off.</summary>
    private const int Sample = 500;

    /// <summary>Pure.</summary>
    /// <param name="before">The log when it was read last.</param>
    /// <param name="now">The log as it is.</param>
    public static LogStep Of(string before, string now)
    {
        if (now.StartsWith(before, StringComparison.Ordinal))
        {
            return new(now[before.Length..], IsReset: false);
        }

        var known = before[Math.Max(0, before.Length - Sample)..];
        return now.LastIndexOf(known, StringComparison.Ordinal) is var place and >= 0
            ? new(now[(place + known.Length)..], IsReset: false)
            : new(now, IsReset: true);
    }
}
