using System.Globalization;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>Amounts of memory for people, in the binary units.</summary>
public static class SizeWords
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>"812 MiB", "1.4 GiB", "141 GiB".</summary>
    public static string Of(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        for (; size >= 1024 && unit < Units.Length - 1; unit++)
        {
            size /= 1024;
        }

        return size.ToString(size < 10 && unit > 0 ? "0.#" : "0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
