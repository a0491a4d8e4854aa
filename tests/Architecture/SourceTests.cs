using System.Text.RegularExpressions;

namespace Switchyard.Architecture;

/// <summary>The compiler puts a constant's value in its place, so what names only constants of a door is seen in the source alone.</summary>
public sealed class SourceTests
{
    private static readonly Regex Door = new($@"\bSwitchyard\.({string.Join('|', Yard.Doors)})\b");

    [Fact]
    public void No_source_outside_a_door_names_its_namespace()
    {
        var source = Path.Combine(Yard.Root, "src");
        var files = Directory.GetFiles(source, "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Select(file => Path.GetRelativePath(source, file).Split(Path.DirectorySeparatorChar))
            .Where(path => !path.Contains("obj") && !path.Contains("bin") && path[^1] is not ("FrontDoors.cs" or "GrainDoors.cs"))
            .ToList();

        var wrong = files.SelectMany(path => Door.Matches(File.ReadAllText(Path.Combine([source, .. path])))
            .Where(named => named.Groups[1].Value != path[1])
            .Select(named => $"{string.Join('/', path)}: {named.Value}"));

        Assert.Empty(wrong);
        Assert.True(files.Count > 500, $"Only {files.Count} files were looked at.");
    }
}
