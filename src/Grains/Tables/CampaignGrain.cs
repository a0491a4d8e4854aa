using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Switchyard.Hosting;
using Switchyard.Tables.Rules;
using Switchyard.Work;
using Switchyard.Work.Audit;
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
    AuditLog audit,
    IGrainFactory grains,
    TimeProvider time,
    ILogger<CampaignGrain> log) : Grain, ICampaignGrain
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RebuildEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(1);

    private readonly Stragglers _out = new();
    private readonly RefusedClients _refused = new();
    private DateTimeOffset _rebuiltAt;
    private DateTimeOffset _talliedAt;
    private Task<bool> _tallies = Task.FromResult(false);

    private string Campaign => this.GetPrimaryKeyString();

    private IQueueGrain Queue => grains.Reach<IQueueGrain>(Campaign);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await RebuildAsync();
        if (import.Progress.Phase == ImportPhase.Idle)
        {
            // The campaign came from a silo that is gone, perhaps in the middle of an import.
            import.TryStartFirst(Campaign);
        }

        // While the import runs the grain must stay: it is where the progress is asked for.
        this.RegisterGrainTimer(WatchImportAsync, new GrainTimerCreationOptions(WatchEvery, WatchEvery) { KeepAlive = true });
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => import.StopAsync();

    public async Task<GetWorkResult> GetWorkAsync(string client, TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var longest = wait < MaxWait ? wait : MaxWait;
        await ForgiveAsync(client);
        while (true)
        {
            // A table for a client that has left would be out for a whole lease with nobody at work on it.
            cancellationToken.ThrowIfCancellationRequested();
            if (await TryHandOutAsync(client) is { } answer)
            {
                return answer;
            }

            if (time.GetElapsedTime(began) >= longest)
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

    public async Task<ImportProgress> ImportAsync()
    {
        if (await import.WhyNothingAsync() is { } why)
        {
            return import.Progress with { Refused = ImportRefusal.NothingToImport, Error = why };
        }

        import.TryStart(Campaign, new ImportRequest());
        await RecordImportAsync(new ImportRequest());
        return import.Progress;
    }

    public async Task<ImportProgress> ImportWithAsync(ImportRequest request)
    {
        if (await import.WhyNothingAsync() is { } why)
        {
            return import.Progress with { Refused = ImportRefusal.NothingToImport, Error = why };
        }

        if (!import.TryStart(Campaign, request))
        {
            return import.Progress with { Refused = ImportRefusal.Busy, Error = "An import runs already: ask again when it has ended." };
        }

        await RecordImportAsync(request);
        return import.Progress;
    }

    public Task<ImportProgress> GetImportProgressAsync() => Task.FromResult(import.Progress);

    public Task RefusedAsync(string? client, string table)
    {
        if (_refused.Refused(client, table, time.GetUtcNow()) is { Refusals: RefusedClients.Allowed + 1 } refused)
        {
            LogRefused(refused.Client, refused.Refusals, table);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<RefusedClient>> GetRefusedClientsAsync() => Task.FromResult(_refused.List(time.GetUtcNow()));

    public async Task<ResetOutcome> ResetAsync(ResetSelection which, IReadOnlyList<string> tables, bool dryRun)
    {
        if (which == ResetSelection.Named)
        {
            return await ResetNamedAsync(tables, dryRun);
        }

        var query = TableSelections.Of(Campaign, which);
        var found = await store.CountAsync(query);
        if (dryRun || found == 0)
        {
            return new(found, []);
        }

        await audit.AddWholeAsync(AuditActs.Reset, entry => entry with { Queue = Campaign, Subject = TableSelections.Describe(which), Before = $"{found} returned" });
        var (reset, after) = (0L, 0L);
        while (await store.ListAsync(query with { After = after, Limit = 500 }) is { Count: > 0 } page)
        {
            reset += await ResetAsync(page.Select(row => row.Id));
            after = page[^1].Id;
        }

        await Queue.RefillAsync();
        LogReset(Campaign, reset, which);
        return new(reset, []);
    }

    /// <summary>Null: nothing can be handed out now, but not all is done.</summary>
    private async Task<GetWorkResult?> TryHandOutAsync(string client)
    {
        if (_refused.HeldUntil(client, time.GetUtcNow()) is not null)
        {
            return !import.IsUnfinished && await IsFinishedAsync() ? new(GetWorkStatus.Finished, null) : null;
        }

        var (entries, paused, mayHaveMore) = await Queue.TakeAsync(1);
        while (entries.Count > 0)
        {
            if (await AssignAsync(entries[0].Id, client, AssignMode.First) is { } assigned)
            {
                return assigned;
            }

            // The window was behind the row. What waits behind it is next.
            (entries, paused, mayHaveMore) = await Queue.TakeAsync(1);
        }

        if (import.IsUnfinished)
        {
            return null;
        }

        // Paused or not, when all is returned there is nothing to wait for.
        return !paused && !mayHaveMore && await TryCopyAsync(client) is { } copy ? copy
            : await IsFinishedAsync() ? new(GetWorkStatus.Finished, null)
            : null;
    }

    /// <summary>Only leased tables remain: this client helps with the one that is most behind.</summary>
    private async Task<GetWorkResult?> TryCopyAsync(string client)
    {
        while (_out.Choose(client) is { } id)
        {
            if (await AssignAsync(id, client, AssignMode.Copy) is { } assigned)
            {
                return assigned;
            }
        }

        return null;
    }

    /// <summary>
    /// The table is counted as out before its lease is known: if the call is lost after the commit, it is out; and clients who
    /// ask at the same time are spread over the tables.
    /// </summary>
    private async Task<GetWorkResult?> AssignAsync(long id, string client, AssignMode mode)
    {
        _out.Add(id, time.GetUtcNow(), client);
        var package = await grains.Reach<ITableGrain>(id).AssignAsync(client, mode);
        if (package is null)
        {
            _out.Remove(id);
            return null;
        }

        _refused.HandedOut(client, id, package.Name);
        return new(GetWorkStatus.Assigned, package) { TableId = id };
    }

    /// <summary>A client is held no longer when one of its answers was taken meanwhile: who takes them need not tell.</summary>
    private async Task ForgiveAsync(string client)
    {
        if (_refused.HeldUntil(client, time.GetUtcNow()) is null)
        {
            return;
        }

        var (tables, since) = _refused.Recent(client);
        var details = await Task.WhenAll(tables.Select(id => grains.Reach<ITableGrain>(id).GetDetailsAsync()));
        if (details.Any(table => table?.Assignments.Any(assignment => assignment.Client == client && assignment.ReturnedAt > since) == true))
        {
            _refused.Accepted(client);
        }
    }

    /// <summary>
    /// Asked by every client that is held, so "not yet" is answered for all of them at once. That all is done ends a client, and may be
    /// true no more: it is looked up for each.
    /// </summary>
    private async Task<bool> IsFinishedAsync()
    {
        if (time.GetUtcNow() - _talliedAt >= LookAgainAfter || await _tallies)
        {
            _talliedAt = time.GetUtcNow();
            _tallies = ReadTalliesAsync();
        }

        return await _tallies;
    }

    private async Task<bool> ReadTalliesAsync()
    {
        var tallies = await store.ReadTalliesAsync(Campaign);
        var running = tallies.GetValueOrDefault("status.running");
        if (running > 0 && _out.Count == 0 && time.GetUtcNow() - _rebuiltAt >= RebuildEvery)
        {
            // Tables are out that the index does not know: the answer of a lease or a notice was lost.
            await RebuildAsync();
        }

        return running == 0 && tallies.GetValueOrDefault("status.queued") == 0;
    }

    private async Task RebuildAsync()
    {
        _rebuiltAt = time.GetUtcNow();
        var last = 0L;
        while (await store.ReadRunningAsync(Campaign, last, 1000) is { Count: > 0 } page)
        {
            foreach (var row in page)
            {
                foreach (var held in TableBody.Deserialize(row.Body).Assignments.Where(assignment => assignment.Held))
                {
                    _out.Add(row.Id, row.StartedAt ?? held.RequestedAt, held.Client);
                }
            }

            last = page[^1].Id;
        }
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

        var rows = await Task.WhenAll(known.Values.Select(id => store.ReadAsync(id)));
        var found = rows.Count(row => row is not null && TableSelections.CanReset(row));
        if (dryRun || found == 0)
        {
            return new(found, []);
        }

        await audit.AddWholeAsync(AuditActs.Reset, entry => entry with
        {
            Queue = Campaign,
            Item = known.Count == 1 ? known.Values.Single() : null,
            Subject = TableSelections.Describe(names),
        });
        var reset = await ResetAsync(known.Values);
        await Queue.RefillAsync();
        return new(reset, []);
    }

    private async Task<long> ResetAsync(IEnumerable<long> ids)
    {
        var outcomes = await Task.WhenAll(ids.Select(id => grains.Reach<ITableGrain>(id).ResetAsync()));
        return outcomes.Count(outcome => outcome == ActOutcome.Accepted);
    }

    private Task RecordImportAsync(ImportRequest request) => audit.AddAsync(AuditActs.Import, entry => entry with
    {
        Queue = Campaign,
        Subject = (request.Requeue, request.RemoveGone) switch
        {
            (true, true) => "requeue, removeGone",
            (true, false) => "requeue",
            (false, true) => "removeGone",
            _ => null,
        },
    });

    private Task WatchImportAsync(CancellationToken cancellationToken)
    {
        if (import.IsDue)
        {
            import.TryStartAgain(Campaign);
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(4004, LogLevel.Warning,
        "The client {Client}: its last {Refusals} answers were refused (the last for the table {Table}); its requests for work wait, up to a minute, until one is taken")]
    private partial void LogRefused(string client, int refusals, string table);

    [LoggerMessage(4003, LogLevel.Information, "Campaign {Campaign}: {Count} tables were reset ({Which})")]
    private partial void LogReset(string campaign, long count, ResetSelection which);
}
