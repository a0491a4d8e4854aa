using System.Runtime.InteropServices;

namespace Switchyard.Compute.Runs;

/// <summary>What .NET does not tell about a file: opening a pipe by mistake waits without end.</summary>
internal static class LinuxFile
{
    private const int WorkingDirectory = -100;
    private const int DoNotFollow = 0x100;
    private const uint TypeOnly = 1;
    private const int TypeBits = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>The structure's size and the place of the mode in it are fixed by the kernel.</summary>
    private const int StatusLength = 256;
    private const int ModeAt = 28;

    /// <summary>Whether it is a regular file, and no link to one.</summary>
    public static bool IsRegular(string path)
    {
        var status = new byte[StatusLength];
        return Status(WorkingDirectory, path, DoNotFollow, TypeOnly, status) == 0
            && (BitConverter.ToUInt16(status, ModeAt) & TypeBits) == Regular;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(
        int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] status);
}
