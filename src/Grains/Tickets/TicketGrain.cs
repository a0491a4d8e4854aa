using Switchyard.Blobs;
using Switchyard.Compute;
using Switchyard.Tickets.Rules;
using Switchyard.Work;

namespace Switchyard.Tickets;

/// <summary>One ticket. It leaves memory soon after it was asked for: finished tickets are many.</summary>
[GrainType(TicketNames.Kind), CollectionAgeLimit(Minutes = 0.5)]
internal sealed class TicketGrain(
    [PersistentState("ticket", WorkGrainStorage.Name)] IPersistentState<WorkState> state,
    ComputeItemServices services,
    FetchedResults fetched,
    TicketsOptions options,
    IBlobStore blobs) : ComputeItemGrain(state, services), ITicketGrain, ITicketResultGrain
{
    public async Task<bool> SubmitAsync(TicketSubmission submission)
    {
        var length = submission.ArchiveLength ?? await LengthOfAsync(submission.Archive);
        return await ActAsync(row => row is not null
            ? new Decision<bool>(TicketRows.IsOf(row, submission))
            : length is { } known
                ? new Decision<bool>(true, TicketRows.Insert(this.GetPrimaryKeyLong(), submission, known, Now))
                : new Decision<bool>(false));
    }

    public async Task<TicketView?> LookAsync(byte[] tokenHash)
    {
        await ReloadAsync();
        return TicketRows.Look(Row, tokenHash);
    }

    public async Task<TicketView?> ViewAsync()
    {
        await ReloadAsync();
        return TicketRows.View(Row);
    }

    public async Task FetchedAsync()
    {
        await ReloadAsync();
        if (Row is { } row && TicketRows.ResultOf(row) is { } blob)
        {
            await fetched.AddAsync(row.Id, blob, Now);
            if (options.Storage == TicketStorage.KeepNothing)
            {
                await ForgetResultAsync(blob);
            }
        }
    }

    /// <summary>First the commit: whoever looks afterwards finds no result, not one that cannot be read.</summary>
    public async Task ForgetResultAsync(string blob)
    {
        await ActAsync(row => row is not null && TicketRows.ResultOf(row) == blob
            ? new Decision<bool>(true, WithoutResult(row))
            : new Decision<bool>(false));
        await blobs.DeleteAsync(blob, CancellationToken.None);
    }

    /// <summary>What has no upload any more cannot run again.</summary>
    public override Task<ActOutcome> ResetAsync() => ActAsync(row => row is not null && row.Status.IsTerminal() && TicketRows.UploadOf(row) is null
        ? new Decision<ActOutcome>(ActOutcome.Conflict)
        : Decide(row, new WorkCommand.Reset()));

    protected override Task<string?> WhyNoResetAsync(WorkRow ended) => Task.FromResult(TicketRows.UploadOf(ended) is null
        ? $"The upload of ticket {ended.Id} is not kept any longer (Tickets:Storage is {options.Storage}): submit it again."
        : null);

    protected override ComputeEntry EntryOf(WorkRow row) => TicketRows.EntryOf(row);

    protected override ValueTask<RunOrder> OrderAsync(WorkRow leased) => new(TicketRows.OrderOf(leased));

    protected override WorkWrite Ended(WorkWrite write, RunResult result)
    {
        var ended = write with { New = TicketRows.WithResult(write.New, result) };
        return options.Storage == TicketStorage.KeepResult && ended.New.Status == WorkStatus.Completed ? TicketRows.WithoutUpload(ended) : ended;
    }

    /// <summary>A reset ticket has no result until it has run again.</summary>
    protected override WorkWrite WriteOf(WorkRow old, Transition transition)
    {
        var write = base.WriteOf(old, transition);
        return old.Status.IsTerminal() && write.New.Status == WorkStatus.Queued
            ? TicketRows.WithoutResult(write, keepsBlob: options.Storage == TicketStorage.KeepAll)
            : write;
    }

    private WorkWrite WithoutResult(WorkRow row)
    {
        var write = TicketRows.WithoutResult(new WorkWrite(row, row));
        return options.Storage == TicketStorage.KeepNothing ? TicketRows.WithoutUpload(write) : write;
    }

    /// <summary>Null when there is no such upload.</summary>
    private async Task<long?> LengthOfAsync(string archive)
    {
        await using var content = await blobs.OpenAsync(archive, CancellationToken.None);
        return content?.Length;
    }
}
