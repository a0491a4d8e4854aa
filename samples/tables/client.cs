// Pulls tables from Switchyard, annotates them with a baseline, and returns the results.
// usage: dotnet run samples/tables/client.cs [url of Switchyard]
// to start several at once, dotnet build it first and run each with --no-build
#:property PublishAot=false
using System.Net;
using System.Text.Json.Nodes;

var url = (args.Length > 0 ? args[0] : "http://127.0.0.1:5000").TrimEnd('/');
var client = Uri.EscapeDataString($"{Environment.MachineName} - {Guid.NewGuid()}");
using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };

while (true)
{
    using var answer = await http.PostAsync(new Uri($"{url}/getWork?client={client}"), null);
    if (answer.StatusCode == HttpStatusCode.Gone)
    {
        return; // All tables are returned.
    }

    var table = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
    var result = new JsonObject { ["cea"] = Annotate(table), ["cta"] = new JsonArray(), ["cpa"] = new JsonArray(), ["errors"] = new JsonArray() };
    var name = Uri.EscapeDataString((string)table["name"]!);
    using var body = new StringContent(result.ToJsonString());
    using var stored = await http.PutAsync(new Uri($"{url}/storeResult/{name}/?client={client}"), body);
    stored.EnsureSuccessStatusCode();
    Console.WriteLine(table["name"]);
}

// The baseline: a cell means the DBpedia resource of its own name.
static JsonArray Annotate(JsonNode table)
{
    var cells =
        from target in table["targets"]!["cea"]!.AsArray()
        let row = (int)target["row_id"]!
        let column = (int)target["col_id"]!
        let text = ((string)table["data"]![column]![row]!).Trim()
        where text.Length > 0
        select (JsonNode)new JsonObject { ["row_id"] = row, ["col_id"] = column, ["mapped"] = "http://dbpedia.org/resource/" + text.Replace(' ', '_') };
    return new JsonArray([.. cells]);
}
