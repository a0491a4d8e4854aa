using System.Text;

namespace Switchyard.Tasks.Lane;

/// <summary>The text that workers write to a task's log.</summary>
internal static class LaneLog
{
    /// <summary>Bytes of UTF-8 that are kept of it: the last ones.</summary>
    public const int Longest = 256 * 1024;

    public static string Append(string? log, string added)
    {
        var whole = Encoding.UTF8.GetBytes(log + added);
        if (whole.Length <= Longest)
        {
            return log + added;
        }

        // Not from within a character: its further bytes begin with the bits 10.
        var from = whole.Length - Longest;
        while (from < whole.Length && (whole[from] & 0b1100_0000) == 0b1000_0000)
        {
            from++;
        }

        return Encoding.UTF8.GetString(whole, from, whole.Length - from);
    }
}
