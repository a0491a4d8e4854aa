using Switchyard.Hosting;
using Switchyard.Tables.Wire;

namespace Switchyard.Tables;

/// <summary>The original's reports: progress, gaps, evaluation, analysis, audit.</summary>
internal static class ReportEndpoints
{
    /// <summary>Rows of a list of gaps, as in the original.</summary>
    private const int MissingLimit = 10;

    public static void MapReports(this IEndpointRouteBuilder door)
    {
        door = door.MapGroup("").Answers(StatusCodes.Status200OK, "The report.", "application/json");
        door.MapPost("/getStats", async (IGrainFactory grains) =>
                StatisticsJson.Write(await grains.TableReports().GetStatisticsAsync()))
            .WithSummary("Progress numbers");
        door.MapPost("/getMissingMappings", async (IGrainFactory grains) =>
                MissingJson.Write(await grains.TableReports().GetMissingMappingsAsync(MissingLimit)))
            .WithSummary("Tables that lack mappings, at most ten of each sort");
        door.MapPost("/getEvaluation", async (IGrainFactory grains) =>
                EvaluationJson.Write(await grains.TableReports().GetEvaluationAsync()))
            .WithSummary("The mappings compared with the solution files");
        door.MapPost("/getAnalysis", async (IGrainFactory grains) =>
                AnalysisJson.Write(await grains.TableReports().GetAnalysisAsync()))
            .WithSummary("Candidate statistics per checkpoint");
        door.MapPost("/getAudit", async (IGrainFactory grains) =>
                AuditJson.Write(await grains.TableReports().GetAuditSumsAsync()))
            .WithSummary("Solved counts per task, step and method");
    }
}
