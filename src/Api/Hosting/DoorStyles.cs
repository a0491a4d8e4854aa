using Microsoft.AspNetCore.Diagnostics;

namespace Switchyard.Hosting;

/// <summary>
/// Finds the style of a request: what its handler chose (as a feature), by its endpoint, by the port it came to, by its path.
/// </summary>
internal sealed class DoorStyles(DoorPorts ports)
{
    private static readonly DoorStyle[] Styles = [.. FrontDoors.All.Select(door => door.Style).OfType<DoorStyle>()];

    /// <summary>Null: no door says how.</summary>
    public DoorStyle? Of(HttpContext context)
    {
        if (context.Features.Get<DoorStyle>() is { } chosen)
        {
            return chosen;
        }

        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        if (endpoint?.Metadata.GetMetadata<DoorStyle>() is { } own)
        {
            return own;
        }

        if (ports.Any && ports.DoorOf(context.Connection.LocalPort) is { } door)
        {
            return FrontDoors.All.FirstOrDefault(known => known.Name == door)?.Style;
        }

        var path = context.Request.Path;
        foreach (var style in Styles)
        {
            foreach (var prefix in style.Paths)
            {
                if (path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase))
                {
                    return style;
                }
            }
        }

        return null;
    }
}
