namespace Switchyard.Benchmarks.Store;

/// <summary>What two designs of a lane have in common.</summary>
internal interface ILane : IAsyncDisposable
{
    Task SubmitAsync(int count);

    /// <summary>Waiting tasks behind an id, with their payloads; answers their ids.</summary>
    Task<long[]> ReadAsync(long after, int limit);

    Task<long> ClaimAsync(long[] ids);

    /// <summary>Answers how many were accepted.</summary>
    Task<int> CompleteAsync(long[] ids, long lease);
}

/// <summary>
/// The head of the queue in memory, as its grain has it: read ahead, and handed out once. Ids are given before they are committed, so it
/// looks back by the ids that may still come.
/// </summary>
internal sealed class LaneWindow(ILane lane) : IDisposable
{
    private const int Ahead = 5_000;

    private readonly SemaphoreSlim _one = new(1);
    private readonly Queue<long> _heads = new();
    private readonly HashSet<long> _seen = [];
    private long _after;

    public void Dispose() => _one.Dispose();

    public async Task<long[]> TakeAsync(int count)
    {
        await _one.WaitAsync();
        try
        {
            if (_heads.Count == 0)
            {
                foreach (var id in await lane.ReadAsync(Math.Max(0, _after - Ahead), 2 * Ahead))
                {
                    if (_seen.Add(id))
                    {
                        _heads.Enqueue(id);
                        _after = Math.Max(_after, id);
                    }
                }
            }

            var taken = new long[Math.Min(count, _heads.Count)];
            for (var i = 0; i < taken.Length; i++)
            {
                taken[i] = _heads.Dequeue();
            }

            return taken;
        }
        finally
        {
            _one.Release();
        }
    }
}
