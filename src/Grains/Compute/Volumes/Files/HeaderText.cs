using System.Globalization;

namespace Switchyard.Compute.Volumes.Files;

/// <summary>The numbers of a text header.</summary>
internal static class HeaderText
{
    private static readonly char[] Blanks = [' ', '\t'];

    private const int LongestShown = 60;

    public static double[] Numbers(string field, string text, int count) =>
        Array.ConvertAll(Words(field, text, count), word => Number(field, word));

    public static string[] Words(string field, string text, int count)
    {
        var words = text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == count ? words : throw new VolumeFormatException($"The field \"{field}\" must have {count} numbers.");
    }

    public static double Number(string field, string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new VolumeFormatException($"The field \"{field}\" must be a number.");

    public static long Whole(string field, string word) =>
        long.TryParse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new VolumeFormatException($"The field \"{field}\" must be a whole number.");

    public static long[] Wholes(string field, string text, int count) =>
        Array.ConvertAll(Words(field, text, count), word => Whole(field, word));

    /// <summary>What a header says, for an answer: it may be anything, and long.</summary>
    public static string Shown(string text) => $"\"{new string([.. text.Take(LongestShown).Select(letter => char.IsControl(letter) ? ' ' : letter)])}\"";

    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Of(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    public static string Of(Vector3D vector, char separator) => $"{Of(vector.X)}{separator}{Of(vector.Y)}{separator}{Of(vector.Z)}";
}
