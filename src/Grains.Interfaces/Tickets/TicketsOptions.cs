using System.ComponentModel.DataAnnotations;

namespace Switchyard.Tickets;

/// <summary>The Tickets door: the section <c>Tickets</c>.</summary>
public sealed record TicketsOptions
{
    /// <summary>A longer body of a request is refused, in bytes. 1 byte to 1 TiB. Default: 400 MiB.</summary>
    [Range(1L, 1L << 40)]
    public long MaxRequestBytes { get; init; } = 400L << 20;

    /// <summary>An archive whose members have more bytes together is refused. 1 byte to 1 TiB. Default: 4 GiB.</summary>
    [Range(1L, 1L << 40)]
    public long MaxUnpackedBytes { get; init; } = 4L << 30;

    /// <summary>An archive with more members of any kind is refused. 1 to 1,000,000. Default: 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxEntries { get; init; } = 10_000;

    /// <summary>How long a result is kept after its first complete download. A second to ten years. Default: 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan ResultRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The classic protocol, for 3D Slicer's client.</summary>
    public ClassicOptions Classic { get; init; } = new();
}

/// <summary>One service under the classic protocol: the section <c>Tickets:Classic</c>.</summary>
public sealed record ClassicOptions
{
    /// <summary>Its name. Default: none, and there is no classic protocol.</summary>
    public string? Service { get; init; }

    /// <summary>The least that a slider for a number goes down to. Default: 0.</summary>
    public int SliderMinimum { get; init; }

    /// <summary>The most that a slider for a number goes up to. Default: 100.</summary>
    public int SliderMaximum { get; init; } = 100;
}
