using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Campaigns;

/// <summary>
/// The 25 real tables, all returned by a client with a value of its own for each target. One was returned with an error first
/// and reset, and one result holds errors that were not fatal.
/// </summary>
public sealed class FinishedCampaign : IAsyncLifetime
{
    public const string Traceback = "Traceback (most recent call last):\n  \u201cboom\u201d\n";
    public const string UrlPrefix = "http://www.wikidata.org/entity/";

    private const string Client = "127.0.1.1 - 5f0c7e5e-acce-4b1e-8f5e-0d9c1b2a3f4e";

    public Door Door => Node.Door;

    public List<Package> Packages { get; } = [];

    /// <summary>The bodies of the results, as sent, by table.</summary>
    public Dictionary<string, byte[]> Bodies { get; } = [];

    /// <summary>The values sent: "table,1,0" and so on, by task.</summary>
    public Dictionary<string, Dictionary<string, string>> Values { get; } = new() { ["cea"] = [], ["cta"] = [], ["cpa"] = [] };

    public string FirstTable => Packages[0].Name;

    public Answer Last { get; private set; } = null!;

    private TablesNode Node { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Node = await TablesNode.StartAsync(_ => { }, $"Tables:InputDirectory={SemTab.Path}");
        var failing = await Door.TakeAsync(Client);
        (await Door.StoreErrorAsync(failing.Name, Client, Traceback)).IsStored();
        (await Door.PostAsync("/api/v1/tables/reset", new JsonObject { ["which"] = "errors" })).Is(HttpStatusCode.OK);

        while ((Last = await Door.GetWorkAsync(Client)).Status == HttpStatusCode.OK)
        {
            var package = new Package(Last.Json);
            Packages.Add(package);
            await ReturnAsync(package);
        }
    }

    public ValueTask DisposeAsync() => Node.DisposeAsync();

    /// <summary>As the original's Runner: the whole package comes back, with the solution in it.</summary>
    private async Task ReturnAsync(Package package)
    {
        var result = Result.For(package, target => Value(package, target));
        if (package.Name == FirstTable)
        {
            result["errors"] = new JsonArray("lookup timed out", "no class");
        }

        foreach (var (key, value) in package.Json.AsObject())
        {
            result[key] = value?.DeepClone();
        }

        var body = Encoding.UTF8.GetBytes(result.ToJsonString());
        Bodies.Add(package.Name, body);
        (await Door.StoreResultAsync(package.Name, Client, body)).IsStored();
    }

    /// <summary>Names the target, and for a cell its text, which may hold anything; some have the prefix that is cut.</summary>
    private string Value(Package package, (string Task, int First, int Second) target)
    {
        var (task, first, second) = target;
        var place = task == "cta" ? $"{package.Name},{first}" : $"{package.Name},{first},{second}";
        var value = task == "cea" ? $"Q{first}x{second} {package.Cell(first, second)}" : $"P-{task}-{first}-{second}";
        Values[task].Add(place, value);
        return first % 2 == 0 ? UrlPrefix + value : value;
    }
}
