using System.Diagnostics;
using Switchyard.Servers;

namespace Switchyard.Description;

/// <summary>What people do with the API's description, with the tools that they use: check it, and make a client of it.</summary>
public sealed class DescriptionToolsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string[] Unreached = ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH", "ECONNRESET"];

    private static string Tools => Path.Combine(AppContext.BaseDirectory, "Description", "npm");

    private static string Modules => Path.Combine(Tools, "node_modules");

    /// <summary>The newest that the tools ask for, where a package of it is for this machine; Debian 12's own is too old.</summary>
    private static string Node => Directory.Exists(Modules)
        && Directory.EnumerateDirectories(Modules, "node-linux-*").Select(package => Path.Combine(package, "bin", "node")).FirstOrDefault(File.Exists) is { } own
            ? own
            : "node";

    [Fact]
    public async Task The_description_has_no_faults_and_makes_a_client_that_compiles()
    {
        await InstallAsync();
        var file = Project.PathOf("docs/openapi.json");

        var (rc, output) = await RunAsync(Node, "node_modules/@redocly/cli/bin/cli.js", "lint", file, "--config", Project.PathOf("redocly.yaml"));
        Assert.True(rc == 0, output);
        (rc, output) = await RunAsync(Node, "node_modules/openapi-typescript/bin/cli.js", file, "-o", "openapi.d.ts");
        Assert.True(rc == 0, output);
        (rc, output) = await RunAsync(Node, "node_modules/typescript/bin/tsc", "--noEmit", "-p", ".");
        Assert.True(rc == 0, output);
    }

    /// <summary>Once for each lock file.</summary>
    private static async Task InstallAsync()
    {
        var (lockFile, installed) = (Path.Combine(Tools, "package-lock.json"), Path.Combine(Modules, ".installed"));
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == await File.ReadAllTextAsync(lockFile))
        {
            return;
        }

        var (rc, output) = await RunAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1");
        Assert.SkipWhen(rc != 0 && Unreached.Any(output.Contains), $"npm cannot reach its registry: {output}");
        Assert.True(rc == 0, output);
        File.Copy(lockFile, installed, overwrite: true);
    }

    private static async Task<(int Rc, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Tools,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            // The linter asks for a newer release of itself, and tells its maker of its use.
            Environment = { ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true", ["CI"] = "true" },
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        enough.CancelAfter(Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(enough.Token), process.StandardError.ReadToEndAsync(enough.Token));
            await process.WaitForExitAsync(enough.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
