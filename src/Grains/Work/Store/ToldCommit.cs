using Switchyard.Work.Changes;
using Switchyard.Work.Events;
using Switchyard.Work.Instruments;

namespace Switchyard.Work.Store;

/// <summary>
/// Tells of each transition in the order of the commits, and before anybody is answered: all doors' items pass here, also those that
/// come by the thousand. Each is counted here, too.
/// </summary>
internal sealed class ToldCommit(IWorkDatabase database, WorkEvents? events, WorkChanges? changes, WorkInstruments? instruments, TimeProvider time)
{
    public async Task<IReadOnlyList<object>> CommitAsync(IReadOnlyList<StoreRequest> batch)
    {
        var answers = await database.CommitAsync(batch);
        var told = events is { IsOn: true } ? events : null;
        for (var place = 0; place < batch.Count; place++)
        {
            Tell(batch[place], answers[place], told);
        }

        return answers;
    }

    private void Tell(StoreRequest request, object answer, WorkEvents? told)
    {
        switch (request, answer)
        {
            case (ItemRequest item, WriteOutcome.Committed):
                if (ItemChanges.IsOne(item.Write))
                {
                    changes?.Mark(item.Write.New.Kind, item.Write.New.Queue);
                }

                if (item.Write.Act is not null)
                {
                    changes?.Mark(ChangeTopics.Acts);
                }

                if (item.Write.Old is { } old && old.Queue != item.Write.New.Queue)
                {
                    changes?.MarkQueue(old.Queue);
                }

                Tell(item.Write, told);
                break;
            case (IntakeRequest intake, IReadOnlyList<long> { Count: > 0 } stored):
                foreach (var (kind, queue) in intake.Writes.Select(write => (write.New.Kind, write.New.Queue)).Distinct())
                {
                    changes?.Mark(kind, queue);
                }

                if (told is not null || instruments is not null)
                {
                    var ids = stored.ToHashSet();
                    foreach (var write in intake.Writes.Where(write => ids.Contains(write.New.Id)))
                    {
                        Tell(write, told);
                    }
                }

                break;
        }
    }

    private void Tell(WorkWrite write, WorkEvents? told)
    {
        var now = time.GetUtcNow();
        instruments?.Changed(write, now);
        ItemTraces.Tell(write);
        if (told is not null && ItemEvents.Of(write.Old, write.New, now) is { } happened)
        {
            told.Publish(happened);
        }
    }
}
