using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Switchyard.Benchmarks.Nodes;

namespace Switchyard.Benchmarks.Tables;

/// <summary>A node and the campaign it has imported.</summary>
/// <param name="ImportTime">From the import's own start to its end.</param>
internal sealed record Campaign(Node Node, CampaignShape Shape, TimeSpan ImportTime) : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Starts a node on a new database and waits until it has imported the files of a directory.</summary>
    public static async Task<Campaign> StartAsync(
        Databases databases, string database, string input, CampaignShape shape, long? heapLimit = null)
    {
        var node = await Node.StartAsync(
            databases.NewDirectory(), [.. await databases.NodeSettingsAsync(database), $"Tables:InputDirectory={input}"], heapLimit);
        try
        {
            return new Campaign(node, shape, await ImportAsync(node, shape));
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>The answer of <c>getStats</c>.</summary>
    public async Task<JsonElement> StatisticsAsync()
    {
        using var answer = await Node.Http.PostAsync(new Uri("/getStats", UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public ValueTask DisposeAsync() => Node.DisposeAsync();

    private static async Task<TimeSpan> ImportAsync(Node node, CampaignShape shape)
    {
        while (true)
        {
            var progress = await node.Http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/tables/import", UriKind.Relative));
            var phase = progress.GetProperty("phase").GetString();
            if (phase == "finished" && progress.GetProperty("tablesStored").GetInt64() == shape.Tables
                && progress.GetProperty("targetsRead").GetInt64() == shape.Targets)
            {
                return Time(progress, "finishedAt") - Time(progress, "startedAt");
            }

            if (phase is "finished" or "failed")
            {
                throw new InvalidOperationException($"The import went wrong: {progress}");
            }

            await Task.Delay(LookEvery, TimeProvider.System);
        }
    }

    private static DateTimeOffset Time(JsonElement progress, string name) =>
        DateTimeOffset.Parse(progress.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
