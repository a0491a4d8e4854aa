using Microsoft.AspNetCore.Diagnostics;

namespace Switchyard.Hosting;

/// <summary>
/// Finds the style of a request: what its handler chose (as a feature), by its endpoint, by the port it came to, by its path.
/// </summary>
/// <param name="styles">Of the doors that have one, by name.</param>
internal sealed class DoorStyles(IReadOnlyDictionary<string, DoorStyle> styles, DoorPorts ports)
{
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
            return styles.GetValueOrDefault(door);
        }

        var path = context.Request.Path;
        foreach (var style in styles.Values)
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
