using Switchyard.Tasks;
using Switchyard.Tasks.Lane;
using Switchyard.Work;

namespace Switchyard.StoreWriter;

/// <summary>Callers that submit, claim and end tasks without end, and say what was acknowledged.</summary>
internal sealed class LaneWriter(ILaneStore store, Func<int, Task<long>> reserveIds, TimeProvider time, Action<string> say)
{
    private const string Queue = "written";
    private const int Batch = 8;

    public async Task RunAsync(int callers)
    {
        var queue = (await store.OpenQueueAsync(Queue)).Number;
        var epoch = await store.TakeOverAsync(queue);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => RunAsync(queue, epoch))));
    }

    private async Task RunAsync(int queue, long epoch)
    {
        while (true)
        {
            var first = await reserveIds(Batch);
            long[] ids = [.. Enumerable.Range(0, Batch).Select(i => first + i)];
            var now = time.GetUtcNow();
            await store.SubmitAsync([.. ids.Select(id => new LaneTask(id, queue, 0, new NewTask { Queue = Queue, Payload = [1] }, now))]);
            Say("submitted", ids);

            var lease = (await store.ClaimAsync(new LaneClaim(queue, epoch, "writer", TimeSpan.FromHours(1), now, [new LaneClaimPart(null, ids[..6])])))!.Value.Number;
            await store.CompleteAsync([.. ids[..3].Select(id => new TaskCompletion(id, lease, [2]))], now);
            Say("completed", ids[..3]);
            await store.FailAsync([.. ids[3..5].Select(id => new TaskFailure(id, lease, "no"))], (_, _, _, _, _) => new(WorkStatus.Failed, null, "no"), now);
            Say("failed", ids[3..5]);
        }
    }

    private void Say(string what, long[] ids) => Array.ForEach(ids, id => say($"{what} {id}"));
}
