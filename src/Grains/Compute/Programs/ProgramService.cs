using Switchyard.Compute.Isolation;
using Switchyard.Compute.Runs;
using Switchyard.Compute.Services;
using Switchyard.Compute.Services.Inputs;

namespace Switchyard.Compute.Programs;

/// <summary>Runs a <see cref="IServiceProgram"/>: starts its process, and reads how it ended. It has no inputs that clients send.</summary>
public sealed class ProgramService(string name, string description, ProgramCommand command, RunIsolation isolation, TimeProvider time) : IService
{
    /// <summary>What a process needs to find its runtime.</summary>
    private static readonly string[] Inherited = ["PATH", "DOTNET_ROOT", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    private static readonly ResultLimits Limits = new() { MaxBytes = 64L << 30, MaxEntries = 1_000_000 };

    public string Name => name;

    public string Description => description;

    public bool IsOffered => false;

    public IReadOnlyList<ServiceInput> Inputs => [];

    public async Task RunAsync(ServiceRun run, CancellationToken cancellationToken)
    {
        using var cage = await isolation.EnterAsync(
            new CageOrder(run.Directory.FullName, run.Directory.Temporary) { IsTrusted = true }, cancellationToken);
        var spec = new ProcessSpec
        {
            Cage = cage,
            Input = ProgramSecrets.Pack(run.Secrets.ToDictionary(secret => secret.Key, secret => secret.Value.Value)),
            Command = [.. command.Arguments, name],
            Directory = run.Directory,
            Environment = MakeEnvironment(run),
            AtOnce = run.AtOnce,
        };
        var code = await ProcessRun.RunAsync(spec, run.Log, time, cancellationToken);
        run.ExitCode = code;
        if (code != ProgramExit.Done)
        {
            throw ProgramExit.Read(run.Directory.FullName, code, run.Log);
        }

        if (ResultFiles.Find(run, null, null, Limits) is [_, ..] files)
        {
            await ResultArchive.PackAsync(run, files, time, cancellationToken);
        }
    }

    private static Dictionary<string, string> MakeEnvironment(ServiceRun run)
    {
        var environment = new Dictionary<string, string>
        {
            // The node's collector takes memory for speed; a process beside it is modest.
            ["DOTNET_gcServer"] = "0",
            ["DOTNET_NOLOGO"] = "1",
            ["HOME"] = run.Directory.Home,
            ["TMPDIR"] = run.Directory.Temporary,
        };
        foreach (var variable in Inherited)
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
            {
                environment[variable] = value;
            }
        }

        foreach (var (variable, value) in run.Environment)
        {
            environment[variable] = value;
        }

        return environment;
    }
}
