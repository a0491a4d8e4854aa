namespace Switchyard.Configuration;

/// <summary>Ports that doors have of their own: the section <c>Doors</c>.</summary>
internal sealed record DoorsOptions
{
    public DoorOptions Tables { get; init; } = new();

    /// <summary>The urls that are set.</summary>
    public IEnumerable<DoorUrl> Urls => Tables.Url is { } url ? [new DoorUrl(nameof(Tables), url)] : [];
}

internal sealed record DoorOptions
{
    /// <summary>Serves exactly the original's paths. Default: none.</summary>
    public string? Url { get; init; }
}
