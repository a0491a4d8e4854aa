using Switchyard.Jobs;
using Switchyard.Nodes;
using Switchyard.Work;

namespace Switchyard.OperatorConsole;

public static class JobSamples
{
    /// <summary>What is said of it, oldest first.</summary>
    public static string[] BumpLog { get; } =
    [
        "Claimed by worker worker 1.",
        "The lease of worker worker 1 ran out.",
        "Claimed by worker worker 2.",
        "Set status: importing",
        Samples.Hostile,
    ];

    /// <summary>A BUMP whose first worker was lost, and whose second is late.</summary>
    /// <returns>Its id, and what keeps the queue from noticing it: it looks once a second for leases that ran out.</returns>
    public static async Task<(long Job, CallFault Sweep)> MakeLateBumpAsync(this ConsoleNode node)
    {
        var id = await node.Jobs.AddAsync(new JobParameters(
            JobOperation.Bump,
            JobNames.Datastore,
            new BumpManifesto("1.1.0.0", "The spring version", 1_767_225_600, "no", "MINOR",
            [
                new DataStructureUpdate("APE", "new", "ADD", "PENDING_RELEASE"),
                new DataStructureUpdate("BEAR", Samples.Hostile, "REMOVE", "PENDING_DELETE"),
            ]),
            "Spring",
            BumpFromVersion: "1.0.0.0",
            BumpToVersion: "1.1.0.0"));
        var job = node.Jobs[id];
        var half = TimeSpan.FromMinutes(30);
        Assert.NotNull(await job.ClaimAsync("worker 1", half / 2));
        node.Clock.Advance(half);
        // So does the queue, when it next looks.
        await job.ExpireAsync();
        var second = await job.ClaimAsync("worker 2", half);
        var renewed = await job.RenewAsync(second!.LeaseNumber, half, new JobUpdate(JobStatus.Importing, Log: Samples.Hostile));
        Assert.Equal(ActOutcome.Accepted, renewed.Outcome);
        var sweep = node.Faults.On<IJobGrain>(nameof(IJobGrain.ExpireAsync), _ => true, call =>
        {
            call.Answer = ActOutcome.Conflict;
            return Task.CompletedTask;
        });
        node.Clock.Advance(half * 2);
        return (id, sweep);
    }
}
