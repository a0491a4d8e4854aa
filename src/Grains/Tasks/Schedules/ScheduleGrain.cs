using Switchyard.Hosting;
using Switchyard.Tasks.Schedules.Rules;
using Switchyard.Work.Audit;
using Switchyard.Work.Store;

namespace Switchyard.Tasks.Schedules;

/// <summary>
/// Acts on one schedule. It holds nothing: the row is the schedule, and others change it, too (its runs). What meets a newer row
/// decides again on that.
/// </summary>
internal sealed class ScheduleGrain(IDoorDatabase database, IGrainFactory grains, AuditLog audit, TimeProvider clock) : Grain, IScheduleGrain
{
    private string Name => this.GetPrimaryKeyString();

    public async Task<ScheduleView?> GetAsync() => (await FindAsync())?.ToView(clock.GetUtcNow());

    public async Task<SchedulePut> PutAsync(ScheduleSpec spec)
    {
        var now = clock.GetUtcNow();
        var (times, refusal) = CronTimes.Read(spec.Cron, spec.TimeZone);
        if (times is null)
        {
            return new(null, refusal);
        }

        if (times.After(now) is null)
        {
            return new(null, "cron has no time that ever comes.");
        }

        if (await FindAsync() is null && await database.QueryAsync(ScheduleTable.CountAsync) >= TaskLimits.Schedules)
        {
            return new(null, $"There are {TaskLimits.Schedules} schedules, and no room for more.");
        }

        await audit.AddAsync(TaskNames.PutScheduleAct, Describe);
        var row = await ChangeAsync(
            old => old is null
                ? new ScheduleRow(Name, spec, IsPaused: false, times.After(now), LastAt: null, LastId: null, Version: 1)
                : old with { Spec = spec, DueAt = DueOf(old, spec, times, now) });
        return new(row!.ToView(now));
    }

    public async Task<bool> DeleteAsync()
    {
        if (await FindAsync() is null)
        {
            return false;
        }

        await audit.AddAsync(TaskNames.DeleteScheduleAct, Describe);
        var deleted = false;
        await database.RunAsync(async connection => deleted = await ScheduleTable.DeleteAsync(connection, Name));
        return deleted;
    }

    public async Task<SubmittedTask?> RunAsync()
    {
        if (await FindAsync() is not { } row)
        {
            return null;
        }

        await audit.AddAsync(TaskNames.RunScheduleAct, Describe);
        return (await grains.Reach<ITaskLaneGrain>(0).SubmitAsync([row.TaskAt(clock.GetUtcNow())]))[0];
    }

    public async Task<SubmittedOnce?> RunOnceAsync(string key)
    {
        if (await FindAsync() is not { } row)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var act = !AuditLog.IsPart && AuditEntry.Of(TaskNames.RunScheduleAct, now) is { } entry ? Describe(entry) : null;
        return await grains.Reach<ITaskLaneGrain>(0).SubmitOnceAsActAsync([row.TaskAt(now)], $"schedule {Name}: {key}", [], act);
    }

    public async Task<ScheduleView?> SetPausedAsync(bool paused)
    {
        if (await FindAsync() is not { } found)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        if (found.IsPaused == paused)
        {
            return found.ToView(now);
        }

        await audit.AddAsync(paused ? AuditActs.Pause : AuditActs.Resume, Describe);
        var row = await ChangeAsync(old => old is null ? null : old with
        {
            IsPaused = paused,
            DueAt = paused ? null : CronTimes.Read(old.Spec.Cron, old.Spec.TimeZone).Times?.After(Later(now, old.LastAt)),
        });
        return row?.ToView(now);
    }

    /// <summary>One that is put again as it was runs for what is due, too. No time is taken twice, whatever a node's clock says.</summary>
    private static DateTimeOffset? DueOf(ScheduleRow old, ScheduleSpec spec, CronTimes times, DateTimeOffset now) =>
        old.IsPaused ? null
        : old.Spec.Cron == spec.Cron && old.Spec.TimeZone == spec.TimeZone ? old.DueAt
        : times.After(Later(now, old.LastAt));

    private static DateTimeOffset Later(DateTimeOffset time, DateTimeOffset? other) => other > time ? other.Value : time;

    private AuditEntry Describe(AuditEntry entry) => entry with { Subject = Name };

    private Task<ScheduleRow?> FindAsync() => database.QueryAsync(connection => ScheduleTable.FindAsync(connection, Name));

    /// <param name="change">May be called again; null: nothing is to be changed.</param>
    private async Task<ScheduleRow?> ChangeAsync(Func<ScheduleRow?, ScheduleRow?> change)
    {
        while (true)
        {
            var old = await FindAsync();
            if (change(old) is not { } next)
            {
                return null;
            }

            var changed = false;
            await database.RunAsync(async connection =>
                changed = await (old is null ? ScheduleTable.InsertAsync(connection, next) : ScheduleTable.UpdateAsync(connection, next)));
            if (changed)
            {
                return next;
            }
        }
    }
}
