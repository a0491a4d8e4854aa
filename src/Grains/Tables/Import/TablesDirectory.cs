using System.IO.Enumeration;
using Switchyard.Tables.Rules;

namespace Switchyard.Tables.Import;

/// <summary>The files of an import's <c>tables</c> directory.</summary>
internal static class TablesDirectory
{
    private const string Extension = ".csv";
    private const int LongestName = 200;

    /// <summary>
    /// Names of the tables in a directory, in no particular order, one at a time. What cannot be a table is reported.
    /// </summary>
    public static IEnumerable<string> List(string directory, ProblemLog problems)
    {
        foreach (var entry in Entries(directory))
        {
            var problem = Check(directory, entry);
            if (problem is null)
            {
                var name = entry.Name[..^Extension.Length];
                if (TableUrls.WarningOf(name) is { } warning)
                {
                    problems.Add($"tables/{entry.Name}", 0, warning);
                }

                yield return name;
            }
            else
            {
                problems.Add($"tables/{entry.Name}", 0, problem);
            }
        }
    }

    public static string PathOf(string directory, string table) => Path.Combine(directory, table + Extension);

    private static FileSystemEnumerable<Entry> Entries(string directory) =>
        new(
            directory,
            static (ref FileSystemEntry e) =>
                new Entry(e.FileName.ToString(), e.IsDirectory, (e.Attributes & FileAttributes.ReparsePoint) != 0),
            new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false });

    private static string? Check(string directory, Entry entry)
    {
        if (!entry.Name.EndsWith(Extension, StringComparison.Ordinal))
        {
            return entry.IsDirectory ? "a directory: ignored" : "not a .csv file: ignored";
        }

        var name = entry.Name.AsSpan(0, entry.Name.Length - Extension.Length);
        return entry.IsLink && !LeadsToSibling(directory, entry.Name) ? "a link out of the directory: ignored"
            : entry.IsDirectory ? "a directory: ignored"
            : Unusable(name);
    }

    private static string? Unusable(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (char.IsControl(c) || c == '/')
            {
                return "its name has a control character or a slash: not usable as a table's name";
            }

            // What the file system's bytes become when they are not UTF-8: such a file cannot even be opened by its name.
            if (c == '\uFFFD')
            {
                return "its name is not valid UTF-8: not usable as a table's name";
            }
        }

        return name.Length == 0 ? "it has no name before .csv"
            // In a URL these two mean another path, so nobody could return the table.
            : name is "." or ".." ? "its name is one of a directory: not usable as a table's name"
            : name.Length > LongestName ? $"its name is longer than {LongestName} characters: not usable as a table's name"
            : null;
    }

    private static bool LeadsToSibling(string directory, string file)
    {
        try
        {
            var target = new FileInfo(Path.Combine(directory, file)).ResolveLinkTarget(returnFinalTarget: true);
            return target is FileInfo { Exists: true }
                && Path.GetDirectoryName(Path.GetFullPath(target.FullName)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        }
        catch (IOException)
        {
            return false; // A circle of links.
        }
    }

    private readonly record struct Entry(string Name, bool IsDirectory, bool IsLink);
}
