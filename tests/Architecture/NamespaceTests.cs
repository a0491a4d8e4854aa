using System.Text.RegularExpressions;

namespace Switchyard.Architecture;

/// <summary>One rule: the project's root namespace, then the folders.</summary>
public sealed partial class NamespaceTests
{
    [Fact]
    public void A_namespace_is_its_folder()
    {
        var wrong = new List<string>();
        var files = 0;
        foreach (var project in new[] { "src", "tests" }.SelectMany(part => Directory.GetFiles(Path.Combine(Yard.Root, part), "*.csproj", SearchOption.AllDirectories)))
        {
            var folder = Path.GetDirectoryName(project)!;
            var root = RootNamespace().Match(File.ReadAllText(project)) is { Success: true } own ? own.Groups[1].Value : "Switchyard";
            foreach (var file in Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
            {
                var path = Path.GetRelativePath(folder, Path.GetDirectoryName(file)!).Split(Path.DirectorySeparatorChar);
                if (path[0] is "obj" or "bin" || NamespaceOf().Match(File.ReadAllText(file)) is not { Success: true } found)
                {
                    continue;
                }

                files++;
                var expected = path is ["."] ? root : $"{root}.{string.Join('.', path)}";
                if (found.Groups[1].Value != expected)
                {
                    wrong.Add($"{Path.GetRelativePath(Yard.Root, file)}: {found.Groups[1].Value}, not {expected}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(files > 1_000, $"Only {files} files were looked at.");
    }

    [GeneratedRegex("<RootNamespace>([^<]+)</RootNamespace>")]
    private static partial Regex RootNamespace();

    [GeneratedRegex(@"^namespace ([\w.]+)\s*[;{]", RegexOptions.Multiline)]
    private static partial Regex NamespaceOf();
}
