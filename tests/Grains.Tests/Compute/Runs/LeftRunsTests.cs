using System.Diagnostics;
using System.Globalization;

namespace Switchyard.Compute.Runs;

public sealed class LeftRunsTests : IDisposable
{
    private const string Family = "trap '' TERM; sh -c 'sleep 1000 & sleep 1000' & (sleep 1000 &); echo ready; sleep 1000";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-left-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_survives_a_host_that_is_killed()
    {
        using var host = await StartAsync(Family);
        Assert.Contains(LinuxProcess.FindAll(), process => process.WorksIn(_root.FullName));

        host.Kill();
        await host.WaitForExitAsync(Token);

        await WorkingProcesses.AreGoneAsync(_root.FullName, Token);
    }

    [Fact]
    public async Task What_left_its_session_ends_when_the_host_comes_back()
    {
        using var host = await StartAsync("setsid sh -c 'echo ready; sleep 1000' & sleep 1000");
        host.Kill();
        await host.WaitForExitAsync(Token);
        Assert.Contains(LinuxProcess.FindAll(), process => process.WorksIn(_root.FullName));

        using var root = RunRoot.Open(_root.FullName);
        var left = await LeftRuns.EndAllAsync(root, TimeProvider.System, Token);

        Assert.Equal([(1L, 1L)], left.Select(run => (run.Directory.ItemId, run.Directory.LeaseNumber)));
        Assert.DoesNotContain(LinuxProcess.FindAll(), process => process.WorksIn(_root.FullName));
        Assert.Empty(RunDirectory.FindAll(_root.FullName));
    }

    [Fact]
    public async Task A_process_that_only_has_the_number_is_left_alone()
    {
        using var foreign = Process.Start(new ProcessStartInfo("setsid", ["sleep", "1000"]))!;
        try
        {
            while (LinuxProcess.Find(foreign.Id) is not { } moved || moved.Session != foreign.Id)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
            }

            var real = LinuxProcess.Find(foreign.Id)!.Value;
            var record = new RunRecord(LinuxProcess.BootId, foreign.Id, real.Started - 1, new string('0', 32));
            record.Write(RunDirectory.Create(_root.FullName, 5, 3));
            using var root = RunRoot.Open(_root.FullName);

            Assert.Single(await LeftRuns.EndAllAsync(root, TimeProvider.System, Token));
            Assert.False(foreign.HasExited);
            Assert.Equal([real], (record with { Started = real.Started }).FindProcesses());
        }
        finally
        {
            foreign.Kill();
        }
    }

    [Fact]
    public async Task A_session_without_its_leader_is_left_alone_when_it_may_be_foreign()
    {
        using var foreign = Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", "sleep 1000 & echo $!"]) { RedirectStandardOutput = true })!;
        var left = LinuxProcess.Find(int.Parse((await foreign.StandardOutput.ReadLineAsync(Token))!, CultureInfo.InvariantCulture))!.Value;
        await foreign.WaitForExitAsync(Token);
        var record = new RunRecord(LinuxProcess.BootId, foreign.Id, left.Started, new string('0', 32));

        Assert.Empty(record.FindProcesses());
        Assert.Equal([left.Id], record.FindProcesses(evenWithoutLeader: true).Select(process => process.Id));

        left.Signal(LinuxProcess.Kill);
    }

    [Fact]
    public void A_record_of_another_start_of_the_machine_is_none()
    {
        var directory = RunDirectory.Create(_root.FullName, 5, 3);
        var record = new RunRecord(LinuxProcess.BootId, 12, 34, new string('0', 32));

        record.Write(directory);
        Assert.Equal(record, RunRecord.Read(directory));

        (record with { BootId = Guid.Empty.ToString() }).Write(directory);
        Assert.Null(RunRecord.Read(directory));
    }

    [Fact]
    public void Two_nodes_cannot_share_a_root()
    {
        using (RunRoot.Open(_root.FullName))
        {
            Assert.Throws<IOException>(() => RunRoot.Open(_root.FullName));
        }

        RunRoot.Open(_root.FullName).Dispose();
    }

    public void Dispose() => _root.Delete(recursive: true);

    /// <summary>A process that runs a script as a node does, once the script has said that it is ready.</summary>
    private async Task<Process> StartAsync(string script)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Switchyard.RunHost.dll"), _root.FullName, "sh", "-c", script },
        };
        var host = Process.Start(start)!;
        Assert.Equal("ready", await host.StandardOutput.ReadLineAsync(Token));
        return host;
    }
}
