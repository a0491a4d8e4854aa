using System.Diagnostics;
using Switchyard.Servers;

namespace Switchyard.Release;

/// <summary>What is shipped, made once for all tests, for the machine they run on.</summary>
public sealed class MadeRelease : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-release-");

    /// <summary>Where it lies.</summary>
    public string Out => Path.Combine(_root.FullName, "out");

    /// <summary>A new directory, gone after the tests.</summary>
    public string Scratch(string name) => _root.CreateSubdirectory(name).FullName;

    /// <summary>The one file whose name begins and ends so.</summary>
    public string File(string begin, string end) => Assert.Single(Directory.GetFiles(Out, $"{begin}*{end}"));

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Environment.UserName == "root", "The base of an image can be made by root alone.");
        await RunAsync(Project.PathOf(""), "env", "RIDS=linux-x64", "./dev", "release", Out, "node", "image", "packages", "wheel", "sbom");
    }

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>What a command writes.</summary>
    public static async Task<string> RunAsync(string directory, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (said, told) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await said}\n{await told}");
        return await said;
    }
}
