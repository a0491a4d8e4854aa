using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Switchyard.Hosting;
using Switchyard.Work.Audit;

namespace Switchyard.Work.Bulk;

[GenerateSerializer, Alias("switchyard.work.bulk-state")]
public sealed class BulkState
{
    /// <summary>Null: it was never begun.</summary>
    [Id(0)] public BulkRequest? Request { get; set; }

    [Id(1)] public long Done { get; set; }

    [Id(2)] public long Of { get; set; }

    /// <summary>Items up to this id have been acted on.</summary>
    [Id(3)] public long After { get; set; }

    [Id(4)] public BulkStage Stage { get; set; }

    [Id(5)] public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>
/// Goes through the items by id, page by page, and keeps how far it came: a node that takes it over acts on the last page again, which
/// changes nothing that was done. Items that come later than it are none of it.
/// </summary>
[Reentrant]
internal sealed partial class BulkOperationGrain(
    [PersistentState("bulk", ClusterNames.SmallStorage)] IPersistentState<BulkState> state,
    BulkItems items,
    AuditLog audit,
    TimeProvider clock,
    ILogger<BulkOperationGrain> log) : Grain, IBulkOperationGrain, IRemindable
{
    private const string Guardian = "guardian";
    private const int Page = 200;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Keep = TimeSpan.FromDays(1);

    private IGrainTimer? _timer;
    private bool _isAtIt;

    private long Id => this.GetPrimaryKeyLong();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        GoOn();
        return Task.CompletedTask;
    }

    public async Task BeginAsync(BulkRequest request)
    {
        if (state.State.Request is not null)
        {
            return;
        }

        var of = await items.CountAsync(request, Id);
        await this.RegisterOrUpdateReminder(Guardian, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        await audit.AddAsync(WordOf(request.Act), entry => entry with { Queue = request.Filter.Queue, Subject = request.Text, Reason = request.Reason });
        state.State = new() { Request = request, Of = of };
        await state.WriteStateAsync();
        GoOn();
    }

    public Task<BulkStatus?> GetAsync() => Task.FromResult(
        state.State.Request is null ? null : new BulkStatus(state.State.Done, Math.Max(state.State.Of, state.State.Done), state.State.Stage));

    /// <summary>The reminder brings an operation back whose node is gone; one that ended long ago is forgotten.</summary>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (state.State.EndedAt is { } ended && clock.GetUtcNow() - ended > Keep && await this.GetReminder(Guardian) is { } guardian)
        {
            await state.ClearStateAsync();
            await this.UnregisterReminder(guardian);
        }
    }

    private void GoOn()
    {
        if (state.State is { Request: not null, Stage: BulkStage.Running })
        {
            _timer ??= this.RegisterGrainTimer(RunAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Again) { KeepAlive = true });
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_isAtIt || state.State is not { Request: { } request, Stage: BulkStage.Running } current)
        {
            return;
        }

        _isAtIt = true;
        try
        {
            while (current.Stage == BulkStage.Running)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var page = await items.ReadAsync(request, Id, current.After, Page);
                await Task.WhenAll(page.Select(item => items.ActAsync(request, item)));
                current.Done += page.Count;
                current.After = page.Count > 0 ? page[^1].Id : current.After;
                current.Stage = page.Count < Page ? BulkStage.Done : BulkStage.Running;
                current.EndedAt = page.Count < Page ? clock.GetUtcNow() : null;
                await state.WriteStateAsync(CancellationToken.None);
            }

            _timer?.Dispose();
            await this.RegisterOrUpdateReminder(Guardian, Keep + TimeSpan.FromHours(1), Keep, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The next tick goes on where it was.
            LogFailed(Id, exception);
        }
        finally
        {
            _isAtIt = false;
        }
    }

    private static string WordOf(BulkAct act) => act switch
    {
        BulkAct.Cancel => AuditActs.Cancel,
        BulkAct.Retry => AuditActs.Retry,
        BulkAct.Delete => AuditActs.Delete,
        BulkAct.Move => AuditActs.Move,
        _ => throw new ArgumentOutOfRangeException(nameof(act)),
    };

    [LoggerMessage(2002, LogLevel.Warning, "Operation {Id} could not go on; tried again")]
    private partial void LogFailed(long id, Exception exception);
}
