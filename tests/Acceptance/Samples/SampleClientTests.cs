using System.Diagnostics;
using System.Net;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Samples;

/// <summary>The sample clients, run as their readers run them.</summary>
public sealed class SampleClientTests
{
    [Theory]
    [InlineData("samples/tables/client.py")]
    [InlineData("samples/tables/client.cs")]
    public async Task A_sample_client_returns_all_sample_tables(string sample)
    {
        var (program, arguments) = sample.EndsWith(".py", StringComparison.Ordinal) ? ("python3", [sample]) : ("dotnet", await SampleProgram.BuiltAsync(sample));
        await using var node = await TablesNode.StartAsync(_ => { }, $"Tables:InputDirectory={Project.PathOf("samples/tables/data")}");

        var names = await RunAsync(program, [.. arguments, node.Process.Address.ToString()]);

        Assert.Equal(10, names.Order().Distinct().Count());
        var stats = await node.Door.StatsAsync();
        Assert.Equal("""{"error":0,"result":10,"total":10,"unfinished":0}""", stats["tables"]!.ToJsonString());
        (await node.Door.GetWorkAsync("late")).IsPage(HttpStatusCode.Gone);
        var evaluation = (await node.Door.PostAsync("/getEvaluation")).Is(HttpStatusCode.OK).Json["cea"]!;
        Assert.InRange((int)evaluation["correctMappings"]!, 100, 1396);
    }

    /// <summary>Runs a program in the root of the repository; answers the lines of its output.</summary>
    private static async Task<string[]> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        var start = SampleProgram.Of(program, arguments);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}.\n{await output}{await errors}");
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
