using System.Runtime.Versioning;

namespace Switchyard.Compute.Runs;

[UnsupportedOSPlatform("windows")]
public sealed class RunDirectoryTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-directories-");

    [Fact]
    public void Only_its_owner_may_enter()
    {
        var directory = RunDirectory.Create(_root.FullName, 12, 3);

        Assert.Equal(Path.Combine(_root.FullName, "12-3"), directory.FullName);
        Assert.All(
            [directory.FullName, directory.In, directory.Out],
            path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path)));
    }

    [Fact]
    public void It_begins_empty_and_ends_whole()
    {
        var outside = Directory.CreateDirectory(Path.Combine(_root.FullName, "outside"));
        File.WriteAllText(Path.Combine(outside.FullName, "kept"), "");
        var first = RunDirectory.Create(_root.FullName, 1, 1);
        File.WriteAllText(Path.Combine(first.In, "stale"), "");
        Directory.CreateSymbolicLink(Path.Combine(first.Out, "link"), outside.FullName);
        var locked = Directory.CreateDirectory(Path.Combine(first.Out, "locked", "inner"));
        File.SetUnixFileMode(locked.Parent!.FullName, UnixFileMode.None);

        var second = RunDirectory.Create(_root.FullName, 1, 1);
        Assert.Empty(Directory.GetFileSystemEntries(second.In));

        second.Delete();
        second.Delete();
        Assert.False(Directory.Exists(second.FullName));
        Assert.True(File.Exists(Path.Combine(outside.FullName, "kept")));
    }

    [Fact]
    public void What_an_earlier_life_left_is_found_and_nothing_else()
    {
        RunDirectory.Create(_root.FullName, 1, 2);
        RunDirectory.Create(_root.FullName, 30, 4);
        _root.CreateSubdirectory("other");
        _root.CreateSubdirectory("1-x");
        Directory.CreateSymbolicLink(Path.Combine(_root.FullName, "5-5"), "/");

        Assert.Equal([(1L, 2L), (30L, 4L)], RunDirectory.FindAll(_root.FullName).Select(run => (run.ItemId, run.LeaseNumber)).Order());
        Assert.Empty(RunDirectory.FindAll(Path.Combine(_root.FullName, "none")));
    }

    public void Dispose() => _root.Delete(recursive: true);
}
