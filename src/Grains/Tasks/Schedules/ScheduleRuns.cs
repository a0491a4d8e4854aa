using Microsoft.Extensions.Logging;
using Switchyard.Tasks.Lane;
using Switchyard.Tasks.Schedules.Rules;
using Switchyard.Work.Changes;
using Switchyard.Work.Store;

namespace Switchyard.Tasks.Schedules;

/// <summary>
/// Submits what is due. The task and what its schedule did last are one transaction, on condition of the schedule's version: of two
/// that try, one does it, and one that dies has done all of it or nothing.
/// </summary>
internal sealed partial class ScheduleRuns(
    IDoorDatabase database, ILaneStore store, TaskIntake intake, TaskNews news, ScheduleInstruments instruments, WorkChanges changes, TimeProvider clock, ILogger<ScheduleRuns> log)
{
    /// <summary>Schedules in one transaction: who submits meanwhile waits for no more.</summary>
    private const int AtOnce = 100;

    /// <summary>One that cannot be run is tried again after this.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, long> _failed = [];

    /// <summary>Does what is due now, or as much of it as is done soon. For one caller at a time.</summary>
    /// <param name="upSince">As of <see cref="ScheduleRule.Decide"/>.</param>
    /// <param name="isSure">Whether what is missed by that is given up; else it is left as it is.</param>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> RunDueAsync(DateTimeOffset upSince, bool isSure)
    {
        var now = clock.GetUtcNow();
        foreach (var name in _failed.Where(failed => clock.GetElapsedTime(failed.Value) > AfterFailure).Select(failed => failed.Key).ToList())
        {
            _failed.Remove(name);
        }

        var due = await database.QueryAsync(connection => ScheduleTable.ReadDueAsync(connection, now, AtOnce + _failed.Count));
        var runs = new List<Run>();
        foreach (var row in due.Where(row => !_failed.ContainsKey(row.Name)))
        {
            if (CronTimes.Read(row.Spec.Cron, row.Spec.TimeZone) is not { Times: { } times })
            {
                Fail(row.Name, null);
                continue;
            }

            var step = ScheduleRule.Decide(times, row.DueAt!.Value, row.Spec.CatchUp, upSince, now);
            if (step.RunAt is { } at && !(row.LastAt >= at))
            {
                runs.Add(new(row with { DueAt = step.Next, LastAt = at }, row.TaskAt(now)));
            }
            else if (isSure)
            {
                await PassOverAsync(row with { DueAt = step.Next });
            }
        }

        await RunAsync(runs);
        return runs.Count > 0 && due.Count >= AtOnce;
    }

    /// <summary>What it missed is given up. One that has changed meanwhile is left as it is, and is nobody's news.</summary>
    private async Task PassOverAsync(ScheduleRow row)
    {
        var changed = false;
        await database.RunAsync(async connection => changed = await ScheduleTable.UpdateAsync(connection, row));
        if (changed)
        {
            changes.MarkKind(TaskNames.Kind);
        }
    }

    private async Task RunAsync(IReadOnlyList<Run> runs)
    {
        try
        {
            if (runs.Count == 0 || await TryRunAsync(runs) || runs.Count == 1)
            {
                return;
            }
        }
        catch (Exception exception) when (runs.Count == 1)
        {
            Fail(runs[0].Row.Name, exception);
            return;
        }
#pragma warning disable CA1031 // One of them is at fault, which is found below.
        catch (Exception)
#pragma warning restore CA1031
        {
        }

        foreach (var run in runs)
        {
            await RunAsync([run]);
        }
    }

    /// <summary>False: one of the schedules has changed meanwhile, and nothing was done.</summary>
    private async Task<bool> TryRunAsync(IReadOnlyList<Run> runs)
    {
        var tasks = await intake.MakeAsync([.. runs.Select(run => run.Task)]);
        var submitted = await store.SubmitGuardedAsync(tasks, async (connection, stored) =>
        {
            foreach (var (run, task) in runs.Zip(stored))
            {
                if (!await ScheduleTable.UpdateAsync(connection, run.Row with { LastId = task.Id }))
                {
                    return false;
                }
            }

            return true;
        });
        if (submitted is null)
        {
            return false;
        }

        news.Submitted(tasks, submitted);
        foreach (var run in runs)
        {
            instruments.Submitted(clock.GetUtcNow() - run.Row.LastAt!.Value);
        }

        return true;
    }

    private void Fail(string name, Exception? exception)
    {
        _failed[name] = clock.GetTimestamp();
        LogFailed(name, exception);
    }

    [LoggerMessage(9003, LogLevel.Warning, "The schedule {Name} could not be run, since its store, or its time zone, is not there; tried again")]
    private partial void LogFailed(string name, Exception? exception);

    /// <param name="Row">After it, but for the task's id.</param>
    private sealed record Run(ScheduleRow Row, NewTask Task);
}
