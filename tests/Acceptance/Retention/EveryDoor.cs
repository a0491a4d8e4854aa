using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Expertise;
using Switchyard.Acceptance.Jobs;
using Switchyard.Acceptance.Tasks;
using Switchyard.Acceptance.Tickets;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;
using Switchyard.Servers.LabelForward;

namespace Switchyard.Acceptance.Retention;

/// <summary>Brings work of every door to its end, with all that may hang on an item: logs, large bodies, attempts, failures.</summary>
/// <param name="scale">How much of it: 1 is some.</param>
/// <param name="keep">How long tasks are kept; null: as long as they are by default.</param>
internal sealed class EveryDoor(Door door, LabelForwardTables forward, int scale, TimeSpan? keep)
{
    private const string Queue = "brief";

    /// <summary>Their archives are small.</summary>
    private const int Classifiers = 2;

    private const int Builds = 2;

    private readonly List<int> _classifiers = [];

    public int Tables => TablesOf(scale);

    /// <summary>A database of LabelForward's with some texts.</summary>
    public static async Task<LabelForwardTables> CreateForwardAsync(SharedPostgres server)
    {
        var forward = await LabelForwardTables.CreateAsync(await server.CreateDatabaseAsync());
        await forward.AddVectorizerAsync(SampleModels.Vectorizer);
        await forward.AddTextsAsync(Enumerable.Range(0, 20).Select(number => $"goal number {number}"));
        return forward;
    }

    private int Jobs => 3 * scale;

    private int TicketCount => 10 + (scale / 20);

    private int Tasks => 20 * scale;

    private static int TablesOf(int scale) => 3 * scale;

    public Task EndAsync() => Task.WhenAll(ReturnTablesAsync(), EndJobsAsync(), EndTasksAsync(), EndRunsAsync(), EndBuildsAsync());

    /// <summary>Each round has tables of its own beside those of the rounds before.</summary>
    public static void Fill(InputDirectory input, int rounds, int scale)
    {
        foreach (var name in NamesOf(rounds, scale))
        {
            input.WithTable(name);
        }

        input.WithTargets("CEA", Enumerable.Range(1, rounds).SelectMany(round => NamesOf(round, scale)).Select(name => $"{name},1,0"));
    }

    private static IEnumerable<string> NamesOf(int round, int scale) => Enumerable.Range(0, TablesOf(scale)).Select(number => $"T{round}_{number:0000}");

    private async Task ReturnTablesAsync() => await Task.WhenAll(Enumerable.Range(0, 3).Select(async client =>
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

    private async Task EndJobsAsync()
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

    private async Task EndTasksAsync()
    {
        var tasks = new TasksClient(door);
        await tasks.PutAsync($"/queues/{Queue}", keep is { TotalSeconds: var kept } ? $$$"""{"retention":{"completed":{{{kept}}},"failed":{{{kept}}}}}""" : "{}");
        await tasks.PostLinesAsync(string.Concat(Enumerable.Range(0, Tasks).Select(number => $$"""{"queue":"{{Queue}}","payload":{{number}}}""" + "\n")));
        for (var ended = 0; ended < Tasks;)
        {
            var claimed = await tasks.ClaimAsync(Queue, max: 500, wait: 10);
            await EndAsync("renew", claimed, """ "log":"it begins" """);
            await EndAsync("fail", claimed.Take(1), """ "error":"it did not work","retry":false """);
            await EndAsync("complete", claimed.Skip(1), """ "result":1 """);
            ended += claimed.Length;
        }

        async Task EndAsync(string act, IEnumerable<JsonNode> claimed, string more)
        {
            var items = claimed.Select(task => $$"""{"id":{{task["id"]}},"leaseNumber":{{task["leaseNumber"]}},{{more}}}""").ToList();
            if (items.Count > 0)
            {
                var told = (await tasks.PostAsync($"/tasks/{act}", $$"""{"items":[{{string.Join(',', items)}}]}""")).Is(HttpStatusCode.OK).Json;
                Assert.All(told["items"]!.AsArray(), item => Assert.Equal("ok", (string?)item!["outcome"]));
            }
        }
    }

    /// <summary>Some fail, and their uploads are kept: large ones.</summary>
    private async Task EndRunsAsync()
    {
        await new ExpertiseClient(door, "anything").SubmitSeedAsync(Conference.CsvConfig("a job"));
        var filler = new byte[300_000];
        new Random(1).NextBytes(filler);
        var bad = Acceptance.Tickets.Archive.Pack(("main.json", """{"f1":"abc"}"""u8.ToArray()), ("file-more.bin", filler));
        var good = Acceptance.Tickets.Archive.OfInputs("""{"f1":0.5,"f2":0.5,"op":"add"}""");
        await Task.WhenAll(Enumerable.Range(0, TicketCount).Select(number => door.SubmitAsync("FloatComputation", number % 5 == 0 ? bad : good)));
    }

    /// <summary>Each archive stands in the place of the one before.</summary>
    private async Task EndBuildsAsync()
    {
        while (_classifiers.Count < Classifiers)
        {
            _classifiers.Add(await forward.AddClassifierAsync(SampleModels.Classifier));
        }

        foreach (var classifier in Enumerable.Repeat(_classifiers, Builds).SelectMany(some => some))
        {
            (await door.PostAsync("/downloads", new JsonObject { ["clfId"] = classifier })).Is(HttpStatusCode.Accepted);
            await Eventually.AskAsync(async () => (int)(await door.GetAsync($"/downloads/{classifier}/status")).Is(HttpStatusCode.OK).Json["download"]!, status => status == 2);
            Assert.Single(await forward.ReadArchivesAsync(classifier));
        }
    }
}
