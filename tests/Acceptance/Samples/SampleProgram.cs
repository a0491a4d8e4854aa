using System.Collections.Concurrent;
using System.Diagnostics;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Samples;

/// <summary>A sample, run as its readers run it: in the root of the repository.</summary>
internal static class SampleProgram
{
    private static readonly ConcurrentDictionary<string, Lazy<Task>> Builds = new();

    /// <summary>Builds a C# program of one file, once for all tests. Two that run it would else build it at the same time, and one of them fail.</summary>
    /// <returns>The arguments of <c>dotnet</c> that run it; its own follow.</returns>
    public static async Task<IReadOnlyList<string>> BuiltAsync(string file)
    {
        await Builds.GetOrAdd(file, name => new(() => BuildAsync(name))).Value;
        return ["run", "--no-build", file, "--"];
    }

    public static ProcessStartInfo Of(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Project.PathOf(""),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // No compiler may stay behind that holds our end of the output.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        return start;
    }

    private static async Task BuildAsync(string file)
    {
        using var build = Process.Start(Of("dotnet", ["build", file]))!;
        var errors = build.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await build.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await build.WaitForExitAsync(CancellationToken.None);
        Assert.True(build.ExitCode == 0, $"dotnet build {file} ended with {build.ExitCode}.\n{output}{await errors}");
    }
}
