using System.Globalization;

namespace Switchyard.Compute.Volumes.Files;

/// <summary>The numbers of a text header.</summary>
internal static class HeaderText
{
    private static readonly char[] Blanks = [' ', '\t'];

    public static double[] Numbers(string field, string text, int count)
    {
        var words = text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == count
            ? Array.ConvertAll(words, word => Number(field, word))
            : throw new VolumeFormatException($"The field \"{field}\" must have {count} numbers.");
    }

    public static double Number(string field, string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new VolumeFormatException($"The field \"{field}\" must be a number.");

    public static long Whole(string field, string word) =>
        long.TryParse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new VolumeFormatException($"The field \"{field}\" must be a whole number.");

    public static long[] Wholes(string field, string text, int count)
    {
        var words = text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == count
            ? Array.ConvertAll(words, word => Whole(field, word))
            : throw new VolumeFormatException($"The field \"{field}\" must have {count} numbers.");
    }

    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Of(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    public static string Of(Vector3D vector, char separator) => $"{Of(vector.X)}{separator}{Of(vector.Y)}{separator}{Of(vector.Z)}";
}
