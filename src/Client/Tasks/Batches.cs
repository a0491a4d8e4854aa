using System.Runtime.CompilerServices;

namespace Switchyard.Client.Tasks;

/// <summary>Cuts a stream into parts.</summary>
internal static class Batches
{
    /// <summary>
    /// A part ends when it is full, or when the next element is not there yet: what has come does not wait for what has not.
    /// </summary>
    public static async IAsyncEnumerable<IReadOnlyList<T>> OfAsync<T>(
        IAsyncEnumerable<T> source, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new List<T>();
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var elements = source.GetAsyncEnumerator(left.Token);
        Task<bool>? pending = null;
        try
        {
            while (true)
            {
                pending = elements.MoveNextAsync().AsTask();
                if (!pending.IsCompleted && batch.Count > 0)
                {
                    // While this part is on its way the next element may come.
                    yield return batch;
                    batch = [];
                }

                if (!await pending)
                {
                    break;
                }

                batch.Add(elements.Current);
                if (batch.Count == most)
                {
                    yield return batch;
                    batch = [];
                }
            }

            if (batch.Count > 0)
            {
                yield return batch;
            }
        }
        finally
        {
            // Whoever reads has left, maybe while the next element was awaited.
            await left.CancelAsync();
            if (pending is not null)
            {
                await ((Task)pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await elements.DisposeAsync();
        }
    }
}
