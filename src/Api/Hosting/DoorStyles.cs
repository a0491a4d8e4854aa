using Microsoft.AspNetCore.Diagnostics;

namespace Switchyard.Hosting;

/// <summary>
/// Finds the style of a request: what its handler chose (as a feature), by its endpoint, by the port it came to, by its path.
/// </summary>
internal sealed class DoorStyles(IEnumerable<DoorStyle> styles, DoorPorts ports)
{
    private readonly DoorStyle[] _styles = [.. styles];

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
            return Array.Find(_styles, style => style.Door.Equals(door, StringComparison.OrdinalIgnoreCase));
        }

        var path = context.Request.Path;
        foreach (var style in _styles)
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
