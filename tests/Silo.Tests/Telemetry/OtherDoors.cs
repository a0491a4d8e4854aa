using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Nodes;
using Switchyard.Servers.LabelForward;

namespace Switchyard.Telemetry;

/// <summary>A little work of each door that <see cref="SampleLoad"/> has none of.</summary>
internal sealed class OtherDoors(HttpClient http, string directory, LabelForwardTables forward)
{
    /// <summary>What takes processes of its own comes seldom.</summary>
    private const int Seldom = 8;

    private const int Tables = 50;

    private int _turns;
    private int _tables;
    private int? _classifier;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Made before there is a node: the settings that name all that it needs.</summary>
    public static IEnumerable<string> Arrange(string directory, LabelForwardTables forward)
    {
        Directory.CreateDirectory(Path.Combine(directory, "tables"));
        Directory.CreateDirectory(Path.Combine(directory, "targets"));
        return [$"Tables:InputDirectory={directory}", $"Downloads:ConnectionString={forward.ConnectionString}"];
    }

    public async Task TurnAsync()
    {
        if (_turns % Seldom == 0)
        {
            await ImportAsync();
        }

        await TableAsync();
        await JobAsync();
        if (_turns++ % Seldom == 0)
        {
            await ScoreAsync();
            await ExportAsync();
        }
    }

    /// <summary>More tables than are handed out until the next come.</summary>
    private async Task ImportAsync()
    {
        _tables += Tables;
        var names = Enumerable.Range(0, _tables).Select(number => string.Create(CultureInfo.InvariantCulture, $"T{number:0000}")).ToList();
        names[^Tables..].ForEach(name => File.WriteAllText(Path.Combine(directory, "tables", name + ".csv"), "name,place\nBerlin,Germany\n"));
        await File.WriteAllLinesAsync(Path.Combine(directory, "targets", "CEA_Targets.csv"), names.Select(name => $"{name},1,0"), Token);
        await ReadAsync(await http.PostAsync(new Uri("/api/v1/tables/import", UriKind.Relative), null, Token));
        await Eventually.IsAsync(async () =>
            (string?)(await ReadAsync(await http.GetAsync(new Uri("/api/v1/tables/import", UriKind.Relative), Token)))["phase"] == "finished");
    }

    private async Task TableAsync()
    {
        var table = await ReadAsync(await http.PostAsync(new Uri("/getWork?client=c", UriKind.Relative), null, Token));
        using var result = JsonContent.Create(new { cea = new[] { new { row_id = 1, col_id = 0, mapped = "Q64" } }, cta = Array.Empty<int>(), cpa = Array.Empty<int>(), errors = Array.Empty<int>() });
        using var stored = await http.PutAsync(new Uri($"/storeResult/{table["name"]}/?client=c", UriKind.Relative), result, Token);
        Assert.True(stored.IsSuccessStatusCode, await stored.Content.ReadAsStringAsync(Token));
    }

    private async Task JobAsync()
    {
        await PostAsync("/jobs", new { jobs = new[] { new { operation = "ADD", target = string.Create(CultureInfo.InvariantCulture, $"SET_{_turns}") } } });
        var claimed = await PostAsync("/api/v1/jobs/claim", new { worker = "w", operations = new[] { "ADD" }, max = 1 });
        foreach (var job in claimed["items"]!.AsArray())
        {
            await PostAsync($"/api/v1/jobs/{job!["jobId"]}/complete", new { leaseNumber = (long)job["leaseNumber"]! });
        }
    }

    private async Task ScoreAsync()
    {
        var config = new { name = "sample", model = "bm25", csv_expertise = new[] { "~Ann_Rail1,p1,Trains,signals by rails" }, csv_submissions = new[] { "s1,On rails,rails crossing" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/expertise") { Content = JsonContent.Create(new { config }) };
        request.Headers.TryAddWithoutValidation("Authorization", "me");
        await ReadAsync(await http.SendAsync(request, Token));
    }

    private async Task ExportAsync()
    {
        if (_classifier is null)
        {
            await forward.AddVectorizerAsync(SampleModels.Vectorizer);
            await forward.AddTextAsync("goal");
            _classifier = await forward.AddClassifierAsync(SampleModels.Classifier);
        }

        await PostAsync("/downloads", new { clfId = _classifier });
    }

    private async Task<JsonNode> PostAsync(string path, object body) => await ReadAsync(await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, Token));

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(Token);
            Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.RequestUri}: {text}");
            return JsonNode.Parse(text)!;
        }
    }
}
