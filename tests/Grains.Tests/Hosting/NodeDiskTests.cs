namespace Switchyard.Hosting;

public sealed class NodeDiskTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("switchyard-disk-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void A_disk_is_measured_and_tried_where_the_data_are()
    {
        var disk = new NodeDisk(new StorageOptions { DataDirectory = _directory.FullName, MinFree = 1 }, Path.Combine(_directory.FullName, "runs"));

        Assert.All([_directory.FullName, "/"], place => Assert.True(disk.Free(place) > 0));
        Assert.Null(disk.WhyFull());
        Assert.Null(disk.WhyNotWritable());
        Assert.Empty(_directory.GetFiles());
    }

    [Fact]
    public void What_it_lacks_is_told_with_its_place()
    {
        var wanting = new NodeDisk(new StorageOptions { DataDirectory = _directory.FullName, MinFree = 1L << 60 }, "/");
        var nowhere = new NodeDisk(new StorageOptions { DataDirectory = "/proc/nowhere" }, "/");

        Assert.Matches($"^the disk of {_directory.FullName} has [0-9]+ MiB free, and Storage:MinFree is 1099511627776 MiB$", wanting.WhyFull());
        Assert.StartsWith("the disk of /proc/nowhere cannot be written: ", nowhere.WhyNotWritable(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_disk_of_the_blobs_counts_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no disk here that takes nothing.");
        var blobs = Directory.CreateSymbolicLink(Path.Combine(_directory.FullName, "blobs"), "/proc").FullName;
        var disk = new NodeDisk(new StorageOptions { DataDirectory = _directory.FullName, MinFree = 1 }, _directory.FullName);
        var elsewhere = new NodeDisk(
            new StorageOptions { DataDirectory = _directory.FullName, Provider = StorageProvider.Postgres, MinFree = 1 }, _directory.FullName);

        Assert.StartsWith($"the disk of {blobs} has 0 MiB free", disk.WhyFull(), StringComparison.Ordinal);
        Assert.StartsWith($"the disk of {blobs} cannot be written: ", disk.WhyNotWritable(), StringComparison.Ordinal);
        Assert.Null(elsewhere.WhyFull());
        Assert.Null(elsewhere.WhyNotWritable());
    }

    [Fact]
    public void The_disk_of_the_runs_counts_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no disk here that is always full.");
        var disk = new NodeDisk(new StorageOptions { DataDirectory = _directory.FullName, MinFree = 1 }, "/proc");

        Assert.Equal("the disk of /proc has 0 MiB free, and Storage:MinFree is 0 MiB", disk.WhyFull());
    }

    [Fact]
    public void Only_what_a_disk_refuses_is_its_fault()
    {
        Assert.True(NodeDisks.IsFault(new InvalidOperationException("outer", new IOException("No space left on device", 28))));
        Assert.False(NodeDisks.IsFault(new FileNotFoundException("main.json")));
        Assert.False(NodeDisks.IsFault(new IOException("The process cannot access the file.", unchecked((int)0x80070020))));
    }
}
