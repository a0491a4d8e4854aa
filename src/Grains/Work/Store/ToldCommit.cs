using Switchyard.Work.Events;
using Switchyard.Work.Instruments;

namespace Switchyard.Work.Store;

/// <summary>
/// Tells of each transition in the order of the commits, and before anybody is answered: all doors' items pass here, also those that
/// come by the thousand. Each is counted here, too.
/// </summary>
internal sealed class ToldCommit(IWorkDatabase database, WorkEvents? events, WorkInstruments? instruments, TimeProvider time)
{
    public async Task<IReadOnlyList<object>> CommitAsync(IReadOnlyList<StoreRequest> batch)
    {
        var answers = await database.CommitAsync(batch);
        if (instruments is not null || events is { IsOn: true })
        {
            for (var place = 0; place < batch.Count; place++)
            {
                Tell(batch[place], answers[place]);
            }
        }

        return answers;
    }

    private void Tell(StoreRequest request, object answer)
    {
        switch (request, answer)
        {
            case (ItemRequest item, WriteOutcome.Committed):
                Tell(item.Write);
                break;
            case (IntakeRequest intake, IReadOnlyList<long> stored):
                var ids = stored.ToHashSet();
                foreach (var write in intake.Writes.Where(write => ids.Contains(write.New.Id)))
                {
                    Tell(write);
                }

                break;
        }
    }

    private void Tell(WorkWrite write)
    {
        var now = time.GetUtcNow();
        instruments?.Changed(write, now);
        if (events is { IsOn: true } && ItemEvents.Of(write.Old, write.New, now) is { } happened)
        {
            events.Publish(happened);
        }
    }
}
