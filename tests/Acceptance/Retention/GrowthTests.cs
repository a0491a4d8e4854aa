using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Tickets;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Retention;

/// <summary>A node that keeps everything for a second: whatever goes through its doors, nothing is left of it, and it does not grow.</summary>
public sealed class GrowthTests(SharedPostgres server)
{
    private const int Scale = 100;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_went_through_every_door_leaves_nothing_but_what_imports_remember(bool onPostgres)
    {
        var database = onPostgres ? await server.CreateDatabaseAsync() : null;
        await using var forward = await EveryDoor.CreateForwardAsync(server);
        await using var node = new TicketsNode(
            $"Downloads:ConnectionString={forward.ConnectionString}",
            "Downloads:Retention=00:00:01",
            "Compute:Sources:0:Name=cpu",
            "Jobs:BumpEnabled=true",
            "Jobs:Retention=00:00:01",
            "Tables:Retention=00:00:01",
            "Expertise:Retention=00:00:01",
            "Tickets:RowRetention=00:00:01",
            "Audit:Retention=00:00:01");
        var input = new InputDirectory(node.PathOf("input"));
        EveryDoor.Fill(input, 1, Scale);
        string[] settings =
        [
            $"Tables:InputDirectory={input.Path}",
            .. database is null ? [] : (string[])["Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={database}"],
        ];
        await node.StartAsync(settings);
        await node.Door.ImportedAsync();
        var work = new EveryDoor(node.Door, forward, Scale, keep: TimeSpan.FromSeconds(1));
        var rows = new StoredRows(node.PathOf("data"), database);
        var pages = new List<long>();
        for (var round = 1; round <= 2; round++)
        {
            if (round > 1)
            {
                EveryDoor.Fill(input, round, Scale);
                (await node.Door.PostAsync("/api/v1/tables/import")).Is(HttpStatusCode.Accepted);
                await node.Door.ImportedAsync();
            }

            await work.EndAsync();
            await Eventually.AskAsync(rows.OfItemsAsync, left => left.Length == 0, Soon);
            Assert.Equal(round * work.Tables, (int)(await node.Door.GetAsync("/api/v1/tables/statistics")).Is(HttpStatusCode.OK).Json["removed"]!);
            Assert.Equal(0, await rows.ReadAsync("select coalesce(sum(solved), 0) from table_audit_sum"));
            // As its own does within a minute or so.
            await (onPostgres ? rows.VacuumAsync() : Task.CompletedTask);
            pages.Add(await rows.ReadAsync(onPostgres ? "select pg_database_size(current_database()) / 8192" : "select page_count from pragma_page_count"));
        }

        // What was freed is used again; some pages more are the names of tables that are done.
        Assert.InRange(pages[1], 0, pages[0] * 5 / 4);
        Assert.Equal(2 * work.Tables, await rows.ReadAsync("select count(*) from work_record"));
        Assert.Contains("Retention of Tables: ", node.Process.Output, StringComparison.Ordinal);
        await AssertDoneIsDoneAsync(node, settings, input, 2 * work.Tables);
        var told = (await node.Door.GetAsync("/api/v1/retention")).Is(HttpStatusCode.OK).Json["items"]!.AsArray();
        Assert.Equal(["Audit", "Downloads", "Expertise", "Idempotency", "Jobs", "Tables", "Tickets"], told.Select(item => (string)item!["name"]!));
        Assert.Equal([1, 1, 1, 86400, 1, 1, 1], told.Select(item => (double?)item!["keep"]));
    }

    /// <summary>The same files are no work again, neither for a node that starts nor for who asks; a file that has changed is.</summary>
    private static async Task AssertDoneIsDoneAsync(TicketsNode node, string[] settings, InputDirectory input, int tables)
    {
        await node.Process.KillAsync();
        await node.StartAsync(settings);
        Assert.Equal((0, tables), Counts(await node.Door.ImportedAsync()));
        (await node.Door.PostAsync("/api/v1/tables/import")).Is(HttpStatusCode.Accepted);
        Assert.Equal((0, tables), Counts(await node.Door.ImportedAsync()));
        input.WithTable("T1_0007", "name,place\nOslo,Norway\n");
        (await node.Door.PostAsync("/api/v1/tables/import")).Is(HttpStatusCode.Accepted);
        Assert.Equal((1, tables - 1), Counts(await node.Door.ImportedAsync()));
        Assert.Equal("T1_0007", (await node.Door.TakeAsync("c")).Name);

        static (int, int) Counts(JsonNode import) => ((int)import["tablesStored"]!, (int)import["tablesKnown"]!);
    }
}
