using Microsoft.Extensions.Logging.Console;

namespace Switchyard.Hosting;

internal static class NodeLogging
{
    /// <summary>A line an event on standard output, in UTC. Levels are in appsettings.json.</summary>
    public static WebApplicationBuilder AddNodeLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
        return builder;
    }
}
