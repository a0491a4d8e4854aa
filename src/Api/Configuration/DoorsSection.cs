namespace Switchyard.Configuration;

/// <summary>Ports that doors have of their own: the section <c>Doors</c>.</summary>
internal static class DoorsSection
{
    private const string Name = "Doors";

    /// <param name="doors">Those that may have one.</param>
    /// <returns>Those that have one, in the order of <paramref name="doors"/>.</returns>
    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static IReadOnlyList<DoorUrl> Read(IConfiguration configuration, IReadOnlyList<string> doors)
    {
        var section = configuration.GetSection(Name);
        SettingsReader.RefuseValue(section);
        foreach (var child in section.GetChildren())
        {
            if (!doors.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw UnknownSetting.Refuse(child, doors);
            }
        }

        return
        [
            .. from door in doors
               let url = SettingsReader.Read<DoorOptions>(configuration, $"{Name}:{door}").Url
               where url is not null
               select new DoorUrl(door, url),
        ];
    }
}

internal sealed record DoorOptions
{
    /// <summary>Serves exactly the original's paths. Default: none.</summary>
    public string? Url { get; init; }
}
