using Microsoft.Extensions.Logging;
using Switchyard.Hosting;
using Switchyard.Jobs.Datasets;
using Switchyard.Jobs.Rules;
using Switchyard.Work;
using Switchyard.Work.Audit;
using Switchyard.Work.Store;

namespace Switchyard.Jobs;

/// <summary>
/// One target. Not reentrant: it admits one job at a time. It keeps nothing but what it remembers: a new activation asks the
/// store for nothing, and the index there refuses what this one does not know of.
/// </summary>
[CollectionAgeLimit("00:00:30")]
public sealed partial class TargetGrain(
    IWorkStore store, IdAllocator ids, DatasetDirectory datasets, AuditLog audit, IGrainFactory grains, TimeProvider time, ILogger<TargetGrain> log)
    : Grain, ITargetGrain
{
    private const int MaxTries = 3;

    private long? _active;

    private string Target => TargetKeys.TargetOf(this.GetPrimaryKeyString());

    public async Task<AdmissionResult> AdmitAsync(Admission admission)
    {
        if (admission.IsRepeated && await FindByTokenAsync(admission.Token) is { } made)
        {
            return new(AdmissionOutcome.Admitted, made.Id);
        }

        if (IdempotencyKeys.Of(admission) is { } key && await FindByKeyAsync(key) is { } first)
        {
            return IdempotencyKeys.Answer(first, admission);
        }

        var active = await RecallActiveAsync();
        for (var tries = 0; active is null && tries < MaxTries; tries++)
        {
            var id = tries == 0 && admission.Id is { } reserved ? reserved : await ids.NextAsync();
            var write = JobRows.New(id, admission, time.GetUtcNow());
            switch (await store.WriteAsync(write))
            {
                case WriteOutcome.Committed:
                    _active = id;
                    grains.Reach<IQueueGrain>(write.New.Queue).OfferAsync([write.New.Entry]).Ignore();
                    return new(AdmissionOutcome.Admitted, id);
                case WriteOutcome.TargetTaken:
                    // None is found when the one that was in the way has ended since: the target is free.
                    active = await FindActiveAsync();
                    break;
                default:
                    // An earlier asking made it a moment ago, or the same key made another.
                    return await FindByTokenAsync(admission.Token) is { } before ? new(AdmissionOutcome.Admitted, before.Id)
                        : await FindByKeyAsync(write.New.UniqueKey ?? "") is { } other ? IdempotencyKeys.Answer(other, admission)
                        : throw new InvalidOperationException($"The id {id} was given twice.");
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

        try
        {
            if (!await Task.Run(() => datasets.Delete(Target)))
            {
                return DatasetDeletion.NotFound;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(Target, failure);
            return DatasetDeletion.Failed;
        }

        await audit.AddAsync(JobNames.DeleteDatasetAct, entry => entry with { Subject = Target });
        return DatasetDeletion.Deleted;
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

    /// <summary>The job that this very request made, when its answer was lost. It may have ended since.</summary>
    private async Task<WorkRow?> FindByTokenAsync(string token) =>
        (await store.ListAsync(JobSelections.NewestOf(Target))).FirstOrDefault(row => JobRows.BodyOf(row).Token == token);

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

    [LoggerMessage(5009, LogLevel.Error, "The dataset {Target} could not be deleted")]
    private partial void LogNotDeleted(string target, Exception failure);
}
