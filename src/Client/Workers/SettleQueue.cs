using System.Diagnostics;
using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Polly;
using Switchyard.Client.Http;
using Switchyard.Client.Tasks;
using Switchyard.Client.Tracing;

namespace Switchyard.Client.Workers;

/// <summary>What became of an end that was reported.</summary>
/// <param name="Outcome">Null: the node never answered, or refused to read it.</param>
/// <param name="Refused">Why it refused.</param>
internal sealed record Settled(LeaseOutcome? Outcome, SwitchyardException? Refused = null);

/// <summary>
/// Reports ends: what waits while one request is under way goes with the next, so there is no timer and no delay. It tries
/// until the node has answered, for an end that is said twice is believed once.
/// </summary>
internal sealed class SettleQueue<T>
{
    private const int MostItems = 1_000;
    private const int MostBytes = 16 * 1024 * 1024;

    private readonly string _name;
    private readonly Func<IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<LeaseOutcome>>> _send;
    private readonly ResiliencePipeline _patience;
    private readonly Channel<Entry> _waiting = Channel.CreateUnbounded<Entry>(new() { SingleReader = true });

    /// <param name="name"><c>complete</c> or <c>fail</c>.</param>
    /// <param name="send">Answers an outcome for each, in the same order.</param>
    public SettleQueue(
        string name, Func<IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<LeaseOutcome>>> send, TimeSpan mostDelay, TimeProvider time, ILogger log)
    {
        (_name, _send) = (name, send);
        _patience = Patience.Of($"{name} tasks", mostDelay, time, log, failure => !IsRefusal(failure));
    }

    /// <param name="bytes">About how long it is on the wire.</param>
    /// <param name="attempt">Its span.</param>
    public Task<Settled> SettleAsync(T item, string queue, int bytes, ActivityContext attempt)
    {
        var entry = new Entry(item, queue, bytes, attempt);
        if (!_waiting.Writer.TryWrite(entry))
        {
            entry.Done.SetResult(new(null));
        }

        return entry.Done.Task;
    }

    /// <summary>Nothing comes any more.</summary>
    public void Close() => _waiting.Writer.TryComplete();

    /// <param name="givesUp">What has not been answered by then never will be.</param>
    public async Task RunAsync(CancellationToken givesUp)
    {
        var reader = _waiting.Reader;
        var batch = new List<Entry>();
        while (await reader.WaitToReadAsync(CancellationToken.None))
        {
            var bytes = 0;
            while (batch.Count < MostItems && reader.TryPeek(out var next) && (batch.Count == 0 || bytes + next.Bytes <= MostBytes))
            {
                reader.TryRead(out _);
                bytes += next.Bytes;
                batch.Add(next);
            }

            await SendAsync(batch, givesUp);
            batch.Clear();
        }
    }

    /// <summary>The node understood, and will say the same each time. Missing rights may yet come.</summary>
    private static bool IsRefusal(Exception failure) =>
        failure is SwitchyardException { Status: not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) } refused
        && !TransientRule.Passes(refused, repeatable: true);

    private async Task SendAsync(IReadOnlyList<Entry> batch, CancellationToken givesUp)
    {
        var queue = batch.All(entry => entry.Queue == batch[0].Queue) ? batch[0].Queue : null;
        using var activity = ClientTracing.StartSettle(_name, queue, batch.Count, batch.Select(entry => entry.Attempt));
        try
        {
            var outcomes = await _patience.ExecuteAsync(
                async token => await _send([.. batch.Select(entry => entry.Item)], token), givesUp);
            foreach (var (place, entry) in batch.Index())
            {
                entry.Done.TrySetResult(new(place < outcomes.Count ? outcomes[place] : null));
            }
        }
        catch (SwitchyardException) when (batch.Count > 1)
        {
            // One of them is to blame; the others shall not pay.
            var half = batch.Count / 2;
            await SendAsync([.. batch.Take(half)], givesUp);
            await SendAsync([.. batch.Skip(half)], givesUp);
        }
        catch (SwitchyardException refused)
        {
            ClientTracing.Failed(activity, refused);
            batch[0].Done.TrySetResult(new(null, refused));
        }
        catch (OperationCanceledException)
        {
            foreach (var entry in batch)
            {
                entry.Done.TrySetResult(new(null));
            }
        }
    }

    private sealed record Entry(T Item, string Queue, int Bytes, ActivityContext Attempt)
    {
        public TaskCompletionSource<Settled> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
