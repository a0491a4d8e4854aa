using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>
/// Gives ids that are positive, unique in the cluster and never given again. It takes them from the store in blocks, so
/// that an id costs no write when many are wanted; what is left of a block is dropped after a second, so that ids of different
/// nodes are in the order of time but for that second.
/// </summary>
public sealed class IdAllocator(IWorkStore store, TimeProvider time) : IDisposable
{
    private const int LargestBlock = 10_000;
    private static readonly TimeSpan BlockLife = TimeSpan.FromSeconds(1);

    /// <summary>A block of this age has its next one fetched, so that nobody waits for the commit of it.</summary>
    private static readonly TimeSpan FetchAhead = BlockLife * 0.8;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private Block _block = new(0, 0, 0, time.GetTimestamp());
    private Task<Block>? _ahead;

    /// <summary>The block that is fetched ahead is there.</summary>
    internal Task Fetched => _ahead ?? Task.CompletedTask;

    public void Dispose() => _gate.Dispose();

    /// <summary>One id.</summary>
    public Task<long> NextAsync(CancellationToken cancellationToken = default) => ReserveAsync(1, cancellationToken);

    /// <summary>The first of <paramref name="count"/> ids in a row.</summary>
    public async Task<long> ReserveAsync(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!Gives(_block, count) && _ahead is { } ahead)
            {
                _ahead = null;
                _block = ahead.IsCompletedSuccessfully && await ahead is var fetched && Gives(fetched, count) ? fetched : _block;
            }

            if (!Gives(_block, count))
            {
                _block = await TakeAsync(Math.Max(count, Wanted(_block)), cancellationToken);
            }

            var first = _block.Next;
            _block = _block with { Next = first + count };
            if (_ahead is null && time.GetElapsedTime(_block.TakenAt) >= FetchAhead)
            {
                // Some more, since it is in use for less than a second.
                _ahead = TakeAsync(Wanted(_block) * 3 / 2 + 1, CancellationToken.None);
                _ahead.Ignore();
            }

            return first;
        }
        finally
        {
            _gate.Release();
        }
    }

    private bool Gives(Block block, int count) => time.GetElapsedTime(block.TakenAt) < BlockLife && block.End - block.Next >= count;

    /// <summary>As many as the last block gave in a second; twice as many when it did not last that long.</summary>
    private int Wanted(Block last)
    {
        var age = time.GetElapsedTime(last.TakenAt);
        var wanted = age >= FetchAhead ? (last.Size - (last.End - last.Next)) / age.TotalSeconds : last.Size * 2.0;
        return (int)Math.Clamp(wanted, 1, LargestBlock);
    }

    private async Task<Block> TakeAsync(int size, CancellationToken cancellationToken)
    {
        var first = await store.ReserveIdsAsync(size, cancellationToken);
        return new(first, first + size, size, time.GetTimestamp());
    }

    /// <param name="Next">The next to give; <paramref name="End"/>: there is none.</param>
    /// <param name="TakenAt">Of the clock's timestamps.</param>
    private sealed record Block(long Next, long End, int Size, long TakenAt);
}
