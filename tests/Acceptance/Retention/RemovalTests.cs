using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Tickets;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Retention;

/// <summary>Somebody has to be forgotten: each item of each door is removed by one call, and nothing is left that hung on it.</summary>
public sealed class RemovalTests(SharedPostgres server)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_item_of_any_door_goes_with_all_that_hangs_on_it(bool onPostgres)
    {
        var database = onPostgres ? await server.CreateDatabaseAsync() : null;
        await using var forward = await EveryDoor.CreateForwardAsync(server);
        await using var node = new TicketsNode(
            "Compute:Sources:0:Name=cpu", "Jobs:BumpEnabled=true", $"Downloads:ConnectionString={forward.ConnectionString}");
        var input = new InputDirectory(node.PathOf("input"));
        EveryDoor.Fill(input, 1, scale: 1);
        await node.StartAsync(
        [
            $"Tables:InputDirectory={input.Path}",
            .. database is null ? [] : (string[])["Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={database}"],
        ]);
        await node.Door.ImportedAsync();
        await new EveryDoor(node.Door, forward, scale: 1, keep: null).EndAsync();
        var items = await Eventually.AskAsync(() => ListAsync(node.Door), all => all.All(item => (string)item["status"]! is not ("queued" or "running")));
        Assert.Equal(["download", "expertise", "job", "table", "task", "ticket"], items.Select(item => (string)item["kind"]!).Distinct().Order(StringComparer.Ordinal));
        foreach (var item in items)
        {
            (await node.Door.SendAsync(HttpMethod.Delete, $"/api/v1/work/{item["id"]}")).Is(HttpStatusCode.NoContent);
        }

        // What is left says that somebody asked, that somebody removed it, and that a queue has a policy.
        var rows = new StoredRows(node.PathOf("data"), database);
        await Eventually.AskAsync(rows.OfItemsAsync, left => left == $"download_event: 4, work_audit: {items.Count + 1}");
        Assert.Empty(await ListAsync(node.Door));
        Assert.Equal(HttpStatusCode.NotFound, (await node.Door.GetAsync($"/api/v1/work/{items[0]["id"]}")).Status);
    }

    private static async Task<IReadOnlyList<JsonNode>> ListAsync(Door door) =>
        [.. (await door.GetAsync("/api/v1/work?limit=500")).Is(HttpStatusCode.OK).Json["items"]!.AsArray().Select(item => item!)];
}
