namespace Switchyard.Compute.Files;

internal enum FileKind
{
    Other,
    Regular,
    Directory,
    Link,
}

/// <summary>What the kernel tells of a file, which is not opened for it: opening a pipe by mistake waits without end.</summary>
/// <param name="Mode">Its rights alone.</param>
/// <param name="Owner">The number of its user.</param>
/// <param name="Length">In bytes, as it is read.</param>
/// <param name="OnDisk">In bytes, as it takes room: holes take none.</param>
/// <param name="Place">The same for two names exactly when they are one file.</param>
internal readonly record struct FileStatus(FileKind Kind, uint Mode, uint Owner, long Length, long OnDisk, (ulong Device, ulong File) Place)
{
    private const uint Basics = 0x7FF;
    private const uint TypeBits = 0xF000;
    private const int BlockLength = 512;

    /// <summary>Of a name in an open directory, a link itself; null when it cannot be told.</summary>
    public static FileStatus? Of(int directory, byte[] name)
    {
        // The structure's size and the places in it are fixed by the kernel.
        var status = new byte[256];
        if (LinuxCalls.Status(directory, name, LinuxCalls.DoNotFollow | (name[0] == 0 ? LinuxCalls.OfItself : 0), Basics, status) != 0)
        {
            return null;
        }

        var mode = BitConverter.ToUInt16(status, 28);
        return new FileStatus(
            (mode & TypeBits) switch { 0x8000 => FileKind.Regular, 0x4000 => FileKind.Directory, 0xA000 => FileKind.Link, _ => FileKind.Other },
            mode & ~TypeBits,
            BitConverter.ToUInt32(status, 20),
            BitConverter.ToInt64(status, 40),
            BitConverter.ToInt64(status, 48) * BlockLength,
            (((ulong)BitConverter.ToUInt32(status, 136) << 32) | BitConverter.ToUInt32(status, 140), BitConverter.ToUInt64(status, 32)));
    }

    /// <summary>Of a path; null when there is nothing.</summary>
    public static FileStatus? Of(string path) => Of(LinuxCalls.WorkingDirectory, FileName.Of(path));
}
