using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>Hands what a client sent over to its table, and translates what became of it.</summary>
internal sealed partial class HandIn(TimeProvider time, ILogger<HandIn> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static ErrorPage UnknownTable { get; } = new(StatusCodes.Status404NotFound, "There is no table of this name.");

    public static ErrorPage NotAssigned { get; } = new(
        StatusCodes.Status404NotFound, "The client has no open assignment of this table.");

    private static ErrorPage Unclear { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "The cluster failed while it stored this. Whether it is stored is not known.");

    /// <param name="store">Makes the one call that stores the body and all that is in it.</param>
    /// <remarks>
    /// Once the call is under way it is not given up, even when the client leaves. When it fails it is tried once more;
    /// storing twice does no harm, but the second answer may then be about the first one's success.
    /// </remarks>
    public async Task<IResult> StoreAsync(IncomingBody body, Func<Task<StoreOutcome>> store)
    {
        try
        {
            return Translate(body, await store());
        }
        catch (Exception failure) when (ClusterFailure.IsTransient(failure))
        {
            // It may have been committed with a reference to the blob.
            body.Keep();
            LogFailure(failure);
        }

        await Task.Delay(Pause, time);
        try
        {
            return await store() == StoreOutcome.Stored ? TypedResults.Text("", ErrorPage.HtmlType) : Unclear;
        }
        catch (Exception failure) when (ClusterFailure.IsTransient(failure))
        {
            LogFailure(failure);
            return Unclear;
        }
    }

    /// <summary>Whether the client may hand anything in: asked only to tell which refusal comes first.</summary>
    public static async Task<bool> HasOpenAssignmentAsync(ITableGrain table, string client)
    {
        var details = await table.GetDetailsAsync();
        return details?.Assignments.Any(assignment => assignment.Client == client && assignment.ReturnedAt is null) == true;
    }

    private static IResult Translate(IncomingBody body, StoreOutcome outcome)
    {
        switch (outcome)
        {
            case StoreOutcome.Stored:
                body.Keep();
                return TypedResults.Text("", ErrorPage.HtmlType);
            case StoreOutcome.NotAssigned:
                return NotAssigned;
            default:
                return UnknownTable;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The cluster failed while it stored what a client handed in.")]
    private partial void LogFailure(Exception failure);
}
