using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Testing;

namespace Switchyard.Hosting;

[UnsupportedOSPlatform("windows")]
public sealed class DataDirectoryTests : IDisposable
{
    private const UnixFileMode Loose = (UnixFileMode)0b_111_101_101;

    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("switchyard-data-");
    private readonly FakeLogger _log = new();

    private string Data => Path.Combine(_parent.FullName, "data");

    [Fact]
    public void A_new_directory_is_its_users_alone_and_those_above_it_are_not()
    {
        var deep = Path.Combine(_parent.FullName, "a", "b", "data");

        Hold(deep + '/');

        Assert.Equal(OwnFiles.Owner, File.GetUnixFileMode(deep));
        Assert.Equal(Loose, File.GetUnixFileMode(Path.GetDirectoryName(deep)!));
        Assert.Equal(Loose, File.GetUnixFileMode(Path.Combine(_parent.FullName, "a")));
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [Fact]
    public void A_loose_directory_of_an_older_node_is_closed_with_what_is_the_nodes_in_it()
    {
        Make("blobs/ab/cd", "work.db", "work.db-wal", "orleans.db", "blobs/ab/cd/one", "notes.txt");
        File.SetUnixFileMode(_parent.FullName, Loose);
        var outside = Path.Combine(_parent.FullName, "outside");
        File.WriteAllText(outside, "");
        File.SetUnixFileMode(outside, Loose);
        File.CreateSymbolicLink(Path.Combine(Data, "blobs", "link"), outside);

        Hold(Data);

        Assert.Equal(OwnFiles.Owner, File.GetUnixFileMode(Data));
        foreach (var name in (string[])["work.db", "work.db-wal", "orleans.db", "blobs", "blobs/ab", "blobs/ab/cd", "blobs/ab/cd/one"])
        {
            Assert.Equal(OwnFiles.Owner, File.GetUnixFileMode(Path.Combine(Data, name)));
        }

        foreach (var other in (string[])[_parent.FullName, outside, Path.Combine(Data, "notes.txt")])
        {
            Assert.Equal(Loose, File.GetUnixFileMode(other));
        }

        var said = Assert.Single(_log.Collector.GetSnapshot());
        Assert.Contains($"{Data} was open to other users", said.Message, StringComparison.Ordinal);

        Hold(Data);
        Assert.Single(_log.Collector.GetSnapshot());
    }

    [Fact]
    public void A_loose_file_in_a_closed_directory_is_closed_too()
    {
        Make("", "work.db");
        File.SetUnixFileMode(Data, OwnFiles.Owner);

        Hold(Data);

        Assert.Equal(OwnFiles.Owner, File.GetUnixFileMode(Path.Combine(Data, "work.db")));
    }

    [Fact]
    public void A_directory_that_is_shared_on_purpose_is_left_and_told()
    {
        Make("", "work.db");
        File.SetUnixFileMode(Data, Loose | UnixFileMode.StickyBit);

        Hold(Data);

        Assert.Equal(Loose | UnixFileMode.StickyBit, File.GetUnixFileMode(Data));
        Assert.Contains("cannot be closed: its sticky bit", Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _parent.Delete(recursive: true);

    private void Make(string directory, params string[] files)
    {
        Directory.CreateDirectory(Path.Combine(Data, directory));
        foreach (var file in files)
        {
            File.WriteAllText(Path.Combine(Data, file), "");
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(Data, "*", SearchOption.AllDirectories).Append(Data))
        {
            File.SetUnixFileMode(entry, Loose);
        }
    }

    private void Hold(string path)
    {
        using var held = DataDirectory.Hold(new StorageOptions { DataDirectory = path });
        held.Report(_log);
    }
}
