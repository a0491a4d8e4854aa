using Switchyard.Hosting;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Jobs;

/// <summary>
/// One target. Not reentrant: it admits one job at a time. It keeps nothing but what it remembers: a new activation asks the
/// store for nothing, and the index there refuses what this one does not know of.
/// </summary>
[CollectionAgeLimit(Minutes = 0.5)]
public sealed class TargetGrain(
    IWorkStore store, IdAllocator ids, DatasetDirectory datasets, IGrainFactory grains, TimeProvider time) : Grain, ITargetGrain
{
    private const int MaxTries = 3;

    private long? _active;

    private string Target => TargetKeys.TargetOf(this.GetPrimaryKeyString());

    public async Task<AdmissionResult> AdmitAsync(Admission admission)
    {
        if (admission.IdempotencyKey is { } key && await FindByKeyAsync(key) is { } first)
        {
            return Answer(first, admission.Parameters);
        }

        var active = await RecallActiveAsync();
        for (var tries = 0; active is null && tries < MaxTries; tries++)
        {
            var id = tries == 0 && admission.Id is { } reserved ? reserved : await ids.NextAsync();
            var write = JobRows.New(id, admission, time.GetUtcNow());
            switch (await store.WriteAsync(write))
            {
                case WriteOutcome.Committed:
                    _active = write.New.Id;
                    grains.Reach<IQueueGrain>(write.New.Queue).OfferAsync([write.New.Entry]).Ignore();
                    return new(AdmissionOutcome.Admitted, write.New.Id);
                case WriteOutcome.TargetTaken:
                    // None is found when the one that was in the way has ended since: the target is free.
                    active = await FindActiveAsync();
                    break;
                case var _ when await FindRepeatedAsync(id, admission) is { } before:
                    return new(AdmissionOutcome.Admitted, before.Id);
                default:
                    // The same key came a moment ago to another target.
                    return await FindByKeyAsync(admission.IdempotencyKey ?? "") is { } other
                        ? Answer(other, admission.Parameters)
                        : throw new InvalidOperationException($"The id {write.New.Id} was given twice.");
            }
        }

        return active is not null && JobRows.BodyOf(active).Token == admission.Token
            ? new(AdmissionOutcome.Admitted, active.Id)
            : new(AdmissionOutcome.TargetBusy, active?.Id);
    }

    public async Task<TargetView?> GetAsync() =>
        await store.ReadRecordAsync(JobNames.Targets, Target) is { } data ? TargetRecords.Read(data) : null;

    public async Task<DatasetDeletion> DeleteDatasetAsync()
    {
        if (!datasets.IsConfigured)
        {
            return DatasetDeletion.NotConfigured;
        }

        if ((await RecallActiveAsync() ?? await FindActiveAsync()) is not null)
        {
            return DatasetDeletion.TargetBusy;
        }

        return await Task.Run(() => datasets.Delete(Target)) ? DatasetDeletion.Deleted : DatasetDeletion.NotFound;
    }

    /// <summary>The active job that this activation knows of, if its row says so still.</summary>
    private async Task<WorkRow?> RecallActiveAsync()
    {
        if (_active is not { } id)
        {
            return null;
        }

        var row = await store.ReadAsync(id);
        if (row is null || row.Status.IsTerminal())
        {
            _active = null;
            return null;
        }

        return row;
    }

    /// <summary>The job that this very request made under its reserved id, when the answer was lost.</summary>
    private async Task<WorkRow?> FindRepeatedAsync(long id, Admission admission) =>
        admission.Id == id && await store.ReadAsync(id) is { } row && JobRows.BodyOf(row).Token == admission.Token ? row : null;

    private async Task<WorkRow?> FindActiveAsync()
    {
        var active = (await store.ListAsync(JobSelections.ActiveOf(Target))).SingleOrDefault();
        _active = active?.Id;
        return active;
    }

    /// <summary>A key is unique in each queue, and a client's key must be in all of them: they are asked together.</summary>
    private async Task<WorkRow?> FindByKeyAsync(string key)
    {
        var found = await Task.WhenAll(JobNames.Queues.Select(queue => store.FindAsync(queue, key)));
        return found.FirstOrDefault(id => id is not null) is { } id ? await store.ReadAsync(id) : null;
    }

    private static AdmissionResult Answer(WorkRow known, JobParameters asked) =>
        known.Target == asked.Target && known.Queue == JobNames.Queue(asked.Operation)
            ? new(AdmissionOutcome.Admitted, known.Id)
            : new(AdmissionOutcome.KeyReused);
}
