using System.Net;

namespace Switchyard.Chaos.Loads.Tickets;

/// <summary>An acknowledged ticket, and what its client was told of it.</summary>
/// <param name="at">When it was acknowledged, by the run's clock.</param>
internal sealed class TicketRecord(long id, string token, TicketWork work, long at)
{
    public long Id => id;

    public long At => at;

    public TicketWork Work => work;

    public string StatusPath => $"/status/{id}&{token}";

    public string ResultPath => $"/result/{id}&{token}";

    /// <summary>What the cancel was answered; null: nobody cancelled it.</summary>
    public HttpStatusCode? Cancelled { get; set; }

    /// <summary>Of the archive that was fetched; null: there is none, since it was cancelled.</summary>
    public byte[]? Digest { get; set; }

    public override string ToString() => $"ticket {id} ({(work.IsScript ? "script" : "floats")})";
}
