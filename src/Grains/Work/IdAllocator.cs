using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>
/// Gives ids that are positive, unique in the cluster and never given again. It takes them from the store in blocks, so
/// that an id costs no write; what is left of a block when the process ends is never used.
/// </summary>
public sealed class IdAllocator(IWorkStore store, int blockSize = 1000) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private long _next;
    private long _end;

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
            if (_end - _next < count)
            {
                var size = Math.Max(count, blockSize);
                _next = await store.ReserveIdsAsync(size, cancellationToken);
                _end = _next + size;
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
