using Switchyard.Hosting;

namespace Switchyard.Work.Events;

/// <summary>Reads of the hub for streams, over the loss of a silo, and how many streams there are.</summary>
internal sealed class EventReads(IGrainFactory grains, LongPolls polls, PatientCalls calls)
{
    /// <summary>Of one process.</summary>
    private const int MostStreams = 1000;

    private const int Page = 500;

    private int _streams;

    /// <summary>Room for one stream, until it is disposed; null: there is none.</summary>
    public IDisposable? TryBegin()
    {
        if (Interlocked.Increment(ref _streams) <= MostStreams)
        {
            return new Room(this);
        }

        Interlocked.Decrement(ref _streams);
        return null;
    }

    /// <inheritdoc cref="IEventHubGrain.ReadAsync"/>
    public async Task<EventPage> ReadAsync(string? after, EventFilter filter, TimeSpan wait, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await calls.AskAsync(
                () => polls.AskAsync(lost => grains.GetEventHub().ReadAsync(after, filter, Page, wait, lost), wait, cancellationToken),
                cancellationToken);
            if (page.End.Length > 0)
            {
                return page;
            }
        }
    }

    private sealed class Room(EventReads of) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                Interlocked.Decrement(ref of._streams);
            }
        }
    }
}
