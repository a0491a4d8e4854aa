namespace Switchyard.Compute;

/// <summary>How long to wait between tries of what may succeed later.</summary>
internal static class Pauses
{
    private const int MaxDoublings = 5;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);

    /// <param name="tries">How often it was tried already; from 1.</param>
    /// <returns>Half a second, growing to 16 s.</returns>
    public static TimeSpan After(int tries) => First * (1 << Math.Min(tries - 1, MaxDoublings));
}
