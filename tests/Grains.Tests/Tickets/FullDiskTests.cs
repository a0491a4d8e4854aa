using System.Diagnostics;
using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.Work;
using static Switchyard.Compute.ComputeRig;

namespace Switchyard.Tickets;

/// <summary>On a small disk of its own, where it may be mounted.</summary>
public sealed class FullDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("data/runs", 4 << 20)]
    [InlineData("data/runs", 0)]
    [InlineData("data", 4 << 20)]
    public async Task Tickets_wait_while_the_disk_is_full_and_run_when_it_is_not(string place, long minFree)
    {
        await using var rig = new TicketsRig(null) { MinFree = minFree };
        var disk = Path.Combine(rig.Root, place);
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(await RanAsync("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk), "tmpfs cannot be mounted here.");
        try
        {
            await rig.UpAsync();
            await rig.Grains.Reach<IQueueGrain>(TicketNames.Queue).PauseAsync("the test", "until the disk is full");
            var id = await rig.SubmitAsync(BuiltInServices.FloatComputation, """{"f1":0.5,"f2":0.5,"op":"add"}""");
            var filler = Path.Combine(disk, "filler");
            await FillAsync(filler, place == "data" ? 20 << 20 : int.MaxValue);
            await rig.Grains.Reach<IQueueGrain>(TicketNames.Queue).ResumeAsync("the test");

            await EventuallyAsync(async () => await rig.Grains.GetTicket(id).WhyWaitingAsync() is { } waiting
                && (waiting.Text.Contains("disk", StringComparison.Ordinal) || waiting.Text.Contains("space", StringComparison.Ordinal)));
            File.Delete(filler);

            Assert.NotNull((await rig.ResultOfAsync(id)).ResultBlob);
        }
        finally
        {
            await rig.DownAsync();
            Assert.True(await RanAsync("umount", disk));
        }
    }

    /// <param name="most">Bytes.</param>
    private static async Task FillAsync(string path, int most)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        var piece = new byte[64 << 10];
        try
        {
            for (var written = 0; written < most; written += piece.Length)
            {
                await file.WriteAsync(piece, Cancellation);
                await file.FlushAsync(Cancellation);
            }
        }
        catch (IOException)
        {
            // As it is to be.
        }
    }

    private static async Task<bool> RanAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
        await process!.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0;
    }
}
