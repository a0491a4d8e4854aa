using Switchyard.Work;

namespace Switchyard.Jobs;

/// <summary>The way of a claim, from grain to grain.</summary>
public sealed class ClaimStepsTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private JobsRig _rig = null!;

    private IQueueGrain Adds => _rig.Grains.GetGrain<IQueueGrain>(JobNames.Queue(JobOperation.Add));

    public async ValueTask InitializeAsync()
    {
        _rig = await JobsRig.StartAsync(null);
        Assert.Empty((await ClaimAsync(TimeSpan.Zero)).Jobs);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_claim_of_all_operations_looks_once_at_the_maintenance_and_once_at_the_queues_and_leases()
    {
        await AdmitAsync(new JobParameters(JobOperation.DeleteDraft, "A"));
        var id = await AdmitAsync(SampleJobs.Add("B"));
        JobClaimResult? claimed = null;

        var calls = await _rig.Calls.OfAsync(async () => claimed = await _rig.ClaimAsync("ann", 1, Minute, TimeSpan.Zero, JobOperation.Add, JobOperation.Change));
        var all = await _rig.Calls.OfAsync(async () => await ClaimAsync(TimeSpan.Zero));

        Assert.Equal(id, Assert.Single(claimed!.Jobs).Id);
        string[] expected = ["IJobDispatchGrain.ClaimAsync", "IJobGrain.ClaimAsync", "IMaintenanceGrain.GetAsync", "IQueueGroupGrain.TakeAsync"];
        Assert.Equal(expected, calls);
        Assert.Equal(expected, all);
    }

    [Fact]
    public async Task A_claim_waits_for_all_operations_by_one_call()
    {
        Task<JobClaimResult>? claim = null;
        var calls = await _rig.Calls.OfAsync(async () =>
        {
            claim = ClaimAsync(TimeSpan.FromSeconds(20));
            await _rig.AdmitAsync(SampleJobs.Add("A"));
            await claim;
        });

        Assert.Single((await claim!).Jobs);
        Assert.InRange(calls.Count(call => call == "IQueueGroupGrain.WaitAsync"), 0, 1);
        Assert.DoesNotContain("IQueueGrain.WaitAsync", calls);
        Assert.DoesNotContain("IQueueGrain.PeekAsync", calls);
    }

    /// <summary>As the dispatchers of nodes of 0.1 ask.</summary>
    [Fact]
    public async Task The_grain_of_a_queue_hands_out_what_the_group_has_and_nothing_twice()
    {
        var first = await AdmitAsync(SampleJobs.Add("A"));
        var second = await AdmitAsync(SampleJobs.Add("B"));

        Assert.Equal([first, second], (await Adds.PeekAsync(10)).Entries.Select(entry => entry.Id));
        Assert.True(await Adds.WaitAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));
        Assert.Equal(first, Assert.Single((await Adds.TakeAsync(1)).Entries).Id);
        Assert.Equal(second, Assert.Single((await ClaimAsync(TimeSpan.Zero)).Jobs).Id);
        Assert.Empty((await ClaimAsync(TimeSpan.Zero)).Jobs);
    }

    [Fact]
    public async Task A_group_that_comes_anew_asks_what_is_paused()
    {
        await AdmitAsync(SampleJobs.Add("A"));
        await Adds.PauseAsync("ops", "no imports");
        await _rig.ForgetGroupAsync();

        var calls = await _rig.Calls.OfAsync(async () =>
            Assert.True((await _rig.ClaimAsync("ann", 1, Minute, TimeSpan.Zero, JobOperation.Add)).Paused));

        Assert.Contains("IQueueGrain.GetStatusAsync", calls);
    }

    /// <summary>A job of which the queue is known to have heard.</summary>
    private async Task<long> AdmitAsync(JobParameters parameters)
    {
        var id = await _rig.AdmitAsync(parameters);
        await _rig.Grains.GetGrain<IQueueGrain>(JobNames.Queue(parameters.Operation)).RefillAsync();
        return id;
    }

    private Task<JobClaimResult> ClaimAsync(TimeSpan wait) => _rig.ClaimAsync("ann", 1, Minute, wait);
}
