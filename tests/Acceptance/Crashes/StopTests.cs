using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Crashes;

/// <summary>A node that is told to stop (SIGTERM) loses nothing either, and says goodbye to whom it holds.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_node_that_is_told_to_stop_answers_whom_it_holds_and_comes_back_as_it_was()
    {
        await using var node = await TablesNode.StartAsync(input => input.WithSmallTables(3, 1));
        var taken = await node.Door.TakeAsync("at work");
        (await node.Door.PostAsync("/api/v1/queues/tables/pause", new JsonObject { ["reason"] = "moving" })).Is(HttpStatusCode.OK);
        var held = node.Door.GetWorkAsync("held");
        await Assert.ThrowsAsync<TimeoutException>(() => held.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));

        Assert.Equal(0, await node.Process.TerminateAsync());
        (await held).IsPage(HttpStatusCode.ServiceUnavailable);
        Assert.Empty(node.Process.Errors);

        await node.StartAsync();
        await node.Door.ImportedAsync();
        var queue = (await node.Door.GetAsync("/api/v1/queues/tables")).Is(HttpStatusCode.OK).Json;
        Assert.Equal("moving", (string?)queue["pause"]!["reason"]);
        Assert.Equal((2, 1), ((int)queue["queued"]!, (int)queue["running"]!));
        (await node.Door.StoreResultAsync(taken.Name, "at work", Result.Of(1, 0, "Q1"))).IsStored();
        (await node.Door.PostAsync("/api/v1/queues/tables/resume")).Is(HttpStatusCode.OK);
        await node.Door.TakeAsync("held");
    }

    [Fact]
    public async Task Clients_at_work_hear_of_each_result_that_a_stopping_node_stores()
    {
        await using var node = await TablesNode.StartAsync(input => input.WithSmallTables(300, 2));
        var record = new ConcurrentQueue<string>();
        var clients = Enumerable.Range(0, 8).Select(number => WorkAsync(node.Door, $"client {number}", record)).ToList();
        await Eventually.AskAsync(() => Task.FromResult(record.Count), count => count >= 40);

        Assert.Equal(0, await node.Process.TerminateAsync());
        await Task.WhenAll(clients);
        await node.StartAsync();

        var bodies = await node.Door.ZipAsync("/downloadResults");
        Assert.Equal(record.Count, bodies.Count);
        Assert.Equal(record.Count * 2, (await node.Door.SubmissionAsync("cea")).Count);
        Assert.All(record, table => Assert.Contains(bodies, entry => entry.Name.EndsWith(table, StringComparison.Ordinal)));
    }

    /// <summary>Works until the node is gone, or says that it goes.</summary>
    private static async Task WorkAsync(Door door, string client, ConcurrentQueue<string> record)
    {
        try
        {
            for (var answer = await door.GetWorkAsync(client); answer.Status == HttpStatusCode.OK; answer = await door.GetWorkAsync(client))
            {
                var package = new Package(answer.Json);
                (await door.StoreResultAsync(package.Name, client, Result.For(package, target => $"{client} {target}").ToJsonString())).IsStored();
                record.Enqueue(package.Name);
            }
        }
        catch (HttpRequestException)
        {
            // Its port is closed.
        }
    }
}
