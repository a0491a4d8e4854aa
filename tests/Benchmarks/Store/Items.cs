using System.Text;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Benchmarks.Store;

/// <summary>Items of a size as doors have them, with ids from one reserved block.</summary>
internal sealed class Items
{
    public const string Queue = "bench";

    private const string Kind = "bench";
    private const int BodyLength = 300;
    private const int Reserved = 10_000_000;

    private static readonly TimeSpan Lease = TimeSpan.FromHours(1);

    private long _next;

    private Items(long first) => _next = first - 1;

    public static async Task<Items> ReserveAsync(WorkStore store) => new(await store.ReserveIdsAsync(Reserved));

    /// <summary>A new, queued item.</summary>
    public WorkWrite New()
    {
        var id = Interlocked.Increment(ref _next);
        return new(null, new WorkRow
        {
            Id = id,
            Kind = Kind,
            Queue = Queue,
            Name = $"item-{id}",
            Owner = "owner",
            CreatedAt = Now(),
            Body = Body('a'),
        });
    }

    public WorkWrite[] New(int count) => [.. Enumerable.Range(0, count).Select(_ => New())];

    /// <summary>The item is handed out.</summary>
    public static WorkWrite Leased(WorkRow row, string owner)
    {
        var next = Lifecycle.Apply(row, new WorkCommand.Lease(owner, Now() + Lease), Now()).Row;
        return new(row, next) { Workers = [new(owner, Now(), Held: 1)] };
    }

    /// <summary>The item is done, and its body has changed.</summary>
    public static WorkWrite Completed(WorkRow row)
    {
        var transition = Lifecycle.Apply(row, new WorkCommand.Complete(row.LeaseNumber), Now());
        return new(row, transition.Row with { Body = Body('b') })
        {
            Ended = [transition.Ended!],
            Workers = [new(row.LeaseOwner!, Now(), Held: -1, Completed: 1)],
        };
    }

    /// <summary>The row as the store has it now.</summary>
    /// <exception cref="InvalidOperationException">The store refused: nothing that is measured may fail.</exception>
    public static async Task<WorkRow> StoreAsync(WorkStore store, WorkWrite write)
    {
        var outcome = await store.WriteAsync(write);
        return outcome == WriteOutcome.Committed
            ? write.New with { Version = (write.Old?.Version ?? 0) + 1 }
            : throw new InvalidOperationException($"Item {write.New.Id}: {outcome}.");
    }

    public static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    private static byte[] Body(char fill) => Encoding.UTF8.GetBytes(new string(fill, BodyLength));
}
