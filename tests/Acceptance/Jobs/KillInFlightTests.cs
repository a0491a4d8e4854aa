using Switchyard.Acceptance.Crashes;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Jobs;

/// <summary>A node that is killed while requests are under way.</summary>
public abstract class KillInFlightTests
{
    private const int Clients = 7;
    private const int Adds = 10;
    private const int Bumps = 45;
    private const int Kills = 3;

    /// <summary>Each request is two steps: sent, heard.</summary>
    private const int Steps = ((Clients * Adds * 11) + (Bumps * 3)) * 2;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_half_done()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KILL_SEED"), out var given) ? given : TimeProvider.System.GetUtcNow().Millisecond;
        TestContext.Current.TestOutputHelper?.WriteLine($"KILL_SEED={seed}");
        var random = new Random(seed);
        await using var node = await JobsNode.StartAsync(await DatabaseAsync());
        var killed = new KilledNode(node);
        var manifesto = Manifesto.Of("FAN", 90);
        var bumper = new StubbornExecutor(NewJob.Datastore, killed);
        var executors = Enumerable.Range(0, Clients).Select(_ => NewJob.Target("KILL")).ToDictionary(
            target => target, target => new StubbornExecutor(target, killed));

        // The first quarter of each stretch is for the clients to be under way again.
        const int stretch = Steps / (Kills + 1);
        var kills = killed.KillAtAsync([.. Enumerable.Range(0, Kills).Select(number => (number * stretch) + random.Next(stretch / 4, stretch))]);
        var adds = executors.Select(one => one.Value.WorkAsync(Adds, _ => (NewJob.Of("ADD", one.Key), Conversation.Whole("ADD"))));
        var bumps = bumper.WorkAsync(
            Bumps,
            number => (manifesto.Job(Version(number - 1), Version(number)), [new("initiated"), new("completed")]),
            jobs => AssertFanOutAsync(manifesto, jobs));
        await Task.WhenAll([.. adds, bumps, kills]);

        foreach (var executor in executors.Values.Append(bumper))
        {
            await executor.AssertAsync(node.Jobs);
        }

        Assert.Equal(Version(Bumps - 1), await manifesto.VersionAsync(node.Jobs));
        Assert.Empty(await node.Jobs.ListAsync("/jobs?ignoreCompleted=true"));
        var all = executors.Values.Append(bumper).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Answers lost: {all.Sum(one => one.StoredUnseen)} of requests that were stored, {all.Sum(one => one.Lost)} of others");
        Assert.InRange(all.Sum(one => one.StoredUnseen + one.Lost), Kills, int.MaxValue);
    }

    /// <summary>The settings of an empty database.</summary>
    protected abstract Task<string[]> DatabaseAsync();

    /// <summary>The datasets have the version of the newest BUMP that is completed, all of them or, before the first, none.</summary>
    private static async Task AssertFanOutAsync(Manifesto manifesto, JobsClient jobs)
    {
        var bumps = await jobs.ListAsync("/jobs?operation=BUMP&status=completed");
        var newest = bumps.Count > 0 ? (string?)bumps[^1]["parameters"]!["bumpToVersion"] : null;
        Assert.Equal(newest, await manifesto.VersionAsync(jobs));
    }

    private static string Version(int number) => $"1.{number + 1}.0.0";
}

public sealed class KillInFlightOnSqliteTests : KillInFlightTests
{
    protected override Task<string[]> DatabaseAsync() => Task.FromResult<string[]>([]);
}

public sealed class KillInFlightOnPostgresTests(SharedPostgres server) : KillInFlightTests
{
    // The cluster knows by its ports that a node is the killed one, and need not find out that that one is dead.
    protected override async Task<string[]> DatabaseAsync() =>
        [.. await Databases.NewAsync(server), $"Cluster:SiloPort={FreePort.Take()}", $"Cluster:GatewayPort={FreePort.Take()}"];
}
