namespace Switchyard.Configuration;

/// <summary>Ports that doors have of their own: the section <c>Doors</c>.</summary>
internal sealed record DoorsOptions
{
    public DoorOptions Tables { get; init; } = new();

    public DoorOptions Jobs { get; init; } = new();

    public DoorOptions Tickets { get; init; } = new();

    public DoorOptions Expertise { get; init; } = new();

    /// <summary>The urls that are set.</summary>
    public IEnumerable<DoorUrl> Urls
    {
        get
        {
            (string Door, DoorOptions Options)[] doors =
                [(nameof(Tables), Tables), (nameof(Jobs), Jobs), (nameof(Tickets), Tickets), (nameof(Expertise), Expertise)];
            return doors.Where(door => door.Options.Url is not null).Select(door => new DoorUrl(door.Door, door.Options.Url!));
        }
    }
}

internal sealed record DoorOptions
{
    /// <summary>Serves exactly the original's paths. Default: none.</summary>
    public string? Url { get; init; }
}
