using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>The original's downloads, made while they are sent.</summary>
internal static class ExportEndpoints
{
    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapExports(this IEndpointRouteBuilder door)
    {
        door.MapMethods("/downloadTables", GetOrHead, (IGrainFactory grains) =>
                Attachment("tables.db3", "application/octet-stream", grains, export => export.DatabaseAsync(TableNames.Campaign)))
            .WithSummary("The campaign as an SQLite database in the original's schema")
            .Answers(200, "The database.", "application/octet-stream");
        door.MapMethods("/downloadResults", GetOrHead, ResultsAsync)
            .WithSummary("A zip of every result ever accepted")
            .Answers(200, "The archive.", "application/zip")
            .Answers(404, "There are no results yet.");
        door.MapMethods("/downloadErrors", GetOrHead, ErrorsAsync)
            .WithSummary("A zip of every error ever accepted")
            .Answers(200, "The archive.", "application/zip")
            .Answers(404, "There are no errors.");
        door.MapMethods("/downloadSubmission/{challenge}", GetOrHead, (string challenge, IGrainFactory grains) =>
                Submission(challenge, missing: false, grains))
            .WithSummary("A task's mappings as CSV: cea, cpa or cta")
            .WithWords(("challenge", "cea, cpa or cta."))
            .Answers(200, "The mappings.", "text/csv")
            .Answers(404, "There is no such task.");
        door.MapMethods("/downloadSubmission/{challenge}/{missing}", GetOrHead, (string challenge, string missing, IGrainFactory grains) =>
                Submission(challenge, missing: true, grains))
            .WithSummary("A task's targets without a mapping as CSV, whatever the last segment is")
            .WithWords(("challenge", "cea, cpa or cta."), ("missing", "Anything."))
            .Answers(200, "The targets.", "text/csv")
            .Answers(404, "There is no such task.");
    }

    private static async Task<IResult> ResultsAsync(IGrainFactory grains) =>
        (await grains.TableReports().GetStatisticsAsync()).HasResults
            ? Attachment("results.zip", "application/zip", grains, export => export.ResultsZipAsync(TableNames.Campaign))
            : new ErrorPage(StatusCodes.Status404NotFound, "There are no results yet.");

    private static async Task<IResult> ErrorsAsync(IGrainFactory grains) =>
        (await grains.TableReports().GetStatisticsAsync()).HasErrors
            ? Attachment("errors.zip", "application/zip", grains, export => export.ErrorsZipAsync(TableNames.Campaign))
            : new ErrorPage(StatusCodes.Status404NotFound, "There are no errors.");

    private static IResult Submission(string challenge, bool missing, IGrainFactory grains)
    {
        AnnotationTask task;
        switch (challenge.ToUpperInvariant())
        {
            case "CEA":
                task = AnnotationTask.Cea;
                break;
            case "CTA":
                task = AnnotationTask.Cta;
                break;
            case "CPA":
                task = AnnotationTask.Cpa;
                break;
            default:
                return new ErrorPage(StatusCodes.Status404NotFound, "A challenge is one of cea, cpa and cta.");
        }

        var name = task.ToString().ToLowerInvariant() + (missing ? "Missing.csv" : ".csv");
        return Attachment(
            name, "text/csv; charset=utf-8", grains, export => export.SubmissionAsync(TableNames.Campaign, task, missing));
    }

    private static ExportDownload Attachment(
        string name, string type, IGrainFactory grains, Func<ITableExportsGrain, IAsyncEnumerable<byte[]>> export) =>
        new(name, type, () => export(grains.NewTableExport()));
}
