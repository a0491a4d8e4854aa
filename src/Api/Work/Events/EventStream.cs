namespace Switchyard.Work.Events;

/// <summary>
/// The answer that does not end, until its client leaves, is too slow, or the node stops. The client comes again with the place of
/// the last event that it had, here or elsewhere.
/// </summary>
internal sealed class EventStream(IDisposable room, EventReads reads, EventFilter filter, EventPage start) : EventAnswer(room)
{
    private const string Reset = "reset";

    /// <summary>Without an event for so long there is a word that the stream is alive.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(1);

    /// <summary>Clients without events learn a place so often, since old places are forgotten.</summary>
    private const int HeartbeatsPerPlace = 8;

    protected override async Task WriteAsync(EventWriter writer, TimeProvider time, CancellationToken end)
    {
        writer.Retry(ComeAgain);
        var (page, quiet) = (start, 0);
        while (true)
        {
            if (page.IsReset)
            {
                writer.Event(page.End, Reset, new { });
            }

            foreach (var (place, happened) in page.Events)
            {
                writer.Event(place, EventJson.WordOf(happened), EventJson.Of(happened));
            }

            await writer.FlushAsync(end);
            var next = await reads.ReadAsync(page.End, filter, Heartbeat, end);
            if (next.IsReset && EpochOf(next) == EpochOf(page))
            {
                // It is behind all that is kept.
                throw new TimeoutException("The reader of a stream of events is too slow.");
            }

            page = next;
            quiet = page.Events.Count > 0 || page.IsReset ? 0 : quiet + 1;
            if (quiet > 0)
            {
                writer.Comment("still here");
                if (quiet % HeartbeatsPerPlace == 0)
                {
                    writer.Place(page.End);
                }
            }
        }
    }

    private static string EpochOf(EventPage page) => page.End.Split('-')[0];
}
