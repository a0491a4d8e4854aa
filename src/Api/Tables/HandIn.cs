using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>Hands what a client sent over to its table, and translates what became of it.</summary>
internal sealed partial class HandIn(
    IGrainFactory grains, TableIds ids, PatientCalls calls, TimeProvider time, ILogger<HandIn> logger)
{
    /// <summary>How far the clocks of the machines of a cluster may differ.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    public static ErrorPage NotAssigned { get; } = new(
        StatusCodes.Status404NotFound, "The client has no open assignment of this table.");

    private static ErrorPage Unclear { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "The cluster failed while it stored this. Whether it is stored is not known.");

    /// <summary>The table of this name, or null when there is none.</summary>
    public async Task<ITableGrain?> FindAsync(string table, CancellationToken cancellationToken) =>
        await ids.FindAsync(table, cancellationToken) is { } id ? grains.Reach<ITableGrain>(id) : null;

    /// <summary>The answer when there is none of this name.</summary>
    public Task<ErrorPage> UnknownAsync(string table) => UnknownTables.PageAsync(table, grains);

    /// <summary>The body in the form in which a table takes it.</summary>
    public Task<RawBody> ToRawBodyAsync(IncomingBody body, CancellationToken cancellationToken) =>
        calls.AskAsync(() => body.ToRawBodyAsync(cancellationToken), cancellationToken);

    /// <summary>Whether the client may hand anything in: asked only to tell which refusal comes first.</summary>
    public async Task<bool> HasOpenAssignmentAsync(ITableGrain table, string client, CancellationToken cancellationToken)
    {
        var details = await calls.AskAsync(table.GetDetailsAsync, cancellationToken);
        return details?.Assignments.Any(assignment => assignment.Client == client && assignment.ReturnedAt is null) == true;
    }

    /// <param name="name">The table's.</param>
    /// <param name="client">Who sends it; null where nobody needs an assignment.</param>
    /// <param name="store">Makes the one call that stores the body and all that is in it. It may be made several times.</param>
    /// <remarks>Once the call is under way it is not given up, even when the client leaves.</remarks>
    public async Task<IResult> StoreAsync(
        IncomingBody body, string name, ITableGrain table, string? client, Func<ITableGrain, Task<StoreOutcome>> store)
    {
        var began = time.GetUtcNow();
        // From now on the body may be committed with a reference to the blob, whatever is heard of it here.
        body.Keep();
        var tries = 0;
        StoreOutcome outcome;
        try
        {
            outcome = await calls.AskShortAsync(TryAsync, CancellationToken.None);
            if (outcome == StoreOutcome.UnknownTable)
            {
                // It was removed; and perhaps imported again, under another id.
                ids.Forget(name);
                if (await FindAsync(name, CancellationToken.None) is { } other)
                {
                    table = other;
                    outcome = await calls.AskShortAsync(TryAsync, CancellationToken.None);
                }
            }

            if (outcome == StoreOutcome.NotAssigned && tries > 1 && await HasAnsweredAsync(table, client, began))
            {
                outcome = StoreOutcome.Stored;
            }
        }
        catch (Exception failure) when (ClusterFailure.IsTransient(failure))
        {
            LogFailure(failure);
            return Unclear;
        }

        if (outcome != StoreOutcome.Stored && tries == 1)
        {
            body.Discard();
        }

        return outcome switch
        {
            StoreOutcome.Stored => TypedResults.Text("", ErrorPage.HtmlType),
            StoreOutcome.NotAssigned => NotAssigned,
            _ => await UnknownAsync(name),
        };

        Task<StoreOutcome> TryAsync()
        {
            tries++;
            return store(table);
        }
    }

    /// <summary>Whether the table took an answer of the client's since then: an earlier try was committed, only its answer got lost.</summary>
    private async Task<bool> HasAnsweredAsync(ITableGrain table, string? client, DateTimeOffset since)
    {
        var details = await calls.AskAsync(table.GetDetailsAsync, CancellationToken.None);
        return details?.Assignments.Where(assignment => assignment.Client == client).MaxBy(assignment => assignment.LeaseNumber)
            is { ReturnedAt: { } returned } && returned >= since - ClockSkew;
    }

    [LoggerMessage(4001, LogLevel.Error, "The cluster failed while it stored what a client handed in.")]
    private partial void LogFailure(Exception failure);
}
