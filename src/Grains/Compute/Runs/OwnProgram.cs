using System.Reflection;
using System.Runtime.InteropServices;

namespace Switchyard.Compute.Runs;

/// <summary>The program of this very process, to be started again for something else.</summary>
public static class OwnProgram
{
    /// <summary>The first argument of a process that is to adopt the orphans below it, and become the program that follows.</summary>
    public const string AdoptVerb = "adopt-orphans";

    private const int SetChildSubreaper = 36;

    /// <summary>The program and what comes before its arguments.</summary>
    /// <exception cref="PlatformNotSupportedException">It is not known.</exception>
    public static IReadOnlyList<string> Command()
    {
        var program = Environment.ProcessPath ?? throw new PlatformNotSupportedException("The node does not know its own program.");

        // Under the shared host the program is `dotnet`, and the assembly its first argument.
        return Path.GetFileNameWithoutExtension(program) == "dotnet" && Assembly.GetEntryAssembly()?.Location is { Length: > 0 } entry
            ? [program, entry]
            : [program];
    }

    /// <summary>Becomes the parent of all orphans among its descendants, and then another program, as which it stays that.</summary>
    /// <param name="command">The program's path and its arguments.</param>
    /// <returns>The exit code, when the program cannot be started.</returns>
    public static int AdoptOrphans(IReadOnlyList<string> command)
    {
        if (Control(SetChildSubreaper, 1, 0, 0, 0) != 0)
        {
            return 126;
        }

        _ = Execute(command[0], [.. command, null]);
        return 127;
    }

    [DllImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int option, nuint one, nuint two, nuint three, nuint four);

    [DllImport("libc", EntryPoint = "execv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Execute(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] arguments);
}
