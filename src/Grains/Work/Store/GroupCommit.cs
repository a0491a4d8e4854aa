using System.Diagnostics;
using System.Threading.Channels;

namespace Switchyard.Work.Store;

/// <summary>
/// Turns single requests into batches: whatever waits when the last batch is done is the next one. There is no timer, so a
/// lone request is not delayed. A caller is answered only after its batch, and a request that fails does not fail its
/// neighbours.
/// </summary>
/// <remarks>
/// The loop runs on the thread pool and never on a caller's scheduler. A request is cancelled only while it waits: once it
/// is in a batch its caller learns what became of it.
/// </remarks>
internal sealed class GroupCommit<TRequest, TAnswer> : IAsyncDisposable
    where TRequest : notnull
{
    private readonly Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<TAnswer>>> _commit;
    private readonly Func<TRequest, IReadOnlyList<long>?> _keys;
    private readonly Func<Exception, bool> _isFaultOfOne;
    private readonly int _batchMax;
    private readonly Func<TRequest, int>? _weight;
    private readonly Channel<Waiting> _channel;
    private readonly string? _span;
    private readonly Task _loops;

    /// <param name="commit">Makes one batch durable and answers in its order, or throws having changed nothing.</param>
    /// <param name="keys">A key is at most once in a batch; null: the request goes alone.</param>
    /// <param name="isFaultOfOne">Whether a failed batch may succeed without one of its requests.</param>
    /// <param name="weight">What a request counts for in its batch; null: as many as it has keys.</param>
    /// <param name="span">What a batch is called in the traces of who waits for it; null: it is not told there.</param>
    /// <param name="loops">Batches that may be on their way at a time. With more than one, no request may have keys.</param>
    public GroupCommit(
        Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<TAnswer>>> commit,
        Func<TRequest, IReadOnlyList<long>?> keys,
        Func<Exception, bool> isFaultOfOne,
        WorkStoreOptions options,
        Func<TRequest, int>? weight = null,
        int loops = 1,
        string? span = null)
    {
        _commit = commit;
        _keys = keys;
        _isFaultOfOne = isFaultOfOne;
        _weight = weight;
        _span = span;
        _batchMax = options.BatchMax;
        _channel = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(options.Capacity) { SingleReader = loops == 1 });
        _loops = Task.WhenAll(Enumerable.Range(0, loops).Select(_ => Task.Run(RunAsync)));
    }

    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public async Task<TAnswer> SubmitAsync(TRequest request, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(request, _keys(request), cancellationToken) { Trace = _span is null ? default : BatchSpan.Here };
        try
        {
            await _channel.Writer.WriteAsync(waiting, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(WorkStore));
        }

        return await waiting.Answer.Task;
    }

    /// <summary>Takes no more requests, finishes those that wait, and returns.</summary>
    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        await _loops;
    }

    private async Task RunAsync()
    {
        var carried = new List<Waiting>();
        while (carried.Count > 0 || await _channel.Reader.WaitToReadAsync())
        {
            (var batch, carried) = NextBatch(carried);
            if (batch.Count > 0)
            {
                await CommitAsync(batch);
            }
        }
    }

    /// <summary>
    /// A request whose key is taken waits for the next batch, and so does every later one with a key of its own: the order
    /// of writes to one key is the order of the calls.
    /// </summary>
    private (List<Waiting> Batch, List<Waiting> Carried) NextBatch(List<Waiting> before)
    {
        var batch = new List<Waiting>();
        var carried = new List<Waiting>();
        var taken = new HashSet<long>();
        var weight = 0;
        var full = false;

        foreach (var waiting in before)
        {
            Place(waiting);
        }

        while (!full && carried.Count < _batchMax && _channel.Reader.TryRead(out var waiting))
        {
            Place(waiting);
        }

        return (batch, carried);

        void Place(Waiting waiting)
        {
            if (waiting.Cancellation.IsCancellationRequested)
            {
                waiting.Answer.TrySetCanceled(waiting.Cancellation);
                return;
            }

            var size = Math.Max(1, _weight?.Invoke(waiting.Request) ?? waiting.Keys?.Count ?? _batchMax);
            var fits = batch.Count == 0 || (waiting.Keys is not null && weight + size <= _batchMax);
            if (full || !fits || (waiting.Keys is not null && waiting.Keys.Any(taken.Contains)))
            {
                full |= !fits;
                taken.UnionWith(waiting.Keys ?? []);
                carried.Add(waiting);
                return;
            }

            taken.UnionWith(waiting.Keys ?? []);
            batch.Add(waiting);
            weight += size;
            full |= weight >= _batchMax;
        }
    }

    /// <summary>A batch that fails is halved until the request at fault is alone.</summary>
    private async Task CommitAsync(List<Waiting> batch)
    {
        using var span = _span is null ? null : BatchSpan.Start(_span, batch.Select(waiting => waiting.Trace));
        try
        {
            var answers = await _commit(batch.ConvertAll(waiting => waiting.Request));
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Answer.SetResult(answers[i]);
            }
        }
        catch (Exception exception) when (batch.Count > 1 && _isFaultOfOne(exception))
        {
            var half = batch.Count / 2;
            await CommitAsync(batch.GetRange(0, half));
            await CommitAsync(batch.GetRange(half, batch.Count - half));
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the callers; the loop must go on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            foreach (var waiting in batch)
            {
                waiting.Answer.TrySetException(exception);
            }
        }
    }

    private sealed record Waiting(TRequest Request, IReadOnlyList<long>? Keys, CancellationToken Cancellation)
    {
        /// <summary>Of who waits.</summary>
        public ActivityContext Trace { get; init; }

        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
