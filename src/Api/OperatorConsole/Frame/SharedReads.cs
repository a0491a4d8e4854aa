using System.Collections.Concurrent;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>Reads that circuits have in common: those that ask for the same at the same time are answered by one.</summary>
public sealed class SharedReads(TimeProvider time)
{
    /// <summary>How old an answer may be where nothing is known to have changed.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private const int ManyReads = 1_000;

    private readonly ConcurrentDictionary<string, SharedRead> _reads = [];

    /// <param name="key">What is read, with all that the answer depends on.</param>
    /// <param name="since">A timestamp of the clock: an answer must have been asked for after it, and within the last second.</param>
    /// <param name="read">It goes on when <paramref name="cancellationToken"/> is cancelled, for others may wait.</param>
    public async Task<T> ReadAsync<T>(string key, long since, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_reads.TryGetValue(key, out var known) && known.At >= since && time.GetElapsedTime(known.At) <= Fresh && !known.Answer.IsFaulted && !known.Answer.IsCanceled)
            {
                return await ((Task<T>)known.Answer).WaitAsync(cancellationToken);
            }

            var own = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            var entry = new SharedRead(time.GetTimestamp(), own.Task);
            if (known is null ? !_reads.TryAdd(key, entry) : !_reads.TryUpdate(key, entry, known))
            {
                continue;
            }

            ForgetOld();
            _ = AnswerAsync(own, read);
            return await own.Task.WaitAsync(cancellationToken);
        }
    }

    private static async Task AnswerAsync<T>(TaskCompletionSource<T> answer, Func<Task<T>> read)
    {
        try
        {
            answer.SetResult(await read());
        }
#pragma warning disable CA1031 // It is told to all who wait.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            answer.SetException(exception);
        }
    }

    private void ForgetOld()
    {
        if (_reads.Count > ManyReads)
        {
            foreach (var old in _reads.Where(read => read.Value.Answer.IsCompleted && time.GetElapsedTime(read.Value.At) > Fresh).ToList())
            {
                _reads.TryRemove(old);
            }
        }
    }

    /// <param name="At">When it was asked for, as a timestamp of the clock.</param>
    private sealed record SharedRead(long At, Task Answer);
}
