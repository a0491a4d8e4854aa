namespace Switchyard.Telemetry;

/// <summary>What is sent to a collector, by OpenTelemetry's own variables of the environment.</summary>
/// <param name="Metrics">Whether metrics are.</param>
/// <param name="Traces">Whether spans are.</param>
internal sealed record Otlp(bool Metrics, bool Traces)
{
    /// <summary>Nothing is sent unless an endpoint is named: the library's default would be a collector on this machine.</summary>
    public static Otlp Read(IConfiguration configuration) => new(IsSent(configuration, "METRICS"), IsSent(configuration, "TRACES"));

    private static bool IsSent(IConfiguration configuration, string signal) =>
        !(bool.TryParse(configuration["OTEL_SDK_DISABLED"], out var isDisabled) && isDisabled)
        && configuration[$"OTEL_{signal}_EXPORTER"] is null or "" or "otlp"
        && (IsSet(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]) || IsSet(configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]));

    private static bool IsSet(string? value) => !string.IsNullOrWhiteSpace(value);
}
