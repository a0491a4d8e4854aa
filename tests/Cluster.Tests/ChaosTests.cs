using System.Diagnostics;
using Switchyard.Cluster.Yard;

namespace Switchyard.Cluster;

/// <summary>A short run of the chaos program, which has a full one for people: clients of all doors, and one fault after another.</summary>
[Collection(typeof(TheCluster))]
public sealed class ChaosTests
{
    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_doubled_by_faults_under_load()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Switchyard.Chaos.dll"), "--faults=6", "--items=500", "--rate=60", "--limits=off",
                "--only=kill,kill-all,freeze,terminate,postgres-restart,lost-answers",
            ])
        {
            RedirectStandardOutput = true,
        };
        using var chaos = Process.Start(start)!;
        var told = await chaos.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await chaos.WaitForExitAsync(TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(told);
        Assert.True(chaos.ExitCode == 0, told);
        Assert.Contains("Nothing was lost, doubled or wrong.", told, StringComparison.Ordinal);
    }
}
