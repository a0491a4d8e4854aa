using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Switchyard.Acceptance.Documents;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Tasks;

/// <summary>What the documents say to type, typed.</summary>
public sealed class DocumentTests(SharedNode shared)
{
    private const string Address = "http://127.0.0.1:5000/";

    [Fact]
    public async Task The_readmes_requests_lead_a_task_from_its_submit_to_its_result()
    {
        var node = await shared.NodeAsync();
        var queue = TasksClient.NewQueue();
        var requests = new TypedDocument("README.md", "Tasks", block => block.StartsWith("curl ", StringComparison.Ordinal));

        var said = string.Concat(await requests.RunAsync(node.Process.Address, ("greetings", queue)));

        var last = JsonNode.Parse(said[said.LastIndexOf("{\"id\":", StringComparison.Ordinal)..])!;
        Assert.Equal(("completed", "Hello Ann"), ((string?)last["status"], (string?)last["result"]!["text"]));
        Assert.Equal(2, Regex.Count(said, "\"outcome\":\"ok\""));
        Assert.Equal(3, (int)(await node.Tasks.ShowAsync($"/queues/{queue}"))["policy"]!["maxAttempts"]!);
    }

    [Theory]
    [InlineData("python", "samples/tasks/greetings.py")]
    [InlineData("csharp", "samples/tasks/greetings.cs")]
    public async Task The_readmes_workers_are_the_samples_and_greet(string language, string sample)
    {
        var node = await shared.NodeAsync();
        Assert.Equal((await File.ReadAllTextAsync(Project.PathOf(sample), TestContext.Current.CancellationToken)).TrimEnd(), Assert.Single(Snippets.Of("README.md", "Tasks", language)));
        var commands = Snippets.CommandsOf("README.md", "Tasks").Where(command => command.Contains(sample, StringComparison.Ordinal)).ToList();
        Assert.Equal(language == "csharp" ? 3 : 2, commands.Count);
        foreach (var build in commands.SkipLast(2))
        {
            await using var builder = Run(node, build);
            await builder.EndAsync();
        }

        await using var worker = Run(node, commands[^2]);
        await using var submitter = Run(node, commands[^1]);

        Assert.Contains(await submitter.EndAsync(), line => line.Contains("Hello Ann", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_clients_page_shows_programs_that_run()
    {
        var node = await shared.NodeAsync();
        var programs = Snippets.Of("docs/clients.md", "Python", "python").Select(text => text.Replace(Address.TrimEnd('/'), node.Process.Address.ToString(), StringComparison.Ordinal)).ToList();
        Assert.Equal(2, programs.Count);
        await using var client = ClientProcess.Start(node.Process.Address, "python3", ["-c", programs[0]]);
        var lines = await client.EndAsync();
        Assert.StartsWith("queued [", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" 0", lines[1], StringComparison.Ordinal);
        await node.Tasks.DeleteAsync("/schedules/digest");

        await using var worker = ClientProcess.Start(node.Process.Address, "python3", ["-c", programs[1]]);
        var page = await node.Tasks.SubmitAsync("pages", """{"url":"http://example.org"}""");
        Assert.Equal("http://example.org", (string?)(await node.Tasks.EndAsync(page))["result"]!["url"]);
    }

    [Fact]
    public async Task The_clients_page_makes_a_worker_of_a_command()
    {
        var node = await shared.NodeAsync();
        var commands = Snippets.CommandsOf("docs/clients.md", "curl");
        Assert.Equal(2, commands.Count);
        await using var worker = Run(node, commands[0]);
        await using var submitter = Run(node, commands[1]);

        var id = Assert.Single(await submitter.EndAsync());

        Assert.Equal("HELLO", (string?)(await node.Tasks.EndAsync(id))["result"]!["upper"]);
    }

    private static ClientProcess Run(TasksNode node, string command) => ClientProcess.Start(node.Process.Address, "bash", ["-c", command]);
}
