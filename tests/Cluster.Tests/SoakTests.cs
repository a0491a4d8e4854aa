using System.Diagnostics;
using Switchyard.Chaos.Soak;
using Switchyard.Cluster.Yard;

namespace Switchyard.Cluster;

/// <summary>What <c>./dev soak</c> takes for growth, and a short run of it.</summary>
[Collection(typeof(TheCluster))]
public sealed class SoakTests
{
    private static readonly Measure Bytes = new("bytes", "", Share: 0.1, Floor: 5);

    [Fact]
    public void What_stays_is_no_growth_whatever_its_peaks()
    {
        var growth = Of(Enumerable.Range(0, 60).Select(minute => minute % 10 == 9 ? 900.0 : 100 + (minute % 3)));

        Assert.False(growth.IsTooMuch);
        Assert.InRange(growth.Grown, -3, 3);
    }

    [Fact]
    public void What_grows_slowly_under_peaks_is_growth()
    {
        var growth = Of(Enumerable.Range(0, 60).Select(minute => minute % 10 == 9 ? 900.0 : 100 + (0.3 * minute)));

        Assert.True(growth.IsTooMuch);
        Assert.InRange(growth.PerHour, 17, 19);
    }

    [Fact]
    public void What_shrinks_or_is_small_is_none()
    {
        Assert.False(Of(Enumerable.Range(0, 60).Select(minute => 100.0 - minute)).IsTooMuch);
        Assert.False(Of(Enumerable.Range(0, 60).Select(minute => minute * 0.08)).IsTooMuch);
    }

    [Theory]
    [InlineData("--minutes=0")]
    [InlineData("--nodes=9")]
    [InlineData("--storage=mongo")]
    [InlineData("--doors=cellar")]
    [InlineData("--keep=1")]
    [InlineData("--faults=3")]
    public void What_it_does_not_understand_it_does_not_do(string argument) => Assert.Null(SoakOptions.Parse([argument]));

    [Fact]
    public async Task Nodes_that_keep_nothing_for_long_answer_rightly_and_say_what_went()
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Switchyard.Chaos.dll"), "soak", "--minutes=0.5", "--keep=10", "--rate=10", "--storage=sqlite", "--limits=off"])
        {
            RedirectStandardOutput = true,
        };
        using var soak = Process.Start(start)!;
        var told = await soak.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await soak.WaitForExitAsync(TestContext.Current.CancellationToken);

        // A node in its first minute still grows: whether it does is what an hour tells.
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        Assert.Matches(@"Nothing grew, and nothing was wrong\.|, 0 findings\.", told);
        Assert.Matches("Retention of Jobs: [1-9]", told);
        Assert.Matches("Retention of Tables: [1-9]", told);
    }

    private static Growth Of(IEnumerable<double> minutes) => Growth.Of(Bytes, [.. minutes.Select((value, minute) => (minute / 60.0, value))]);
}
