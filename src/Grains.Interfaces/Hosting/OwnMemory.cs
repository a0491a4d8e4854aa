using System.Runtime.InteropServices;

namespace Switchyard.Hosting;

/// <summary>How the C library keeps memory for what is no .NET: SQLite, the compiler, compression. Elsewhere than with glibc it is nothing.</summary>
public static class OwnMemory
{
    private const string Setting = "MALLOC_ARENA_MAX";
    private const int Most = 2;

    /// <summary>
    /// glibc would give each thread one of 8 arenas a core, and keep what is free in each: a node grew by 60 MiB in an hour, and two thirds of
    /// that were free. To be called first, since arenas that are there stay. What the environment says in <c>MALLOC_ARENA_MAX</c> holds instead;
    /// programs that a node starts are not concerned.
    /// </summary>
    public static void Bound()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Setting) is { Length: > 0 })
        {
            return;
        }

        try
        {
            const int ArenaMax = -8;
            _ = Set(ArenaMax, Most);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library (musl) has no arenas.
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(int what, int value);
}
