using Switchyard.Downloads.Models;

namespace Switchyard.Downloads.Exports;

/// <summary>Labels texts by a model that this program reads itself, on several threads while further texts come.</summary>
internal sealed class ModelLabeller(TextClassifier classifier, int cores) : ILabeller
{
    /// <summary>A task's share: enough for its own cost not to matter, and bounded in characters since texts may be long.</summary>
    private const int BatchTexts = 256;
    private const int BatchCharacters = 256 << 10;

    /// <summary>How many batches may wait or be worked on, for each core.</summary>
    private const int AheadPerCore = 2;

    public async Task<IReadOnlyList<Label>> LabelAsync(
        IAsyncEnumerable<string> texts, long count, Action<long> labelled, CancellationToken cancellationToken)
    {
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, cores).ConcurrentScheduler;
        var labels = new List<Label>((int)count);
        var ahead = new Queue<Task<Label[]>>();
        await foreach (var batch in BatchAsync(texts, cancellationToken))
        {
            ahead.Enqueue(Task.Factory.StartNew(() => Predict(batch), cancellationToken, TaskCreationOptions.None, scheduler));
            if (ahead.Count == AheadPerCore * cores)
            {
                labels.AddRange(await ahead.Dequeue());
                labelled(labels.Count);
            }
        }

        while (ahead.TryDequeue(out var task))
        {
            labels.AddRange(await task);
        }

        return labels;
    }

    private Label[] Predict(List<string> texts) => [.. texts.Select(text => classifier.Predict(text))];

    private static async IAsyncEnumerable<List<string>> BatchAsync(
        IAsyncEnumerable<string> texts,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new List<string>();
        var characters = 0L;
        await foreach (var text in texts.WithCancellation(cancellationToken))
        {
            batch.Add(text);
            characters += text.Length;
            if (batch.Count == BatchTexts || characters >= BatchCharacters)
            {
                yield return batch;
                (batch, characters) = ([], 0);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
