using System.ComponentModel.DataAnnotations;

namespace Switchyard.Tickets;

/// <summary>The Tickets door: the section <c>Tickets</c>.</summary>
public sealed record TicketsOptions
{
    private IReadOnlyList<ClassicOptions> _classics = [];

    /// <summary>A longer body of a request is refused, in bytes. 1 byte to 1 TiB. Default: 400 MiB.</summary>
    [Range(1L, 1L << 40)]
    public long MaxRequestBytes { get; init; } = 400L << 20;

    /// <summary>An archive whose members have more bytes together is refused. 1 byte to 1 TiB. Default: 4 GiB.</summary>
    [Range(1L, 1L << 40)]
    public long MaxUnpackedBytes { get; init; } = 4L << 30;

    /// <summary>An archive with more members of any kind is refused. 1 to 1,000,000. Default: 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxEntries { get; init; } = 10_000;

    /// <summary>What is kept of a ticket that has ended. Default: its result.</summary>
    public TicketStorage Storage { get; init; } = TicketStorage.KeepResult;

    /// <summary>
    /// How long the upload of a ticket that failed, was cancelled or timed out is kept, where uploads are not kept. A second to ten
    /// years. Default: 7 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan UploadRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How long a ticket is kept after its end, with its log and all else it still has, were its result never fetched. A second to
    /// ten years. Default: 90 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan RowRetention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long a result is kept after its first complete download. A second to ten years. Default: 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan ResultRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The classic protocol, for 3D Slicer's client, when it serves one service.</summary>
    public ClassicOptions Classic { get; init; } = new();

    /// <summary>All services under the classic protocol: the one, or <c>Tickets:Classic:0</c> and so on.</summary>
    public IReadOnlyList<ClassicOptions> Classics => Classic.Service is null ? _classics : [Classic];

    /// <summary>The same with several services under the classic protocol.</summary>
    public TicketsOptions With(IReadOnlyList<ClassicOptions> classics) => this with { _classics = classics };
}

/// <summary>One service under the classic protocol: the section <c>Tickets:Classic</c>, or an entry of it.</summary>
public sealed record ClassicOptions
{
    /// <summary>The name of the service. Default: none, and there is no classic protocol.</summary>
    public string? Service { get; init; }

    /// <summary>
    /// Where its routes are: a path of the other ports, such as <c>/ear</c>, or a port of its own, such as
    /// <c>https://localhost:9001</c>. Default: the root of the other ports, which one service can have.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>The least that a slider goes down to, where its input has no minimum. Default: by its default value.</summary>
    public int? SliderMinimum { get; init; }

    /// <summary>The most that a slider goes up to, where its input has no maximum. Default: by its default value.</summary>
    public int? SliderMaximum { get; init; }

    /// <summary>Whether <see cref="Url"/> is a port of its own.</summary>
    public bool HasPort => Url?.Contains("://", StringComparison.Ordinal) ?? false;
}
