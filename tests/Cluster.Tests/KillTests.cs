using Switchyard.Cluster.Yard;
using Switchyard.Servers;

namespace Switchyard.Cluster;

/// <summary>Nodes that are gone without a word.</summary>
[Collection(typeof(TheCluster))]
public sealed class KillTests(ThreeNodes nodes)
{
    /// <summary>For whoever asks one of the others: 5 s, and what a busy machine adds. A call that is lost for good takes 30 s.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_killed_node_is_a_slow_answer_for_clients_of_the_others_and_of_a_front_end()
    {
        await nodes.StartAllAsync();
        await using var front = await nodes.StartFrontAsync();
        await using var load = Load.Start([nodes.AddressOf(1), nodes.AddressOf(2)]);
        await using var behind = Load.Start([front.Address], each: 1);
        await load.PassAsync(300);
        await behind.PassAsync(100);

        await nodes[0].KillAsync();
        await nodes.AreActiveAsync("b c");
        await load.PassAsync(300);
        await behind.PassAsync(100);
        await load.EndAsync();
        await behind.EndAsync();

        Assert.All(load.Record.Concat(behind.Record), operation =>
        {
            Assert.True(operation.Retries == 0, operation.ToString());
            Assert.True(operation.Took < Recovery, $"{operation}\n{Waits(front, nodes[1], nodes[2])}");
        });
    }

    /// <summary>What front ends say of calls that were not answered: the lines name them.</summary>
    private static string Waits(params NodeProcess[] processes) => string.Join('\n', processes.SelectMany(process => process.Output.Split('\n'))
        .Where(line => line.Contains(" again", StringComparison.Ordinal)));

    [Fact]
    public async Task A_killed_node_that_is_started_again_at_once_takes_its_own_place()
    {
        await nodes.StartAllAsync();
        await nodes[1].KillAsync();
        var began = TimeProvider.System.GetTimestamp();

        await nodes.StartAsync(1);

        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        await nodes.AreActiveAsync("a b c");
    }

    [Fact]
    public async Task A_frozen_node_that_was_taken_for_dead_ends_itself_with_a_line_and_a_code()
    {
        await nodes.StartAllAsync();
        var frozen = nodes[2];
        frozen.Freeze();
        await nodes.AreActiveAsync("a b");

        frozen.Thaw();

        Assert.Equal(3, await frozen.EndAsync());
        Assert.StartsWith("Switchyard ends: ", Assert.Single(frozen.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_pauses_for_a_moment_is_not_taken_for_dead()
    {
        await nodes.StartAllAsync();
        var paused = nodes[2];
        paused.Freeze();
        await Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System, TestContext.Current.CancellationToken);

        paused.Thaw();

        await using var load = Load.Start([paused.Address], each: 1);
        await load.PassAsync(50);
        await load.EndAsync();
        await nodes.AreActiveAsync("a b c");
        Assert.All(load.Record, operation => Assert.Equal(0, operation.Retries));
    }
}
