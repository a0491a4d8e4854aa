namespace Switchyard.Tables;

/// <summary>The data set in tests/data/semtab.</summary>
internal static class SampleData
{
    public static string Directory { get; } = Find();

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, "tests", "data", "semtab");
            if (System.IO.Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException("tests/data/semtab is not above the test's binaries.");
    }
}

/// <summary>An input directory that a test fills; deleted at the end.</summary>
internal sealed class InputDirectory : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("switchyard-input-").FullName;

    public string Input => Path.Combine(Root, "input");

    public string Scratch => Path.Combine(Root, "scratch");

    public InputDirectory With(string path, string content)
    {
        var file = Path.Combine(Input, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
