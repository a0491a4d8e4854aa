using Switchyard.Compute.Sources;

namespace Switchyard.Compute;

public sealed class RunTests
{
    private static readonly ComputeEntry Entry = new(1, "thing", "wait", "things", 0);

    [Fact]
    public void A_run_that_is_being_reported_cannot_be_lost()
    {
        using var run = new Run(Entry);

        Assert.True(run.TryBeginReport());
        Assert.False(run.TryLose("The lease is lost."));
        Assert.False(run.IsLost || run.Lost.IsCancellationRequested || run.Stopping.IsCancellationRequested);
    }

    [Fact]
    public void A_run_that_is_lost_is_not_reported_and_has_no_time_left()
    {
        using var run = new Run(Entry);

        Assert.True(run.TryLose("The lease is lost."));
        Assert.False(run.TryBeginReport());
        Assert.True(run.Lost.IsCancellationRequested && run.Stopping.IsCancellationRequested);
        Assert.Equal("The lease is lost.", run.StopReason);
    }

    [Fact]
    public async Task Who_stops_a_run_neither_waits_for_nor_hears_of_those_who_listen()
    {
        using var run = new Run(Entry);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goOn = new ManualResetEventSlim();
        await using var hears = run.Stopping.Register(() =>
        {
            goOn.Wait(TestContext.Current.CancellationToken);
            heard.SetResult();
            throw new InvalidOperationException("It is broken.");
        });

        run.Stop("enough");
        goOn.Set();
        await heard.Task.WaitAsync(TestContext.Current.CancellationToken);
    }
}
