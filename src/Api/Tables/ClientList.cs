using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Tables;

/// <summary>The clients of the campaign, as operators see them.</summary>
internal static class ClientList
{
    private const int MaxClients = 1000;

    public static async Task<Results<Ok<Answer>, ProblemHttpResult>> ReadAsync(int? limit, IGrainFactory grains)
    {
        if (limit is < 1 or > MaxClients)
        {
            return Problem.Invalid($"limit must be 1 to {MaxClients}.");
        }

        var workers = grains.Reach<IWorkQueriesGrain>(0).ListWorkersAsync(TableNames.Campaign, limit ?? 100);
        var refused = ReadRefusedAsync(grains);
        await Task.WhenAll(workers, refused);
        return TypedResults.Ok(new Answer(await workers, null, await refused));
    }

    /// <summary>The clients whose answers are refused; none when the campaign is on a node of 0.1, which does not know.</summary>
    public static async Task<IReadOnlyList<RefusedClient>> ReadRefusedAsync(IGrainFactory grains)
    {
        try
        {
            return await grains.CampaignGrain().GetRefusedClientsAsync();
        }
#pragma warning disable CA1031 // An older node answers with whatever its serialiser threw.
        catch (Exception failure) when (!ClusterFailure.IsTransient(failure))
#pragma warning restore CA1031
        {
            return [];
        }
    }

    /// <param name="Items">Newest sign of life first.</param>
    /// <param name="Next">Always null: there is one page.</param>
    /// <param name="Refused">Clients whose last answers were refused, the most refused first.</param>
    internal sealed record Answer(IReadOnlyList<WorkerView> Items, string? Next, IReadOnlyList<RefusedClient> Refused);
}
