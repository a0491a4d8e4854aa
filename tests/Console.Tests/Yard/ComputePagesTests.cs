using Switchyard.Compute;
using Switchyard.Work;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole.Yard;

[Collection(YardCollection.Name)]
public sealed class ComputePagesTests(ConsoleYard yard)
{
    [Fact]
    public async Task A_source_is_paused_drained_and_resumed_and_says_why_it_is_idle()
    {
        await using var visit = await yard.VisitAsync(ConsoleYard.Operator, "/console/compute");
        await Expect(visit["lane-idle"]).ToContainTextAsync("Idle: nothing waits");

        await visit["lane-pause"].ClickAsync();
        await visit["confirm-yes"].ClickAsync();
        await Expect(visit["lane-idle"]).ToContainTextAsync("Idle: paused by olga");
        await Expect(visit["lane-state"]).ToHaveTextAsync("paused");
        await visit["lane-drain"].ClickAsync();
        await visit["confirm-yes"].ClickAsync();
        await Expect(visit["lane-idle"]).ToContainTextAsync("Idle: drained by olga");
        await visit["lane-resume"].ClickAsync();
        await Expect(visit["lane-idle"]).ToContainTextAsync("Idle: nothing waits");
        Assert.Equal(SourceState.Active, Assert.Single(await yard.Node.Grains.GetScheduler().GetSourcesAsync()).State);
        Assert.Equal(["resume", "drain", "pause"], await ActsAsync());
        visit.AssertClean();

        async Task<IEnumerable<string>> ActsAsync() => (await Task.WhenAll(
                new[] { "pause", "drain", "resume" }.Select(act => yard.Node.Grains.GetAuditOf(act, ConsoleNode.Source))))
            .SelectMany(entries => entries).Where(entry => entry.Who == "olga").OrderByDescending(entry => entry.Sequence).Select(entry => entry.Act);
    }

    [Fact]
    public async Task A_lane_shows_what_runs_how_far_it_is_what_waits_and_which_gpu_it_is()
    {
        var running = await yard.SubmitAsync("compute", "scan " + Samples.Hostile);
        var next = await yard.SubmitAsync("compute");
        using var sources = yard.Node.Faults.On<ISchedulerGrain>(nameof(ISchedulerGrain.GetSourcesAsync), _ => true, call =>
        {
            call.Answer = new SourceView[]
            {
                new(SourceDefinition.NameOf(ConsoleNode.Source), "test", 1, new[] { "Threshold" }, 1, 12, 7, SourceState.Active)
                {
                    Device = new SourceDevice("NVIDIA H200", 150_754_820_096),
                    Runs = new SourceItem[] { new(running, "task", "Threshold", "compute") },
                    Next = new SourceItem[] { new(next, "task", "Threshold", "compute") },
                },
                new("gpu1", "far", 2, Array.Empty<string>(), 0, 0, 0, SourceState.Away) { Idle = new WaitingView(IdleCodes.Away, "the node far is not in the cluster") },
            };
            return Task.CompletedTask;
        });
        using var log = yard.Node.Faults.On<IComputeSourceGrain>(nameof(IComputeSourceGrain.GetLogAsync), call => call.Argument<long>(0) == running, call =>
        {
            call.Answer = "reading\nslice 30 of 120\n\n";
            return Task.CompletedTask;
        });
        await using var visit = await yard.VisitAsync(ConsoleYard.Viewer, "/console/compute");

        await Expect(visit["lane"]).ToHaveCountAsync(2);
        await Expect(visit["lane-device"]).ToHaveTextAsync("NVIDIA H200, 140 GiB");
        await Expect(visit["lane-slots"].First).ToHaveTextAsync("1 of 1");
        await Expect(visit["lane-run"]).ToContainTextAsync($"task {running}");
        await Expect(visit["lane-run"]).ToContainTextAsync("scan " + Samples.Hostile);
        await Expect(visit["lane-line"]).ToHaveTextAsync("slice 30 of 120");
        await Expect(visit["lane-progress"]).ToHaveAttributeAsync("aria-valuenow", "25");
        await Expect(visit["lane-waiting"]).ToContainTextAsync($"12 waiting, next: {next}");
        await Expect(visit["lane-idle"]).ToHaveTextAsync("Idle: the node far is not in the cluster");
        foreach (var act in new[] { "lane-pause", "lane-drain", "lane-resume" })
        {
            await Expect(visit[act]).ToHaveCountAsync(0);
        }

        await visit.ShootAsync("compute");
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined"));
        visit.AssertClean();
    }
}
