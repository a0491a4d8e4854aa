using System.Globalization;

namespace Switchyard.Work;

/// <summary>Where a page begins: opaque for clients.</summary>
internal static class Cursor
{
    public const string Refusal = "after is not a cursor that a page gave as next.";

    /// <summary>Null is the start.</summary>
    public static bool TryRead(string? text, out long? place)
    {
        place = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var read = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        place = read ? number : null;
        return read;
    }

    public static string? Write(long? place) => place?.ToString(CultureInfo.InvariantCulture);
}
