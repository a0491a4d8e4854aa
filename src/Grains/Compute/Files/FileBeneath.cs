using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Switchyard.Compute.Files;

/// <summary>Opens what a foreign program left: no link on the way is followed, and the way may be longer than a path.</summary>
internal static class FileBeneath
{
    /// <param name="path">Below <paramref name="root"/>, with "/" between names that are bytes.</param>
    /// <exception cref="IOException">It is not there, is a link or no regular file, or cannot be read.</exception>
    public static FileStream OpenRead(string root, ReadOnlySpan<byte> path)
    {
        var current = Open(LinuxCalls.WorkingDirectory, FileName.Of(root), LinuxCalls.PlaceOnly | LinuxCalls.DirectoryOnly, path);
        try
        {
            var rest = path;
            for (int slash; (slash = rest.IndexOf((byte)'/')) >= 0; rest = rest[(slash + 1)..])
            {
                var below = Open(current, [.. rest[..slash], 0], LinuxCalls.PlaceOnly | LinuxCalls.DirectoryOnly, path);
                _ = LinuxCalls.Close(current);
                current = below;
            }

            byte[] name = [.. rest, 0];
            return FileStatus.Of(current, name) is { Kind: FileKind.Regular }
                ? new FileStream(new SafeFileHandle(Open(current, name, 0, path), ownsHandle: true), FileAccess.Read)
                : throw new IOException($"{FileName.Show(path)} is no file.");
        }
        finally
        {
            _ = LinuxCalls.Close(current);
        }
    }

    private static int Open(int directory, byte[] name, int flags, ReadOnlySpan<byte> path)
    {
        var opened = LinuxCalls.OpenAt(directory, name, flags | LinuxCalls.NoLink | LinuxCalls.Reading, 0);
        return opened >= 0
            ? opened
            : throw new IOException($"{FileName.Show(path)} cannot be read: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }
}
