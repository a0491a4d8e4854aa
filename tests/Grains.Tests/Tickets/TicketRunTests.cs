using Switchyard.Compute;
using Switchyard.Compute.Runs;
using Switchyard.Work;
using static Switchyard.Compute.ComputeRig;

namespace Switchyard.Tickets;

public sealed class TicketRunTests
{
    [Fact]
    public async Task Cancelling_what_does_not_want_to_end_leaves_no_process()
    {
        await using var rig = await StartAsync(Commands.Stubborn);
        var id = await rig.SubmitAsync(Commands.Stubborn.Name, "{}");
        await rig.SaysAsync(id, "It is ready.");
        Assert.Contains(LinuxProcess.FindAll(), process => process.WorksIn(rig.Runs));

        Assert.Equal(ActOutcome.Accepted, await rig.Grains.GetTicket(id).CancelAsync("enough"));
        rig.AssertNothingRuns();
        var ticket = await rig.LookAsync(id);
        Assert.Equal((WorkStatus.Cancelled, "enough", null), (ticket.Item.Status, ticket.Error, ticket.ResultBlob));
        Assert.StartsWith("It is ready.\n", (await rig.Grains.GetTicket(id).GetRunAsync())!.Log, StringComparison.Ordinal);
        Assert.Equal(ActOutcome.Conflict, await rig.Grains.GetTicket(id).CancelAsync("again"));
    }

    [Fact]
    public async Task A_time_limit_leaves_no_process()
    {
        await using var rig = await StartAsync(Commands.Stubborn with { Timeout = TimeSpan.FromSeconds(1) });
        var id = await rig.SubmitAsync(Commands.Stubborn.Name, "{}");

        var ticket = await rig.EndOfAsync(id);
        Assert.Equal((WorkStatus.TimedOut, "The run took longer than 00:00:01."), (ticket.Item.Status, ticket.Error));
        rig.AssertNothingRuns();
    }

    [Fact]
    public async Task What_waits_is_cancelled_without_a_run()
    {
        await using var rig = await StartAsync(Commands.Stubborn);
        _ = await rig.SubmitAsync(Commands.Stubborn.Name, "{}");
        var id = await rig.SubmitAsync(Commands.Stubborn.Name, "{}");
        await EventuallyAsync(async () => await rig.Grains.GetScheduler().FindAsync(id) is { Runs: false });

        Assert.Equal(ActOutcome.Accepted, await rig.Grains.GetTicket(id).CancelAsync("enough"));
        Assert.Equal((WorkStatus.Cancelled, 0), ((await rig.LookAsync(id)).Item.Status, (await rig.LookAsync(id)).Item.LeaseNumber));
        Assert.Equal(ActOutcome.Unknown, await rig.Grains.GetTicket(id + 1).CancelAsync("nothing"));
    }

    [Fact]
    public async Task A_command_that_fails_says_so_with_its_exit_code_and_the_end_of_its_errors()
    {
        var broken = new ServiceOptions { Name = "broken", Command = ["/bin/sh", "-c", "echo 'no luck' >&2; exit 3"] };
        await using var rig = await StartAsync(broken);
        var id = await rig.SubmitAsync("broken", "{}");

        var ticket = await rig.EndOfAsync(id);
        Assert.Equal((WorkStatus.Failed, "The command ended with exit code 3: no luck"), (ticket.Item.Status, ticket.Error));
        Assert.Equal(new RunView("0@test", 3, "no luck\n"), await rig.Grains.GetTicket(id).GetRunAsync());
    }

    private static Task<TicketsRig> StartAsync(ServiceOptions service) => new TicketsRig(null)
    {
        Services = new() { Commands = [service] },
        Compute = new() { Sources = [new() { Name = "0" }], DrainTime = TimeSpan.Zero },
    }.UpAsync();
}
