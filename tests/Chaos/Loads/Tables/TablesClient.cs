using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Chaos.Clients;

namespace Switchyard.Chaos.Loads.Tables;

/// <summary>A client as the original's Runner is one, that now and then is slower than its assignment lasts, or fails.</summary>
internal sealed class TablesClient(string name, LoadContext context, Random random, Action<string> isOdd)
{
    private const string Door = "tables";

    /// <summary>Longer than the node holds a client for which there is no table.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(35);

    private readonly ClusterClient _client = context.NewClient();
    private int _number;

    /// <summary>Asks for a table.</summary>
    /// <returns>The package; null: all tables are returned, or there is none for now.</returns>
    public async Task<(JsonNode? Package, bool AreAllReturned)> TakeAsync()
    {
        var answer = await _client.SendAsync(new(Door, HttpMethod.Post, $"/getWork?client={name}")
        {
            Held = Held,
            IsAnswer = static answer => (int)answer.Status < 500,
        });
        if (!answer.IsOk && answer.Status != HttpStatusCode.Gone)
        {
            isOdd($"getWork was answered with {answer.Status}: {answer.Text}");
        }

        return (answer.IsOk ? answer.Json : null, answer.Status == HttpStatusCode.Gone);
    }

    public async Task<HandIn?> ReturnAsync(JsonNode package)
    {
        var table = (string)package["name"]!;
        var mark = $"{name}-{++_number}";
        var luck = random.Next(1000);
        if (luck < 5)
        {
            await Task.Delay(context.LeaseTime * 1.3, context.Time);
        }

        var isError = luck >= 950;
        var body = Encoding.UTF8.GetBytes(isError ? $"no luck {mark}" : Result(package, mark, luck < 20));
        var answer = await _client.SendAsync(new(Door, HttpMethod.Put, $"/{(isError ? "storeError" : "storeResult")}/{table}/?client={name}")
        {
            Content = () => new ByteArrayContent(body),
        });
        if (answer.IsOk || (answer.IsRepeated && answer.Status == HttpStatusCode.NotFound))
        {
            return new(table, mark, isError, answer.IsOk, context.Time.GetTimestamp());
        }

        isOdd($"{table} of {name} was answered with {answer.Status}: {answer.Text}");
        return null;
    }

    /// <param name="isLarge">Such bodies go to the blob store.</param>
    private static string Result(JsonNode package, string mark, bool isLarge)
    {
        var result = new JsonObject
        {
            ["cea"] = new JsonArray([.. package["targets"]!["cea"]!.AsArray().Select(JsonNode (target) => new JsonObject
            {
                ["row_id"] = (int)target!["row_id"]!, ["col_id"] = (int)target["col_id"]!, ["mapped"] = mark,
            })]),
            ["cta"] = new JsonArray([.. package["targets"]!["cta"]!.AsArray().Select(JsonNode (target) => new JsonObject
            {
                ["col_id"] = (int)target!["col_id"]!, ["mapped"] = mark,
            })]),
            ["cpa"] = new JsonArray(),
            ["errors"] = new JsonArray(),
            ["mark"] = mark,
            ["padding"] = new string('x', isLarge ? 300_000 : 0),
        };
        return result.ToJsonString();
    }
}
