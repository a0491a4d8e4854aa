using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>What takes results, errors and checkpoints in.</summary>
internal static class HandInEndpoints
{
    /// <summary>Bytes.</summary>
    public const long MaxResultLength = 128 * 1024 * 1024;

    /// <summary>Bytes.</summary>
    public const long MaxErrorLength = 16 * 1024 * 1024;

    /// <summary>Bytes of an error text that go into the table's own state; the whole text is kept beside it.</summary>
    public const int ErrorTailLength = 64 * 1024;

    private const string ResultExample =
        """{"cea": [{"row_id": 1, "col_id": 0, "mapped": "http://www.wikidata.org/entity/Q1"}], "cta": [], "cpa": [], "errors": []}""";

    public static void MapHandIn(this IEndpointRouteBuilder door)
    {
        var handIn = door.MapGroup("")
            .AddEndpointFilter(RedirectToSlash)
            .WithMetadata(RequestSizeLimit.Own)
            .Needs(Access.Work)
            .WithWords(("table", "The table's name."))
            .Answers(200, "It is stored.")
            .Answers(308, "The path lacks its final slash.")
            .Answers(400, "The body is malformed.")
            .Answers(404, "There is no such table, or it is not assigned to the client.")
            .Answers(413, "The body is too large.");
        handIn.MapPut("/storeResult/{table}/", StoreResultAsync)
            .AddEndpointFilter(Refusals.TellAsync)
            .WithSummary("Hand in a table's annotations")
            .WithQuery("client", "What the client calls itself.", isRequired: true)
            .TakesText("application/json", ResultExample)
            .Answers(401, "The request does not say which client sends it.");
        handIn.MapPut("/storeError/{table}/", StoreErrorAsync)
            .AddEndpointFilter(Refusals.TellAsync)
            .WithSummary("Hand in the error that kept a client from annotating a table")
            .WithQuery("client", "What the client calls itself.", isRequired: true)
            .TakesText("text/plain", "Traceback (most recent call last): ...")
            .Answers(401, "The request does not say which client sends it.");
        handIn.MapPut("/storeAnalysisData/{table}/", StoreAnalysisAsync)
            .WithSummary("Hand in candidate checkpoints, when analysis is on")
            .TakesText("application/json", "{\"cea\": [], \"cpa\": [], \"cta\": []}");
    }

    private static async Task<IResult> StoreResultAsync(
        string table, HttpRequest request, BodyIntake intake, HandIn handIn, CancellationToken cancellationToken)
    {
        var (client, refusal) = ClientName.ReadQuery(request);
        if (refusal is not null)
        {
            return refusal;
        }

        if (await handIn.FindAsync(table, cancellationToken) is not { } grain)
        {
            return await handIn.UnknownAsync(table);
        }

        await using var body = await intake.ReadAsync(request, MaxResultLength, cancellationToken);
        SubmittedResult submitted;
        try
        {
            submitted = await intake.ParseAsync(body, SubmittedResult.Parse, cancellationToken);
        }
        catch (SubmissionRefusedException malformed)
        {
            return await handIn.HasOpenAssignmentAsync(grain, client!, cancellationToken)
                ? new ErrorPage(StatusCodes.Status400BadRequest, malformed.Message)
                : HandIn.NotAssigned;
        }

        var result = new TableResult(submitted.Annotations, submitted.Errors, await handIn.ToRawBodyAsync(body, cancellationToken));
        return await handIn.StoreAsync(body, table, grain, client, found => found.StoreResultAsync(client!, result));
    }

    private static async Task<IResult> StoreErrorAsync(
        string table, HttpRequest request, BodyIntake intake, HandIn handIn, CancellationToken cancellationToken)
    {
        var (client, refusal) = ClientName.ReadQuery(request);
        if (refusal is not null)
        {
            return refusal;
        }

        if (await handIn.FindAsync(table, cancellationToken) is not { } grain)
        {
            return await handIn.UnknownAsync(table);
        }

        await using var body = await intake.ReadAsync(request, MaxErrorLength, cancellationToken);
        var raw = await handIn.ToRawBodyAsync(body, cancellationToken);
        var text = await body.ReadTailAsync(ErrorTailLength, cancellationToken);
        return await handIn.StoreAsync(body, table, grain, client, found => found.StoreErrorAsync(client!, text, raw));
    }

    private static async Task<IResult> StoreAnalysisAsync(
        string table,
        HttpRequest request,
        BodyIntake intake,
        HandIn handIn,
        TablesOptions options,
        CancellationToken cancellationToken)
    {
        if (!options.Analyze)
        {
            return new ErrorPage(StatusCodes.Status404NotFound, "Analysis is off (Tables:Analyze).");
        }

        if (await handIn.FindAsync(table, cancellationToken) is not { } grain)
        {
            return await handIn.UnknownAsync(table);
        }

        await using var body = await intake.ReadAsync(request, MaxResultLength, cancellationToken);
        var raw = await handIn.ToRawBodyAsync(body, cancellationToken);
        return await handIn.StoreAsync(
            body,
            table,
            grain,
            client: null,
            async found => await found.StoreAnalysisAsync(raw) ? StoreOutcome.Stored : StoreOutcome.UnknownTable);
    }

    /// <summary>The original redirects a URL without its final slash instead of serving it.</summary>
    private static ValueTask<object?> RedirectToSlash(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var request = call.HttpContext.Request;
        if (request.Path.Value!.EndsWith('/'))
        {
            return next(call);
        }

        var location = $"{request.PathBase}{request.Path}/{request.QueryString}";
        return ValueTask.FromResult<object?>(TypedResults.LocalRedirect(location, permanent: true, preserveMethod: true));
    }
}
