using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Switchyard.Blobs;

/// <summary>
/// A rename is durable only after its directory was flushed, which .NET has no call for. On Windows the file system's
/// journal does it.
/// </summary>
public static class DurableDirectory
{
    private const int ReadOnly = 0;

    /// <summary>What was renamed or made in the directory is durable when this returns.</summary>
    /// <exception cref="IOException">The directory cannot be opened or flushed.</exception>
    public static void Flush(string path) => Flush(path, FSync);

    /// <summary>All that was written to the file system of a directory is durable when this returns. Elsewhere than on Linux it is nothing.</summary>
    /// <exception cref="IOException">The directory cannot be opened or flushed.</exception>
    public static void FlushAll(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            Flush(path, SyncFileSystem);
        }
    }

    private static void Flush(string path, Func<int, int> flush)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
        {
            throw Failure(path);
        }

        try
        {
            if (flush(descriptor) != 0)
            {
                throw Failure(path);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string path)
    {
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"{path} cannot be flushed: {error.Message}", error);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FSync(int descriptor);

    [DllImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncFileSystem(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
