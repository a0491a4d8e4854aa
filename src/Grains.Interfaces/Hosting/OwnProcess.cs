using System.Runtime.InteropServices;

namespace Switchyard.Hosting;

/// <summary>What a process does for its own protection. Elsewhere than on Linux it is nothing.</summary>
public static class OwnProcess
{
    private const int SetDumpable = 4;

    /// <summary>
    /// Keeps other processes of the same user from reading its environment, memory and open files (<c>/proc</c>, a debugger, the
    /// runtime's own diagnostics). To be called first, before a secret is read. Root still can read all of it. There are no core
    /// dumps any more.
    /// </summary>
    public static void Shield()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Control(SetDumpable, 0, 0, 0, 0);
            CloseDiagnostics();
        }
    }

    /// <summary>Whoever is the same user may ask on this socket for the environment or a dump, or load code.</summary>
    private static void CloseDiagnostics()
    {
        try
        {
            foreach (var socket in Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{Environment.ProcessId}-*-socket"))
            {
                File.Delete(socket);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // There is none, or it is of another user's process that had the number before.
        }
    }

    [DllImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int option, nuint one, nuint two, nuint three, nuint four);
}
