using System.Runtime.InteropServices;

namespace Switchyard.Hosting;

/// <summary>Keeps what a node writes to its own user. Elsewhere than on Unix it is nothing.</summary>
internal static class OwnFiles
{
    public const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Others = (UnixFileMode)0b_000_111_111;

    private static readonly EnumerationOptions WithoutLinks = new() { AttributesToSkip = FileAttributes.ReparsePoint };

    private static readonly EnumerationOptions WholeTree = new() { AttributesToSkip = FileAttributes.ReparsePoint, RecurseSubdirectories = true };

    /// <summary>What is made from now on, by this process and those that it starts, is for its user alone.</summary>
    public static void Restrict()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Mask((uint)Others);
        }
    }

    /// <summary>Takes from all others what they may do with a directory and with the node's own files in it.</summary>
    /// <param name="own">Patterns of the names of files, and of directories with all in them.</param>
    /// <returns>How many were looser, and why the rest of them still is; null: nothing was loose.</returns>
    public static (int Tightened, string? Failure)? Tighten(string directory, IReadOnlyList<string> own)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var (tightened, failure) = (0, (string?)null);
        try
        {
            if (File.GetUnixFileMode(directory).HasFlag(UnixFileMode.StickyBit))
            {
                return (0, "its sticky bit says that others share it");
            }

            // Behind a closed directory nobody looks: all of the tree is looked at once only.
            var wasOpen = TightenOne(directory);
            foreach (var name in own.SelectMany(pattern => Directory.EnumerateFileSystemEntries(directory, pattern, WithoutLinks)))
            {
                TightenOne(name);
                if (wasOpen && Directory.Exists(name))
                {
                    foreach (var inner in Directory.EnumerateFileSystemEntries(name, "*", WholeTree))
                    {
                        TightenOne(inner);
                    }
                }
            }
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            failure = denied.Message;
        }

        return tightened > 0 || failure is not null ? (tightened, failure) : null;

        bool TightenOne(string path)
        {
            try
            {
                var mode = File.GetUnixFileMode(path);
                if ((mode & Others) == 0)
                {
                    return false;
                }

                File.SetUnixFileMode(path, mode & ~Others);
                tightened++;
                return true;
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                // Another node beside this one removed it.
                return false;
            }
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint Mask(uint mask);
}
