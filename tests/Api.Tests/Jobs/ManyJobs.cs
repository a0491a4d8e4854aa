using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Jobs;

/// <summary>Jobs of an operation that no other test uses: more than three pages of the original's lists.</summary>
public sealed class ManyJobs(YardCluster cluster) : IAsyncLifetime
{
    public const string Operation = "ROLLBACK_REMOVE";

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<string> Ids { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        using var frontEnd = (await cluster.ShareFrontEndAsync([])).Client;
        var ids = new List<string>();
        foreach (var page in Enumerable.Range(0, 1600).Chunk(800))
        {
            using var made = await frontEnd.PostAsJsonAsync(
                "/jobs", new { jobs = page.Select(number => new { operation = Operation, target = $"MANY_{number}" }) }, TestContext.Current.CancellationToken);
            ids.AddRange((await made.Content.ReadFromJsonAsync<JsonArray>(TestContext.Current.CancellationToken))!.Select(job => (string)job!["job_id"]!));
        }

        Ids = ids;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
