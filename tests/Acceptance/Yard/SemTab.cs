using Switchyard.Servers;

namespace Switchyard.Acceptance.Yard;

/// <summary>The real data set of these tests: 25 Tough Tables in <c>tests/data/semtab</c>.</summary>
internal static class SemTab
{
    public static string Path { get; } = Project.PathOf("tests/data/semtab");

    public static IReadOnlyList<string> Tables { get; } =
        [.. Directory.GetFiles(System.IO.Path.Combine(Path, "tables"), "*.csv").Select(file => System.IO.Path.GetFileNameWithoutExtension(file))];

    /// <summary>The lines of a targets file without the quotes, in the file's order.</summary>
    public static IReadOnlyList<string> Targets(string task) =>
        [.. File.ReadLines(System.IO.Path.Combine(Path, "targets", $"{task.ToUpperInvariant()}_2T_Targets.csv")).Select(line => line.Replace("\"", "", StringComparison.Ordinal))];

    /// <summary>The records of a table, read by another reader than the node's.</summary>
    public static IReadOnlyList<string[]> Records(string table) => Csv.Records(File.ReadAllText(System.IO.Path.Combine(Path, "tables", table + ".csv")));
}
