using System.Globalization;

namespace Switchyard.Compute.Runs;

internal static class WorkingProcesses
{
    /// <summary>Whether a process works in a directory, or under it.</summary>
    public static bool WorksIn(this LinuxProcess process, string directory)
    {
        try
        {
            var link = new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/cwd")).LinkTarget;
            return link is not null && (link + "/").StartsWith(directory + "/", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Waits until no process works there.</summary>
    public static async Task AreGoneAsync(string directory, CancellationToken cancellationToken)
    {
        while (LinuxProcess.FindAll().Any(process => process.WorksIn(directory)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellationToken);
        }
    }
}
