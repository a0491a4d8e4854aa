using Switchyard.Work;

namespace Switchyard.Tickets.Rules;

/// <summary>When what tickets have goes by itself. Pure.</summary>
/// <param name="since">
/// When these rules began: what ended before counts from then, so that an upgrade takes nothing away on its first day.
/// </param>
internal sealed class TicketRetention(TicketsOptions options, DateTimeOffset since)
{
    /// <summary>The component of the door's scripts.</summary>
    public const string Component = "tickets";

    /// <summary>The script that began it.</summary>
    public const int FirstScript = 2;

    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(1);

    /// <summary>How often to look.</summary>
    public static TimeSpan EveryOf(TicketsOptions options)
    {
        var shortest = new[] { options.UploadRetention, options.RowRetention, options.ResultRetention }.Min();
        return TimeSpan.FromTicks(Math.Clamp(shortest.Ticks / 4, Soonest.Ticks, Latest.Ticks));
    }

    /// <summary>Whether uploads go at all before their tickets do.</summary>
    public bool DropsUploads => options.Storage is TicketStorage.KeepResult or TicketStorage.KeepNothing;

    /// <param name="finishedAt">Null while the ticket has not ended.</param>
    public bool IsUploadDue(WorkStatus? status, DateTimeOffset? finishedAt, DateTimeOffset now) => (DropsUploads, finishedAt) switch
    {
        (true, { } end) when end >= since && status == WorkStatus.Completed && options.Storage == TicketStorage.KeepResult => true,
        (true, { } end) => Later(end, since) <= now - options.UploadRetention,
        _ => false,
    };

    /// <summary>How long tickets are kept with all that they have; null: for ever.</summary>
    public static TimeSpan? RowsOf(TicketsOptions options) => options.Storage == TicketStorage.KeepAll ? null : options.RowRetention;

    /// <summary>Whether tickets that ended before a time may go already.</summary>
    public bool MayDropRows(DateTimeOffset before) => before >= since;

    /// <summary>Results go that were fetched before this; null: none do.</summary>
    public DateTimeOffset? ResultsBefore(DateTimeOffset now) => options.Storage switch
    {
        TicketStorage.KeepAll => null,
        TicketStorage.KeepNothing => now,
        _ => now - options.ResultRetention,
    };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
