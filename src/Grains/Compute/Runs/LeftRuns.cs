namespace Switchyard.Compute.Runs;

/// <summary>Runs that an earlier life of this node left behind.</summary>
public static class LeftRuns
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Kills what still runs of them and takes their directories out of the way, before the node starts its first run, since it
    /// cannot tell those from the left ones. What foreign programs left is no condition of the start: what does not go is told.
    /// </summary>
    /// <returns>The runs that were left.</returns>
    public static async Task<IReadOnlyList<LeftRun>> EndAllAsync(RunRoot root, TimeProvider time, CancellationToken cancellationToken)
    {
        var left = new List<LeftRun>();
        foreach (var directory in RunDirectory.FindAll(root.FullName))
        {
            left.Add(new(directory, await WhyLeftAsync(directory, time, cancellationToken)));
        }

        return left;
    }

    /// <summary>Out of the way by its name alone, which takes no time, however much is in it.</summary>
    private static async Task<string?> WhyLeftAsync(RunDirectory directory, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var record = OperatingSystem.IsLinux() ? RunRecord.Read(directory) : null;
            if (record is not null && await EndAsync(record, time, cancellationToken) is { } problem)
            {
                return problem;
            }

            record?.Cgroup?.Remove();
            directory.PutAside();
            RunRecord.Delete(directory);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    private static async Task<string?> EndAsync(RunRecord record, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (record.FindProcesses() is [_, ..] left)
        {
            if (time.GetElapsedTime(start) > Patience)
            {
                return $"process {left[0].Id} of it cannot be killed";
            }

            record.Cgroup?.Kill();
            foreach (var process in left)
            {
                process.Signal(LinuxProcess.Kill);
            }

            await Task.Delay(Look, time, cancellationToken);
        }

        return null;
    }
}

/// <summary>A run that an earlier life of the node left.</summary>
/// <param name="Problem">What of it is still there and why; null: nothing, but for files that are put aside.</param>
public sealed record LeftRun(RunDirectory Directory, string? Problem);
