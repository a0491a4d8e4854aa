using System.Text.Json;

namespace Switchyard.Tables.Wire;

/// <summary>Progress as the original's <c>getStats</c> tells it.</summary>
internal static class StatisticsJson
{
    public static WireJson Write(CampaignStatistics statistics) => new(json =>
    {
        json.WriteStartObject();

        json.WriteStartObject("clients");
        json.WriteNumber("day", statistics.Clients.Day);
        json.WriteNumber("hour", statistics.Clients.Hour);
        json.WriteNumber("minute", statistics.Clients.Minute);
        json.WriteNumber("quarter", statistics.Clients.Quarter);
        json.WriteEndObject();

        json.WriteStartObject("files");
        json.WriteBoolean("errors", statistics.HasErrors);
        json.WriteBoolean("results", statistics.HasResults);
        json.WriteEndObject();

        json.WriteBoolean("hasEvaluation", statistics.HasEvaluation);

        json.WriteStartObject("mappings");
        WriteCoverage(json, "cea", statistics.Cea);
        WriteCoverage(json, "cpa", statistics.Cpa);
        WriteCoverage(json, "cta", statistics.Cta);
        json.WriteEndObject();

        json.WriteStartObject("tables");
        json.WriteNumber("error", statistics.Errors);
        json.WriteNumber("result", statistics.Results);
        json.WriteNumber("total", statistics.Tables);
        json.WriteNumber("unfinished", statistics.Unfinished);
        json.WriteEndObject();

        json.WriteStartObject("times");
        json.WriteString("error", Text(statistics.MeanErrorTime));
        if (statistics.Remaining is { } remaining)
        {
            json.WriteString("remaining", Humanise.Duration(remaining));
        }
        else
        {
            json.WriteNumber("remaining", 0);
        }

        json.WriteString("result", Text(statistics.MeanResultTime));
        json.WriteEndObject();

        json.WriteEndObject();
    });

    private static string? Text(TimeSpan? time) => time is { } known ? Humanise.Duration(known) : null;

    private static void WriteCoverage(Utf8JsonWriter json, string task, Coverage coverage)
    {
        json.WriteStartObject(task);
        json.WriteString("fraction", Fraction.Text(coverage.Mapped, coverage.Total));
        json.WriteNumber("mapped", coverage.Mapped);
        json.WriteNumber("total", coverage.Total);
        json.WriteEndObject();
    }
}
