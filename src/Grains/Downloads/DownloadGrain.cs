using Switchyard.Compute;
using Switchyard.Downloads.Rules;
using Switchyard.Work;

namespace Switchyard.Downloads;

/// <summary>One build of one archive.</summary>
[GrainType(DownloadNames.Kind), CollectionAgeLimit("00:00:30")]
internal sealed class DownloadGrain(
    [PersistentState("download", WorkGrainStorage.Name)] IPersistentState<WorkState> state,
    ComputeItemServices services,
    DownloadsOptions options) : ComputeItemGrain(state, services), IDownloadGrain
{
    public Task SettledAsync() => ActAsync(row => row is not null && DownloadRows.IsUnsettled(row)
        ? new Decision<bool>(true, new(row, DownloadRows.Settled(row)))
        : new Decision<bool>(false));

    protected override ComputeEntry EntryOf(WorkRow row) => DownloadRows.EntryOf(row);

    protected override ValueTask<RunOrder> OrderAsync(WorkRow leased) => new(DownloadRows.OrderOf(leased, options));

    protected override WorkWrite WriteOf(WorkRow old, Transition transition)
    {
        var write = base.WriteOf(old, transition);
        return write.New.Status == WorkStatus.Queued ? write with { New = DownloadRows.Anew(write.New) } : write;
    }

    protected override void OnCommitted(WorkRow? old, WorkRow current)
    {
        base.OnCommitted(old, current);
        if (DownloadRows.IsUnsettled(current))
        {
            // A hint: what is lost of it, the listener's look finds.
            Grains.GetClassifier(DownloadRows.BodyOf(current).ClfId).ResumeAsync().Ignore();
        }
    }
}
