using System.Diagnostics;
using System.Text.Json;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;
using Switchyard.Servers;

namespace Switchyard.Benchmarks.OperatorConsole;

/// <summary>Pages of 50 of a list of 1,000,000: by the API, and on the console from the press of "Next" to the new rows.</summary>
internal static class ListPagesBench
{
    private const int Reads = 20;
    private const int Turns = 10;

    /// <summary>From the press to the frame that shows another first row.</summary>
    private const string Turn =
        """
        () => new Promise(done => {
            const first = () => document.querySelector('[data-testid=item-row]')?.dataset.item;
            const [before, began] = [first(), performance.now()];
            const observer = new MutationObserver(() => {
                if (first() && first() !== before) {
                    observer.disconnect();
                    requestAnimationFrame(() => done(performance.now() - began));
                }
            });
            observer.observe(document.body, { subtree: true, childList: true, attributes: true });
            document.querySelector('[data-testid=page-next]').click();
        })
        """;

    private static readonly (string What, string Query)[] Lists =
    [
        ("all", ""),
        ("all, oldest first", "order=asc"),
        ("kind", "kind=task"),
        ("status", "status=failed"),
        ("status of half", "status=completed"),
        ("queue", "queue=queue-07"),
        ("queue and status", $"queue={ManyTasks.Failing}&status=failed"),
        ("error, in all", "error=no%20room"),
        ("error, rare", $"error={Uri.EscapeDataString(ManyTasks.RareError)}"),
        ("error, rare, failed alone", $"status=failed&error={Uri.EscapeDataString(ManyTasks.RareError)}"),
        ("name, of half", "name=of%20east"),
        ("name, of one", $"name={Uri.EscapeDataString(ManyTasks.RareName)}"),
        ("name, of one, in a queue", $"queue=queue-07&name={Uri.EscapeDataString(ManyTasks.RareName)}"),
        ("name, of none", "name=nothing"),
        ("tag, of 1 in 1,000", "tag=t7"),
        ("worker", "worker=bench"),
        ("made after a time, all of them", "createdAfter=2020-01-01T00:00:00Z"),
    ];

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        await using var chromium = await Chromium.StartAsync();
        var table = new PlainTable(40, "list", "database", "first page, ms p50 / p99", "deep page, ms p50 / p99", "console: Next, ms p50 / p99");
        foreach (var name in databases.Names)
        {
            await using var node = await Node.StartAsync(databases.NewDirectory(), await databases.NodeSettingsAsync(name));
            var root = node.Http.BaseAddress!;
            await ManyTasks.MakeAsync(root);
            await using var visit = await Visit.ToAsync(chromium, root, "/console/work");
            foreach (var (what, query) in Lists)
            {
                var (first, next) = await ReadAsync(node, query, after: null);
                var deep = next is null ? "one page" : (object)(await ReadAsync(node, query, $"{ManyTasks.Count / 2}")).Times;
                table.Add(what, name, first, deep, next is null ? "one page" : await TurnAsync(visit, query));
            }

            table.Add("console: Failed, from nothing", name, "", "", await OpenAsync(visit, "/console/failed", "failure-group"));
            table.Add("console: Home, from nothing", name, "", "", await OpenAsync(visit, "/", "door"));
        }
    }

    private static async Task<(Latencies Times, string? Next)> ReadAsync(Node node, string query, string? after)
    {
        var (times, next) = (new Latencies(), (string?)null);
        for (var read = -2; read < Reads; read++)
        {
            var start = Stopwatch.GetTimestamp();
            var body = await node.Http.GetByteArrayAsync(new Uri($"/api/v1/work?limit=50&{query}{(after is null ? "" : $"&after={after}")}", UriKind.Relative));
            if (read >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start));
            }

            using var page = JsonDocument.Parse(body);
            next = page.RootElement.GetProperty("next").GetString();
        }

        return (times, next);
    }

    private static async Task<Latencies> TurnAsync(Visit visit, string query)
    {
        var times = new Latencies();
        await visit.GoAsync("/console/work?" + query);
        await visit["item-row"].First.WaitForAsync();
        for (var turn = 0; turn < Turns; turn++)
        {
            times.Add(TimeSpan.FromMilliseconds(await visit.Page.EvaluateAsync<double>(Turn)));
        }

        return times;
    }

    private static async Task<Latencies> OpenAsync(Visit visit, string path, string testId)
    {
        var times = new Latencies();
        for (var turn = 0; turn < Turns; turn++)
        {
            var start = Stopwatch.GetTimestamp();
            await visit.GoAsync(path);
            await visit[testId].First.WaitForAsync();
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        return times;
    }
}
