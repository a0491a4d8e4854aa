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

    private readonly SemaphoreSlim _gate = new(1, 1);
    private long _next;
    private long _end;
    private int _size;
    private long _takenAt = time.GetTimestamp();

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
            var age = time.GetElapsedTime(_takenAt);
            if (age >= BlockLife || _end - _next < count)
            {
                // As many as the last block gave in a second; twice as many when it did not last that long.
                var wanted = age >= BlockLife ? (_size - (_end - _next)) / age.TotalSeconds : _size * 2.0;
                var size = Math.Max(count, (int)Math.Clamp(wanted, 1, LargestBlock));
                _next = await store.ReserveIdsAsync(size, cancellationToken);
                (_end, _size, _takenAt) = (_next + size, size, time.GetTimestamp());
            }

            var first = _next;
            _next += count;
            return first;
        }
        finally
        {
            _gate.Release();
        }
    }
}
