using System.Runtime.InteropServices;

namespace Switchyard.Compute.Files;

/// <summary>
/// What .NET has no words for: names that are no text, and places deeper than a path can say. Each answers -1 when it fails;
/// why is <see cref="Marshal.GetLastPInvokeError"/>. Names are bytes that end with a zero.
/// </summary>
internal static class LinuxCalls
{
    public const int WorkingDirectory = -100;
    public const int RemoveDirectory = 0x200;
    public const int DoNotFollow = 0x100;
    public const int OfItself = 0x1000;

    /// <summary>Close on exec, do not follow, wait for nothing.</summary>
    public const int Reading = 0x80000 | 0x800;

    public const int NoSuchFile = 2;
    public const int NotAllowed = 13;

    /// <summary>The two that differ between processors.</summary>
    public static int DirectoryOnly { get; } = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x4000 : 0x10000;

    public static int NoLink { get; } = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;

    /// <summary>Holds a place without a right to read it.</summary>
    public const int PlaceOnly = 0x200000;

    [DllImport("libc", EntryPoint = "openat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int OpenAt(int directory, byte[] name, int flags, uint mode);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Close(int file);

    [DllImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int UnlinkAt(int directory, byte[] name, int flags);

    [DllImport("libc", EntryPoint = "fchmodat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int ChangeModeAt(int directory, byte[] name, uint mode, int flags);

    [DllImport("libc", EntryPoint = "fchownat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int ChangeOwnerAt(int directory, byte[] name, uint user, uint group, int flags);

    [DllImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint ReadEntries(int directory, [Out] byte[] entries, nint length);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Status(int directory, byte[] name, int flags, uint mask, [Out] byte[] status);

    /// <summary>The user of this process.</summary>
    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern uint User();
}
