using System.Net;
using Switchyard.Acceptance.Tickets;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Expertise;

public sealed class KilledNodeTests(SharedPostgres server)
{
    private const int Jobs = 8;

    /// <summary>Says when it starts and ends, and takes its time.</summary>
    private const string Slow =
        """
        echo "$PWD" >> HISTORY
        sleep 0.3
        printf 's1,~Rail_Expert1,0.5\n' > out/scores.csv
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Jobs_in_both_steps_survive_kills_and_their_ids_go_on(bool onPostgres)
    {
        await using var node = new TicketsNode("Compute:Sources:0:Name=cpu");
        var history = node.PathOf("history");
        string[] settings =
        [
            .. node.Script("slow", Slow.Replace("HISTORY", history, StringComparison.Ordinal)),
            .. onPostgres ? ["Storage:Provider=Postgres", "ConnectionStrings:Switchyard=" + await server.CreateDatabaseAsync()] : Array.Empty<string>(),
        ];
        await node.StartAsync(settings);
        var client = new ExpertiseClient(node.Door, "anything");
        var ids = new List<string>();
        while (ids.Count < Jobs)
        {
            ids.Add(await client.SubmitSeedAsync(Conference.CsvConfig($"job {ids.Count}", "slow")));
        }

        foreach (var started in new[] { 1, 4 })
        {
            await Eventually.AskAsync(() => Task.FromResult(File.Exists(history) ? File.ReadAllLines(history).Length : 0), lines => lines >= started);
            await node.Process.KillAsync();
            await node.StartAsync(settings);
            client = new ExpertiseClient(node.Door, "anything");
        }

        foreach (var id in ids)
        {
            await client.SeedUntilAsync(id, "completed");
            var results = (await client.GetAsync($"/expertise/results?job_id={id}")).Is(HttpStatusCode.OK).Json;
            Assert.Single(results["results"]!.AsArray());
        }

        var later = await client.SubmitSeedAsync(Conference.CsvConfig("later"));
        Assert.True(long.Parse(later, null) > ids.Max(id => long.Parse(id, null)));
        await client.SeedUntilAsync(later, "completed");
        Assert.Empty(node.Runs());
    }

    [Fact]
    public async Task A_killed_scoring_process_is_never_completed_and_what_is_cancelled_leaves_none()
    {
        await using var node = new TicketsNode("Compute:Sources:0:Name=cpu");
        await node.StartAsync(node.Script("stubborn", "trap '' TERM; sleep 600 & wait"));
        var client = new ExpertiseClient(node.Door, "anything");
        var (killed, cancelled) = (await client.SubmitSeedAsync(Conference.CsvConfig("a", "stubborn")), await client.SubmitSeedAsync(Conference.CsvConfig("b", "stubborn")));
        await client.SeedUntilAsync(killed, "processing");
        // The other's dataset may be under way beside it, and the job is processing before its script has begun.
        var script = await Eventually.AskAsync(() => Task.FromResult(node.Runs("stubborn.sh").ToList()), runs => runs.Count > 0);
        foreach (var process in script)
        {
            Signal.Send(int.Parse(Path.GetFileName(process), null), Signal.Kill);
        }

        Assert.Equal(("completed", "error"), await client.SeedUntilAsync(killed, "error"));
        await client.SeedUntilAsync(cancelled, "processing");
        (await node.Door.PostAsync($"/api/v1/work/{cancelled}/cancel")).Is(HttpStatusCode.OK);
        Assert.Equal(("completed", "stale"), await client.SeedStatusAsync(cancelled));
        Assert.Empty(node.Runs());
    }
}
