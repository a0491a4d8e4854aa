using System.Diagnostics;
using Switchyard.Servers;

namespace Switchyard.Hosting;

/// <summary>What another process of a node's own user can learn of it; root can learn all, so the node is not root here.</summary>
public sealed class NodeProtectionTests : IDisposable
{
    private const string User = "60705";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("switchyard-protection-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_of_its_environment_memory_or_diagnostics()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can start a node as another user.");
        string[] starter = ["setpriv", "--reuid", User, "--regid", User, "--clear-groups", "--"];
        Assert.SkipUnless((await RunAsync([.. starter, "dotnet", "--list-runtimes"])).Code == 0, "Another user cannot run .NET here.");

        // Where that user can read it; without what it says of places that are the builder's.
        var program = Path.Combine(_directory.FullName, "program");
        Assert.Equal(0, (await RunAsync(["sh", "-c", $"cp -aL '{AppContext.BaseDirectory}' '{program}' && rm -f '{program}'/*.staticwebassets.runtime.json && chown -R {User} '{_directory.FullName}' && chmod 755 '{_directory.FullName}'"])).Code);
        var environment = new Dictionary<string, string> { ["Auth__Basic__Password"] = "hunter2", ["HOME"] = _directory.FullName, ["TMPDIR"] = _directory.FullName };
        await using var node = NodeProcess.Launch(
            new NodeProgram { Directory = program, Environment = environment, Starter = starter }, $"Storage:DataDirectory={_directory.FullName}/data");
        await node.ServesAsync();

        Assert.Equal("0", (await RunAsync([.. starter, "sh", "-c", $"cat /proc/{node.Id}/environ | grep -c hunter2"])).Said);
        Assert.Equal("", (await RunAsync([.. starter, "cat", $"/proc/{node.Id}/maps"])).Said);
        Assert.Empty(Directory.GetFiles(_directory.FullName, "dotnet-diagnostic-*"));
        Assert.Equal(0, await node.TerminateAsync());
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static async Task<(int Code, string Said)> RunAsync(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(Token);
        var said = await process.StandardOutput.ReadToEndAsync(Token);
        await errors;
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, said.Trim());
    }
}
