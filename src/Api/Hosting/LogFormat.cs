using Microsoft.Extensions.Logging.Console;
using Switchyard.Configuration;

namespace Switchyard.Hosting;

/// <summary>How log lines look, on nodes and front ends alike: <c>Logging:Format</c>.</summary>
internal static class LogFormat
{
    private const string Key = "Logging:Format";

    /// <summary>An event is a line on standard output: text for people, in UTC, or a JSON object. Levels are in appsettings.json.</summary>
    /// <exception cref="StartRefusedException">The format is none.</exception>
    public static WebApplicationBuilder AddLogFormat(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        switch (builder.Configuration[Key]?.ToLowerInvariant())
        {
            case null or "" or "text":
                builder.Logging.AddSimpleConsole(console =>
                {
                    console.SingleLine = true;
                    console.UseUtcTimestamp = true;
                    console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
                    console.ColorBehavior = LoggerColorBehavior.Default;
                });
                break;
            case "json":
                builder.Logging.AddConsole(console => console.FormatterName = JsonLog.FormatterName);
                builder.Logging.AddConsoleFormatter<JsonLog, ConsoleFormatterOptions>();
                break;
            default:
                throw StartRefusedException.Setting($"{Key}: '{builder.Configuration[Key]}' is not one of text, json");
        }

        return builder;
    }
}
