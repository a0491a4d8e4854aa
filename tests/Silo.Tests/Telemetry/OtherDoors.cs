using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Servers.LabelForward;

namespace Switchyard.Telemetry;

/// <summary>A little work of each door that <see cref="SampleLoad"/> has none of.</summary>
internal sealed class OtherDoors(HttpClient http, LabelForwardTables forward)
{
    /// <summary>What takes processes of its own comes seldom.</summary>
    private const int Seldom = 8;

    private const int Tables = 400;

    private int _turns;
    private int? _classifier;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Tables to hand out, in a directory that is made; the settings that name all that a node needs.</summary>
    public static IEnumerable<string> Arrange(string directory, LabelForwardTables forward)
    {
        var (tables, targets) = (Path.Combine(directory, "tables"), Path.Combine(directory, "targets"));
        Directory.CreateDirectory(tables);
        Directory.CreateDirectory(targets);
        var names = Enumerable.Range(0, Tables).Select(number => string.Create(CultureInfo.InvariantCulture, $"T{number:000}")).ToList();
        names.ForEach(name => File.WriteAllText(Path.Combine(tables, name + ".csv"), "name,place\nBerlin,Germany\n"));
        File.WriteAllLines(Path.Combine(targets, "CEA_Targets.csv"), names.Select(name => $"{name},1,0"));
        return [$"Tables:InputDirectory={directory}", $"Downloads:ConnectionString={forward.ConnectionString}"];
    }

    public async Task TurnAsync()
    {
        await TableAsync();
        await JobAsync();
        if (_turns++ % Seldom == 0)
        {
            await ScoreAsync();
            await ExportAsync();
        }
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
