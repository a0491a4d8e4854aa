using System.Globalization;

namespace Switchyard.Chaos.Loads.Tables;

/// <summary>An input directory with small tables, each with two cells and a column to map.</summary>
internal static class TableFiles
{
    public const int Cells = 2;

    public static string Name(long number) => string.Create(CultureInfo.InvariantCulture, $"T{number:000000}");

    /// <summary>Writes tables instead of those that are there.</summary>
    /// <param name="first">The number of the first one.</param>
    public static void Write(string directory, long first, long count)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        var tables = Directory.CreateDirectory(Path.Combine(directory, "tables")).FullName;
        var targets = Directory.CreateDirectory(Path.Combine(directory, "targets")).FullName;
        using var cea = new StreamWriter(Path.Combine(targets, "CEA_Round1_Targets.csv"));
        using var cta = new StreamWriter(Path.Combine(targets, "CTA_Round1_Targets.csv"));
        for (var number = first; number < first + count; number++)
        {
            var name = Name(number);
            File.WriteAllText(Path.Combine(tables, name + ".csv"), $"name,place\nBerlin {number},Germany\nParis {number},France\n");
            cea.Write($"{name},1,0\n{name},2,0\n");
            cta.Write($"{name},0\n");
        }
    }
}
