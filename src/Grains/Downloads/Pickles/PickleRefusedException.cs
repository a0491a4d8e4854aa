using System.Text;

namespace Switchyard.Downloads.Pickles;

/// <summary>A pickle was not read; the message names what in it is not allowed. Nothing of it was executed.</summary>
internal sealed class PickleRefusedException(string message) : Exception(message)
{
    private const int LongestName = 120;

    /// <summary>A name from a pickle for a message: one line of printable ASCII, of a bounded length.</summary>
    public static string Shown(string name)
    {
        var shown = new StringBuilder();
        foreach (var c in name.AsSpan(0, Math.Min(name.Length, LongestName)))
        {
            shown.Append(c is >= ' ' and <= '~' ? c : '?');
        }

        return shown.Append(name.Length > LongestName ? "..." : "").ToString();
    }
}
