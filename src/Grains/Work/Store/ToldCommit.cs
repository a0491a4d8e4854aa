using Switchyard.Work.Events;

namespace Switchyard.Work.Store;

/// <summary>
/// Tells of each transition in the order of the commits, and before anybody is answered: all doors' items pass here, also those that
/// come by the thousand.
/// </summary>
internal sealed class ToldCommit(IWorkDatabase database, WorkEvents events, TimeProvider time)
{
    public async Task<IReadOnlyList<object>> CommitAsync(IReadOnlyList<StoreRequest> batch)
    {
        var answers = await database.CommitAsync(batch);
        if (events.IsOn)
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
                Tell(item.Write.Old, item.Write.New);
                break;
            case (IntakeRequest intake, IReadOnlyList<long> stored):
                var ids = stored.ToHashSet();
                foreach (var write in intake.Writes.Where(write => ids.Contains(write.New.Id)))
                {
                    Tell(null, write.New);
                }

                break;
        }
    }

    private void Tell(WorkRow? old, WorkRow row)
    {
        if (ItemEvents.Of(old, row, time.GetUtcNow()) is { } happened)
        {
            events.Publish(happened);
        }
    }
}
