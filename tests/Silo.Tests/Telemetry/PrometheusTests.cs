using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Switchyard.Servers;
using Switchyard.Servers.LabelForward;

namespace Switchyard.Telemetry;

/// <summary>What a loaded node tells, as Prometheus reads it: the rules and the dashboard of samples/observability find data in it.</summary>
public sealed partial class PrometheusTests(SharedPostgres server) : IDisposable
{
    /// <summary>A schedule runs at a full minute: not within the time of a test.</summary>
    private const string NeedsAMinute = "switchyard_schedule_lag_seconds";

    /// <summary>Of the items of all doors.</summary>
    private static readonly string[] Kinds = ["download", "expertise", "job", "table", "task", "ticket"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(300);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("switchyard-metrics-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Samples => Project.PathOf("samples/observability");

    [Fact]
    public async Task The_rules_are_right_and_tell_what_is_wrong_alone()
    {
        Assert.Equal("", await Promtool.JudgeAsync(null, "check", "rules", Path.Combine(Samples, "alerts.yml")));
        Assert.Equal("", await Promtool.JudgeAsync(null, "test", "rules", Path.Combine(Samples, "alerts_test.yml")));
        Assert.Equal("", await Promtool.JudgeAsync(null, "check", "config", Path.Combine(Samples, "prometheus.yml")));
    }

    [Fact]
    public async Task Every_query_of_dashboard_and_rules_has_data_of_a_loaded_node()
    {
        var metrics = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Take()}");
        await using var forward = await LabelForwardTables.CreateAsync(await server.CreateDatabaseAsync());
        await using var node = await NodeProcess.StartAsync(
            [$"Storage:DataDirectory={_data.FullName}/data", $"Metrics:Url=http://{metrics}", .. OtherDoors.Arrange($"{_data.FullName}/input", forward)]);
        var (load, others) = (new SampleLoad(node.Http), new OtherDoors(node.Http, $"{_data.FullName}/input", forward));
        await load.TurnAsync();
        await others.TurnAsync();
        await using var prometheus = await PrometheusServer.StartAsync(
        [
            ("prometheus.yml", (await ReadAsync("prometheus.yml")).Replace("127.0.0.1:5000", metrics, StringComparison.Ordinal).Replace("15s", "1s", StringComparison.Ordinal)),
            ("alerts.yml", await ReadAsync("alerts.yml")),
        ]);
        var rules = (await prometheus.AskAsync("rules"))["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).ToList();
        Assert.NotEmpty(rules);
        var dashboard = JsonNode.Parse(await ReadAsync("dashboard.json"))!["panels"]!.AsArray()
            .SelectMany(panel => panel!["targets"]!.AsArray())
            .Select(target => ((string)target!["expr"]!).Replace("$__rate_interval", "1m", StringComparison.Ordinal))
            .Where(query => !query.Contains(NeedsAMinute, StringComparison.Ordinal));

        // What a rule compares, without what it compares with: on a node that is well it tells nothing.
        var waiting = rules.Select(rule => Comparison().Replace((string)rule!["query"]!, "")).Concat(dashboard).ToHashSet();
        Assert.True(waiting.Count > 30, $"There are only {waiting.Count} queries.");
        var began = TimeProvider.System.GetTimestamp();
        while ((waiting.Count > 0 || (await MissingAsync(prometheus)).Count > 0) && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            await load.TurnAsync();
            await others.TurnAsync();
            foreach (var query in waiting.ToList())
            {
                if ((await prometheus.QueryAsync(query)).Any(double.IsFinite))
                {
                    waiting.Remove(query);
                }
            }

            await Task.Delay(BetweenLooks, TimeProvider.System, Token);
        }

        Assert.Empty(waiting);
        Assert.Empty(await MissingAsync(prometheus));
        await JudgeAsync(metrics);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await node.Http.GetAsync(new Uri("/metrics", UriKind.Relative), Token)).StatusCode);
    }

    /// <summary>The doors of which no items are seen to come, to be claimed and to end.</summary>
    private static async Task<IReadOnlyList<string>> MissingAsync(PrometheusServer prometheus)
    {
        var missing = new List<string>();
        foreach (var counter in (string[])["submits", "claims", "ends"])
        {
            var rates = await prometheus.AskAsync($"query?query={Uri.EscapeDataString($"sum by (kind) (rate(switchyard_{counter}_total[1m])) > 0")}");
            missing.AddRange(Kinds.Except(rates["result"]!.AsArray().Select(series => (string)series!["metric"]!["kind"]!)).Select(kind => $"{kind} {counter}"));
        }

        return missing;
    }

    public void Dispose() => _data.Delete(recursive: true);

    /// <summary>Every family has its help and type; labels are few, and hold no id.</summary>
    private static async Task JudgeAsync(string address)
    {
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri($"http://{address}/metrics"), Token);
        Assert.Equal("", await Promtool.JudgeAsync(text, "check", "metrics"));
        string[] ours =
        [
            "switchyard_work_waiting gauge", "switchyard_work_running gauge", "switchyard_work_oldest_wait_seconds gauge",
            "switchyard_claims_total counter", "switchyard_ends_total counter", "switchyard_lost_leases_total counter", "switchyard_stale_ends_total counter",
            "switchyard_commit_duration_seconds histogram", "switchyard_commit_batch_size histogram", "switchyard_source_slots gauge",
            "http_server_request_duration_seconds histogram", "orleans_catalog_activations gauge",
        ];
        Assert.All(ours, family => Assert.Contains($"# TYPE {family}\n", text, StringComparison.Ordinal));
        var families = Typed().Matches(text).Select(found => found.Groups[1].Value).ToList();
        Assert.Equal(families.Count, families.Distinct().Count());
        Assert.All(families, family => Assert.Contains($"# HELP {family} ", text, StringComparison.Ordinal));

        // A fourth of the number of tasks would be too many values of a label, if one were an id.
        var labels = Label().Matches(text).Select(found => (Name: found.Groups[1].Value, Value: found.Groups[2].Value)).Distinct().ToLookup(label => label.Name);
        Assert.DoesNotContain("silo", labels.Select(label => label.Key));
        Assert.Contains(labels["queue"], label => label.Value == SampleLoad.IdleQueue);
        Assert.All(["/jobs/", "/getWork/", "/expertise/", "/downloads/", "/request/", "/api/v1/tasks/"], route => Assert.Contains(labels["http_route"], label => (label.Value + "/").Replace("//", "/", StringComparison.Ordinal) == route));
        Assert.All(labels, label => Assert.True(label.Select(one => one.Value).Distinct().Count() < 120, $"{label.Key} has {label.Count()} values."));
        Assert.All(labels["http_route"], label => Assert.DoesNotMatch("[0-9]{2}", label.Value));
    }

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(Samples, file), Token);

    [GeneratedRegex(@"\s(>|<|==)\s[0-9.]+$")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^# TYPE (\w+) ", RegexOptions.Multiline)]
    private static partial Regex Typed();

    [GeneratedRegex("[{,](\\w+)=\"([^\"]*)\"")]
    private static partial Regex Label();
}
