using Switchyard.Acceptance.Expertise;
using Switchyard.Servers;
using Switchyard.Servers.LabelForward;
using Switchyard.Servers.OpenReview;

namespace Switchyard.Acceptance.Documents;

/// <summary>The quickstarts, and README's examples of each door, typed as they are written.</summary>
public sealed class QuickstartTests(SharedPostgres server)
{
    private static readonly string[] OnOneNode = ["tables", "jobs", "tickets", "expertise", "tasks"];
    private static readonly string[] Others = ["downloads", "operator"];

    [Fact]
    public async Task The_quickstarts_of_five_users_do_what_they_say()
    {
        var pages = OnOneNode.Select(name => new TypedDocument(PathOf(name))).ToList();
        await using var node = await TypedNode.StartAsync(pages.SelectMany(page => page.NodeSettings));
        foreach (var page in pages)
        {
            await page.RunAsync(node.Address);
        }
    }

    [Fact]
    public Task The_operators_does_with_a_node_of_its_own() => new TypedDocument(PathOf("operator")).RunAsync(node: null);

    [Fact]
    public async Task The_readmes_doors_do()
    {
        await using var node = await TypedNode.StartAsync("Tables:InputDirectory=samples/tables/data");
        foreach (var section in new[] { "Tables, by curl", "Jobs, by curl", "Tickets, by curl" })
        {
            await new TypedDocument("README.md", section).RunAsync(node.Address);
        }

        var scores = await new TypedDocument("README.md", "Expertise, by curl", block => !IsOfOpenReview(block)).RunAsync(node.Address);
        Assert.Contains(scores, line => line.Contains("~Ann_Rail1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_stands_beside_other_systems_does()
    {
        await using var labels = await LabelForwardTables.CreateAsync(await server.CreateDatabaseAsync());
        await labels.AddVectorizerAsync(SampleModels.Vectorizer);
        await labels.ExecuteAsync("INSERT INTO classifiers (clf, download) VALUES ($1, 0)", SampleModels.Classifier);
        await labels.AddTextAsync("goal");
        await using var redis = await RedisServer.StartAsync();
        await using var review = await OpenReviewServer.StartAsync();
        Conference.Fill(review.Data);
        await using var node = await TypedNode.StartAsync(
            $"Downloads:ConnectionString={labels.ConnectionString}", $"Downloads:Redis={redis.Address}", $"Expertise:OpenReviewBaseUrl={review.Address.ToString().TrimEnd('/')}");

        await new TypedDocument(PathOf("downloads")).RunAsync(node.Address);
        await new TypedDocument("README.md", "Downloads, by curl").RunAsync(
            node.Address, ("redis-cli publish", $"redis-cli -p {redis.Address.Split(':')[1]} publish"));
        var jobs = await new TypedDocument("README.md", "Expertise, by curl", IsOfOpenReview).RunAsync(node.Address, ("$TOKEN", Conference.AnnsToken));
        Assert.Contains(jobs, line => line.Contains("\"newest\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_quickstart_is_typed_here_and_named_in_the_readme()
    {
        var pages = Directory.GetFiles(Project.PathOf("docs/quickstarts"), "*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Order().ToList();

        Assert.Equal(OnOneNode.Concat(Others).Order(), pages);
        var readme = File.ReadAllText(Project.PathOf("README.md"));
        Assert.All(pages, page => Assert.Contains($"({PathOf(page)})", readme, StringComparison.Ordinal));
    }

    private static bool IsOfOpenReview(string block) => block.Contains("$TOKEN", StringComparison.Ordinal);

    private static string PathOf(string name) => $"docs/quickstarts/{name}.md";
}
