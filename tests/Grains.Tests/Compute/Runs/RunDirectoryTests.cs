using System.Runtime.Versioning;
using Switchyard.Compute.Files;

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

        Assert.Null(second.Remove());
        Assert.Null(second.Remove());
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

    /// <summary>By names alone: `rm` of a shell made of bytes what no text can say.</summary>
    [Theory]
    [InlineData("printf x > \"$(printf '\\377\\376')\"; mkdir -p \"$(printf 'a/\\200/b')\"; printf x > \"$(printf 'a/\\200/b/\\377')\"")]
    [InlineData("perl -e 'for (1 .. 60) { mkdir q(n) x 200 and chdir q(n) x 200 or die } open F, q(>deep) or die'")]
    [InlineData("mkdir -p a/b/c; touch a/b/c/d; chmod 0 a/b/c a/b a; mkdir e; touch e/f; chmod 500 e")]
    public async Task Whatever_a_program_makes_is_removed(string script)
    {
        var directory = RunDirectory.Create(_root.FullName, 1, 1);
        await ShellAsync(directory.Out, script);

        Assert.Null(directory.Remove());
        Assert.False(Directory.Exists(directory.FullName));
    }

    [Fact]
    public async Task What_cannot_be_removed_is_put_aside_and_tried_again()
    {
        using var root = RunRoot.Open(_root.FullName);
        var directory = root.Create(1, 1);
        await ShellAsync(directory.Out, "mkdir held other; touch held/file other/file");
        await HoldAsync("+i", Path.Combine(directory.Out, "held", "file"));
        string held;
        try
        {
            var left = RunRoot.Remove(directory);

            Assert.Equal(new LeftFiles($"{directory.FullName}.left-1", "file: Operation not permitted"), left);
            held = Path.Combine(left!.Path, "out", "held", "file");
            Assert.Equal(["held"], Directory.GetFileSystemEntries(Path.Combine(left.Path, "out")).Select(Path.GetFileName));
            Assert.Empty(RunDirectory.FindAll(_root.FullName));
            Assert.Equal([left], root.RemoveAside());

            // The name is free again, and may be put aside again.
            Assert.Equal($"{directory.FullName}.left-2", root.Create(1, 1).PutAside());
        }
        finally
        {
            await HoldAsync("-i", Path.Combine(_root.FullName, "1-1.left-1", "out", "held", "file"));
        }

        Assert.Empty(root.RemoveAside());
        Assert.False(File.Exists(held));
        Assert.Empty(RunDirectory.FindAside(_root.FullName));
    }

    [Fact]
    public async Task A_start_does_not_depend_on_what_runs_left()
    {
        using var root = RunRoot.Open(_root.FullName);
        var directory = root.Create(1, 1);
        await ShellAsync(directory.Out, "printf x > \"$(printf '\\377')\"; touch held");
        await HoldAsync("+i", Path.Combine(directory.Out, "held"));
        try
        {
            var left = await LeftRuns.EndAllAsync(root, TimeProvider.System, TestContext.Current.CancellationToken);

            Assert.Equal([(1L, null)], left.Select(run => (run.Directory.ItemId, run.Problem)));
            Assert.Empty(RunDirectory.FindAll(_root.FullName));
        }
        finally
        {
            await HoldAsync("-i", Path.Combine(_root.FullName, "1-1.left-1", "out", "held"));
        }
    }

    public void Dispose() => Assert.Null(TreeRemoval.Remove(_root.FullName));

    private static Task ShellAsync(string directory, string script) => Shell.RunAsync($"cd '{directory}' && {{ {script}; }}");

    /// <summary>As another user's file is for a node that is not root.</summary>
    private static async Task HoldAsync(string flag, string path)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can hold a file against its owner.");
        try
        {
            await Shell.RunAsync($"chattr {flag} {path}");
        }
        catch (InvalidOperationException exception) when (flag == "+i")
        {
            Assert.Skip($"This file system holds no file: {exception.Message}");
        }
    }
}
