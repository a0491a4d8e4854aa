using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

/// <summary>
/// Hands out the tables of one campaign. Which tables are out, and with whom, is an index in memory, rebuilt from the rows
/// when the grain activates; the table itself decides under its row's version.
/// </summary>
[Reentrant]
public sealed partial class CampaignGrain(
    IWorkStore store,
    ImportRun import,
    IGrainFactory grains,
    TimeProvider time,
    ILogger<CampaignGrain> log) : Grain, ICampaignGrain
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(250);
    private readonly Stragglers _out = new();
    private IGrainTimer? _keepForImport;

    private string Campaign => this.GetPrimaryKeyString();

    private IQueueGrain Queue => grains.GetGrain<IQueueGrain>(Campaign);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var last = 0L;
        for (var page = await Read(); page.Count > 0; page = await Read())
        {
            foreach (var row in page)
            {
                var held = TableBody.Deserialize(row.Body).Assignments.Where(assignment => assignment.Held).ToList();
                foreach (var assignment in held)
                {
                    _out.Add(row.Id, row.StartedAt ?? assignment.RequestedAt, assignment.Client);
                }
            }

            last = page[^1].Id;
        }

        Task<IReadOnlyList<WorkRow>> Read() => store.ReadRunningAsync(Campaign, last, 1000, cancellationToken);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => import.StopAsync();

    public async Task<GetWorkResult> GetWorkAsync(string client, TimeSpan wait, CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow() + (wait < MaxWait ? wait : MaxWait);
        while (true)
        {
            // A table for a client that has left would be out for a whole lease with nobody at work on it.
            cancellationToken.ThrowIfCancellationRequested();
            if (await TryHandOutAsync(client) is { } answer)
            {
                return answer;
            }

            if (time.GetUtcNow() >= deadline)
            {
                return new(GetWorkStatus.Wait, null);
            }

            await Task.Delay(LookAgainAfter, time, cancellationToken);
        }
    }

    public Task LeftAsync(long tableId)
    {
        _out.Remove(tableId);
        return Task.CompletedTask;
    }

    public Task<ImportProgress> ImportAsync()
    {
        if (import.TryStart(Campaign))
        {
            // While the import runs the grain must stay: it is where the progress is asked for.
            _keepForImport?.Dispose();
            _keepForImport = this.RegisterGrainTimer(
                KeepForImportAsync, new GrainTimerCreationOptions(LookAgainAfter, TimeSpan.FromSeconds(1)) { KeepAlive = true });
        }

        return GetImportProgressAsync();
    }

    public Task<ImportProgress> GetImportProgressAsync() => Task.FromResult(import.Progress);

    public async Task<ResetOutcome> ResetAsync(ResetSelection which, IReadOnlyList<string> tables, bool dryRun)
    {
        if (which == ResetSelection.Named)
        {
            return await ResetNamedAsync(tables, dryRun);
        }

        var query = TableSelections.Of(Campaign, which);
        if (dryRun)
        {
            return new(await store.CountAsync(query), []);
        }

        var (reset, after) = (0L, 0L);
        while (await store.ListAsync(query with { After = after, Limit = 500 }) is { Count: > 0 } page)
        {
            reset += await ResetAsync(page.Select(row => row.Id));
            after = page[^1].Id;
        }

        LogReset(Campaign, reset, which);
        return new(reset, []);
    }

    /// <summary>Null: nothing can be handed out now, but not all is done.</summary>
    private async Task<GetWorkResult?> TryHandOutAsync(string client)
    {
        var (entries, paused) = await Queue.TakeAsync(1);
        while (entries.Count > 0)
        {
            var id = entries[0].Id;
            if (await grains.GetGrain<ITableGrain>(id).AssignAsync(client, AssignMode.First) is { } package)
            {
                _out.Add(id, time.GetUtcNow(), client);
                return new(GetWorkStatus.Assigned, package);
            }

            // The window was behind the row. What waits behind it is next.
            (entries, paused) = await Queue.TakeAsync(1);
        }

        if (paused)
        {
            return null;
        }

        return await TryCopyAsync(client) is { } copy ? new(GetWorkStatus.Assigned, copy)
            : await IsFinishedAsync() ? new(GetWorkStatus.Finished, null)
            : null;
    }

    /// <summary>Only leased tables remain: this client helps with the one that is most behind.</summary>
    private async Task<WorkPackage?> TryCopyAsync(string client)
    {
        while (_out.Choose(client) is { } id)
        {
            // Counted before the await, so that clients who ask at the same time are spread over the tables.
            _out.AddHolder(id, client);
            if (await grains.GetGrain<ITableGrain>(id).AssignAsync(client, AssignMode.Copy) is { } package)
            {
                return package;
            }

            _out.Remove(id);
        }

        return null;
    }

    private async Task<bool> IsFinishedAsync()
    {
        if (import.IsRunning)
        {
            return false;
        }

        var tallies = await store.ReadTalliesAsync(Campaign);
        return tallies.GetValueOrDefault("status.queued") == 0 && tallies.GetValueOrDefault("status.running") == 0;
    }

    private async Task<ResetOutcome> ResetNamedAsync(IReadOnlyList<string> tables, bool dryRun)
    {
        var names = tables.Distinct(StringComparer.Ordinal).ToList();
        var known = await store.FindManyAsync(Campaign, names);
        var unknown = names.Where(name => !known.ContainsKey(name)).Take(100).ToList();
        if (unknown.Count > 0)
        {
            return new(0, unknown);
        }

        if (!dryRun)
        {
            return new(await ResetAsync(known.Values), []);
        }

        var rows = await Task.WhenAll(known.Values.Select(id => store.ReadAsync(id)));
        return new(rows.Count(row => row is not null && TableSelections.CanReset(row)), []);
    }

    private async Task<long> ResetAsync(IEnumerable<long> ids)
    {
        var outcomes = await Task.WhenAll(ids.Select(id => grains.GetGrain<ITableGrain>(id).ResetAsync()));
        return outcomes.Count(outcome => outcome == ActOutcome.Accepted);
    }

    private Task KeepForImportAsync(CancellationToken cancellationToken)
    {
        if (!import.IsRunning)
        {
            _keepForImport?.Dispose();
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Information, "Campaign {Campaign}: {Count} tables were reset ({Which})")]
    private partial void LogReset(string campaign, long count, ResetSelection which);
}
