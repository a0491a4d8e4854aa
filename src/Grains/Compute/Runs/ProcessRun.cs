using System.Diagnostics;
using System.Security.Cryptography;

namespace Switchyard.Compute.Runs;

/// <summary>
/// Runs one command in a session of its own, with what it says in a log. When the task completes, however it does, nothing
/// of what it started is left, whatever that did to hide: it is found by the run's control group, or else by its descent, since
/// the supervisor adopts all orphans. After the node's own death nothing is left either.
/// </summary>
public sealed class ProcessRun
{
    /// <summary>How often it is looked whether what was told to end has ended.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>How long what was killed may take, and how long the end of the output is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>From here on a shell tells of a signal.</summary>
    private const int Signals = 128;

    private readonly ProcessSpec _spec;
    private readonly TimeProvider _time;
    private readonly Process _supervisor;
    private readonly RunRecord _record;

    private ProcessRun(ProcessSpec spec, TimeProvider time, Process supervisor, RunRecord record)
    {
        (_spec, _time, _supervisor, _record) = (spec, time, supervisor, record);
    }

    /// <summary>Runs the command to its end.</summary>
    /// <returns>Its exit code; 128 and the signal's number when a signal ended it, 127 when there is no such program.</returns>
    /// <exception cref="OperationCanceledException">It was ended before its own end.</exception>
    /// <exception cref="PlatformNotSupportedException">Commands cannot be supervised here.</exception>
    public static async Task<int> RunAsync(
        ProcessSpec spec, RunLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        using var supervisor = Supervisor.Start(spec, token);
        var record = new RunRecord(
            LinuxProcess.BootId, supervisor.Id, LinuxProcess.Find(supervisor.Id)?.Started ?? 0, token, string.Join('\n', spec.Cage?.Cgroup?.Directories ?? []));
        record.Write(spec.Directory);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var atOnce = CancellationTokenSource.CreateLinkedTokenSource(spec.AtOnce);
        var run = new ProcessRun(spec with { AtOnce = atOnce.Token }, time, supervisor, record);
        var watch = new LimitWatch(spec, run.FindProcesses, time);
        try
        {
            return await watch.GuardAsync(run.SuperviseAsync(log, limited.Token), limited, atOnce);
        }
        finally
        {
            RunRecord.Delete(spec.Directory);
        }
    }

    /// <summary>The signal that ended a command, by its exit code; null when none did.</summary>
    public static int? SignalOf(int exitCode) => exitCode > Signals ? exitCode - Signals : null;

    private async Task<int> SuperviseAsync(RunLog log, CancellationToken cancellationToken)
    {
        var reading = ReadAsync(_supervisor.StandardOutput.BaseStream, log);
        var ended = _supervisor.WaitForExitAsync(CancellationToken.None);
        try
        {
            await StartAsync();
            await ended.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(ended);
            throw;
        }
        finally
        {
            await SweepAsync(log);

            // Only now: its end is what the watcher takes for the node's death.
            await _supervisor.StandardInput.DisposeAsync();
            await Task.WhenAny(reading, Task.Delay(Patience, _time, CancellationToken.None));
        }

        return _supervisor.ExitCode;
    }

    /// <summary>From now on the command runs, written down as it is.</summary>
    private async Task StartAsync()
    {
        try
        {
            await _supervisor.StandardInput.WriteAsync(_spec.Input + "\n");
            await _supervisor.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // The supervisor was killed: its exit code tells.
        }
    }

    /// <summary>Asks all processes to end, those that are born meanwhile too; then insists.</summary>
    private async Task EndAsync(Task ended)
    {
        var asked = new HashSet<LinuxProcess>();
        var start = _time.GetTimestamp();
        while (!ended.IsCompleted && !_spec.AtOnce.IsCancellationRequested && _time.GetElapsedTime(start) < _spec.Grace)
        {
            foreach (var process in FindProcesses().Where(IsAskable).Where(asked.Add))
            {
                process.Signal(LinuxProcess.Terminate);
            }

            await Task.WhenAny(ended, Task.Delay(Look, _time));
        }

        // The supervisor ends by itself when its command is gone, and is not spared when it does not.
        start = _time.GetTimestamp();
        while (!ended.IsCompleted)
        {
            Kill(FindProcesses().Where(IsCommand));
            if (_time.GetElapsedTime(start) > Patience)
            {
                LinuxProcess.Find(_supervisor.Id)?.Signal(LinuxProcess.Kill);
            }

            await Task.WhenAny(ended, Task.Delay(Look, _time));
        }
    }

    /// <summary>
    /// Ends what the supervisor did not, and does not end itself before: who hears that the run is over hears that nothing of it
    /// is left.
    /// </summary>
    private async Task SweepAsync(RunLog log)
    {
        var start = _time.GetTimestamp();
        var isTold = false;
        while (FindLeft() is var left && (left.Count > 0 || _spec.Cage?.Cgroup?.IsPopulated() == true))
        {
            Kill(left);
            await Task.Delay(Look, _time);
            if (!isTold && _time.GetElapsedTime(start) > Patience)
            {
                isTold = true;
                log.WriteLine($"Processes of the run were killed and do not end, for the machine holds them: {string.Join(", ", left.Select(process => process.Id))}.");
            }
        }
    }

    /// <summary>A supervisor that was killed may leave a command that is about to join its group: it is in no group yet.</summary>
    private IReadOnlyList<LinuxProcess> FindLeft() => _spec.Cage?.Cgroup is not null && _supervisor.HasExited && SignalOf(_supervisor.ExitCode) is not null
        ? [.. FindProcesses().Union(_record.FindDescendants(evenWithoutLeader: true))]
        : FindProcesses();

    private IReadOnlyList<LinuxProcess> FindProcesses() =>
        _spec.Cage?.Cgroup is { } cgroup && !cgroup.IsPopulated() ? [] : _record.FindProcesses(evenWithoutLeader: true);

    private void Kill(IEnumerable<LinuxProcess> processes)
    {
        _spec.Cage?.Cgroup?.Kill();
        foreach (var process in processes)
        {
            process.Signal(LinuxProcess.Kill);
        }
    }

    /// <summary>What holds a namespace is no command, and takes all that is in it with it.</summary>
    private bool IsAskable(LinuxProcess process) => IsCommand(process) && (_spec.Cage is not { HasProcessNamespace: true } || process.IsInNamespace());

    private bool IsCommand(LinuxProcess process) => process.Id != _supervisor.Id;

    private static async Task ReadAsync(Stream output, RunLog log)
    {
        var buffer = new byte[16 << 10];
        int read;
        while ((read = await output.ReadAsync(buffer)) > 0)
        {
            log.Write(buffer.AsSpan(0, read));
        }
    }
}
