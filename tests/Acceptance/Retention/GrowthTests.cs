using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Expertise;
using Switchyard.Acceptance.Jobs;
using Switchyard.Acceptance.Tasks;
using Switchyard.Acceptance.Tickets;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Retention;

/// <summary>A node that keeps everything for a second: whatever goes through its doors, nothing is left of it, and it does not grow.</summary>
public sealed class GrowthTests(SharedPostgres server)
{
    private const int Tables = 300;
    private const int Jobs = 300;
    private const int Tickets = 15;
    private const int Tasks = 2000;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_went_through_every_door_leaves_nothing_but_what_imports_remember(bool onPostgres)
    {
        var database = onPostgres ? await server.CreateDatabaseAsync() : null;
        await using var node = new TicketsNode(
            "Compute:Sources:0:Name=cpu",
            "Jobs:BumpEnabled=true",
            "Jobs:Retention=00:00:01",
            "Tables:Retention=00:00:01",
            "Expertise:Retention=00:00:01",
            "Tickets:RowRetention=00:00:01",
            "Audit:Retention=00:00:01");
        var input = new InputDirectory(node.PathOf("input"));
        Fill(input, rounds: 1);
        string[] settings =
        [
            $"Tables:InputDirectory={input.Path}",
            .. database is null ? [] : (string[])["Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={database}"],
        ];
        await node.StartAsync(settings);
        await node.Door.ImportedAsync();
        await new TasksClient(node.Door).PutAsync("/queues/brief", """{"retention":{"completed":1,"failed":1}}""");
        var rows = new StoredRows(node.PathOf("data"), database);
        var pages = new List<long>();
        for (var round = 1; round <= 2; round++)
        {
            if (round > 1)
            {
                Fill(input, round);
                (await node.Door.PostAsync("/api/v1/tables/import")).Is(HttpStatusCode.Accepted);
                await node.Door.ImportedAsync();
            }

            await Task.WhenAll(ReturnTablesAsync(node.Door), EndJobsAsync(node.Door), EndTasksAsync(node.Door), EndRunsAsync(node.Door));
            await Eventually.AskAsync(rows.OfItemsAsync, left => left.Length == 0, Soon);
            Assert.Equal(round * Tables, (int)(await node.Door.GetAsync("/api/v1/tables/statistics")).Is(HttpStatusCode.OK).Json["removed"]!);
            Assert.Equal(0, await rows.ReadAsync("select coalesce(sum(solved), 0) from table_audit_sum"));
            // As its own does within a minute or so.
            await (onPostgres ? rows.VacuumAsync() : Task.CompletedTask);
            pages.Add(await rows.ReadAsync(onPostgres ? "select pg_database_size(current_database()) / 8192" : "select page_count from pragma_page_count"));
        }

        // What was freed is used again; some pages more are the names of tables that are done.
        Assert.InRange(pages[1], 0, pages[0] * 5 / 4);
        Assert.Equal(2 * Tables, await rows.ReadAsync("select count(*) from work_record"));
        Assert.Contains("Retention of Tables: ", node.Process.Output, StringComparison.Ordinal);
        await AssertDoneIsDoneAsync(node, settings, input);
        var told = (await node.Door.GetAsync("/api/v1/retention")).Is(HttpStatusCode.OK).Json["items"]!.AsArray();
        Assert.Equal(["Audit", "Downloads", "Expertise", "Idempotency", "Jobs", "Tables", "Tickets"], told.Select(item => (string)item!["name"]!));
        Assert.Equal([1, null, 1, 1, 1, 1], told.Select(item => (double?)item!["keep"]));
    }

    /// <summary>The same files are no work again, neither for a node that starts nor for who asks; a file that has changed is.</summary>
    private static async Task AssertDoneIsDoneAsync(TicketsNode node, string[] settings, InputDirectory input)
    {
        await node.Process.KillAsync();
        await node.StartAsync(settings);
        Assert.Equal((0, 2 * Tables), Counts(await node.Door.ImportedAsync()));
        (await node.Door.PostAsync("/api/v1/tables/import")).Is(HttpStatusCode.Accepted);
        Assert.Equal((0, 2 * Tables), Counts(await node.Door.ImportedAsync()));
        input.WithTable("T1_0007", "name,place\nOslo,Norway\n");
        (await node.Door.PostAsync("/api/v1/tables/import")).Is(HttpStatusCode.Accepted);
        Assert.Equal((1, (2 * Tables) - 1), Counts(await node.Door.ImportedAsync()));
        Assert.Equal("T1_0007", (await node.Door.TakeAsync("c")).Name);

        static (int, int) Counts(JsonNode import) => ((int)import["tablesStored"]!, (int)import["tablesKnown"]!);
    }

    /// <summary>Each round has tables of its own beside those of the rounds before.</summary>
    private static void Fill(InputDirectory input, int rounds)
    {
        foreach (var name in NamesOf(rounds))
        {
            input.WithTable(name);
        }

        input.WithTargets("CEA", Enumerable.Range(1, rounds).SelectMany(NamesOf).Select(name => $"{name},1,0"));
    }

    private static IEnumerable<string> NamesOf(int round) => Enumerable.Range(0, Tables).Select(number => $"T{round}_{number:0000}");

    private static async Task ReturnTablesAsync(Door door) => await Task.WhenAll(Enumerable.Range(0, 3).Select(async client =>
    {
        for (var done = 0; done < Tables / 3; done++)
        {
            var name = (await door.TakeAsync($"c{client}")).Name;
            (await door.PostAsync($"/audit_lst?client=c{client}", new JsonArray(AuditOf(name)))).IsStored();
            (await (done % 10 == 0
                ? door.StoreErrorAsync(name, $"c{client}", "it did not work")
                : door.StoreResultAsync(name, $"c{client}", done % 10 == 1 ? Large() : Encoding.UTF8.GetBytes(Result.Of(1, 0, "Q64"))))).IsStored();
        }
    }));

    private static JsonObject AuditOf(string table) => new()
    {
        ["approach"] = "baseline",
        ["tablename"] = table,
        ["task"] = "CEA",
        ["step"] = "creation",
        ["method"] = "default",
        ["solved_cnt"] = 3,
        ["remaining_cnt"] = 0,
        ["remaining"] = new JsonArray(),
        ["timestamp"] = "2026-01-01 00:00:00",
    };

    /// <summary>As large as goes to the blob store.</summary>
    private static byte[] Large()
    {
        var result = Result.Empty;
        result["cea"] = new JsonArray(Result.Cea(1, 0, "Q64"));
        result["checked"] = new string('x', 300_000);
        return Encoding.UTF8.GetBytes(result.ToJsonString());
    }

    private static async Task EndJobsAsync(Door door)
    {
        var jobs = new JobsClient(door);
        var targets = Enumerable.Range(0, Jobs).Select(_ => NewJob.Target()).ToList();
        (await jobs.PostAsync([.. targets.Select(target => NewJob.Of("ADD", target)), NewJob.Bump("1.0.0.0", "1.1.0.0", (targets[0], "PENDING_RELEASE"))])).Is(HttpStatusCode.OK);
        foreach (var (operation, count) in new[] { ("ADD", Jobs), ("BUMP", 1) })
        {
            for (var ended = 0; ended < count;)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs/claim");
                request.Content = JobsJson.Content($$"""{"worker":"w","operations":["{{operation}}"],"max":100,"lease":"00:01:00"}""");
                request.Headers.Add("Prefer", "wait=10");
                foreach (var job in (await door.SendAsync(request)).Is(HttpStatusCode.OK).Json["items"]!.AsArray())
                {
                    var act = new JsonObject { ["leaseNumber"] = (long)job!["leaseNumber"]!, ["log"] = "done" };
                    (await jobs.ActAsync(job["jobId"]!.ToString(), "complete", act)).Is(HttpStatusCode.OK);
                    ended++;
                }
            }
        }
    }

    private static async Task EndTasksAsync(Door door)
    {
        var tasks = new TasksClient(door);
        await tasks.PostLinesAsync(string.Concat(Enumerable.Range(0, Tasks).Select(number => $$"""{"queue":"brief","payload":{{number}}}""" + "\n")));
        for (var ended = 0; ended < Tasks;)
        {
            var claimed = await tasks.ClaimAsync("brief", max: 500, wait: 10);
            var items = string.Join(',', claimed.Select(task => $$"""{"id":{{task["id"]}},"leaseNumber":{{task["leaseNumber"]}},"result":1}"""));
            (await tasks.PostAsync("/tasks/complete", $$"""{"items":[{{items}}]}""")).Is(HttpStatusCode.OK);
            ended += claimed.Length;
        }
    }

    private static async Task EndRunsAsync(Door door)
    {
        await new ExpertiseClient(door, "anything").SubmitSeedAsync(Conference.CsvConfig("a job"));
        await Task.WhenAll(Enumerable.Range(0, Tickets).Select(number => door.SubmitAsync("FloatComputation", number % 5 == 0
            ? """{"f1":"abc"}"""
            : """{"f1":0.5,"f2":0.5,"op":"add"}""")));
    }
}
