namespace Switchyard.Compute.Runs;

/// <summary>Runs that an earlier life of this node left behind.</summary>
public static class LeftRuns
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Kills what still runs of them and removes their directories; before the node starts its first run, since it cannot
    /// tell those from the left ones.
    /// </summary>
    /// <returns>The runs that were left.</returns>
    /// <exception cref="IOException">A process does not go, or the disk refuses.</exception>
    public static async Task<IReadOnlyList<RunDirectory>> EndAllAsync(
        RunRoot root, TimeProvider time, CancellationToken cancellationToken)
    {
        var left = RunDirectory.FindAll(root.FullName);
        foreach (var directory in left)
        {
            if (OperatingSystem.IsLinux() && RunRecord.Read(directory) is { } record)
            {
                await EndAsync(directory, record, time, cancellationToken);
            }

            directory.Delete();
        }

        return left;
    }

    private static async Task EndAsync(
        RunDirectory directory, RunRecord record, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (record.FindProcesses() is [_, ..] left)
        {
            if (time.GetElapsedTime(start) > Patience)
            {
                throw new IOException($"Process {left[0].Id} of the run {directory.FullName} cannot be killed.");
            }

            foreach (var process in left)
            {
                process.Signal(LinuxProcess.Kill);
            }

            await Task.Delay(Look, time, cancellationToken);
        }
    }
}
