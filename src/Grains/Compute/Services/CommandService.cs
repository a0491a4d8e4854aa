using Switchyard.Compute.Isolation;
using Switchyard.Compute.Runs;
using Switchyard.Compute.Services.Inputs;

namespace Switchyard.Compute.Services;

/// <summary>A service that is a command from the configuration.</summary>
public sealed class CommandService : IService
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private readonly ServiceOptions _options;
    private readonly ResultLimits _limits;
    private readonly TimeProvider _time;
    private readonly RunIsolation _isolation;
    private readonly IReadOnlyList<string> _command;

    /// <param name="options">Valid, as <see cref="ServiceOptionsValidator"/> says.</param>
    /// <param name="volumes">Judges the volumes of its inputs; null: any file does.</param>
    public CommandService(ServiceOptions options, ResultLimits limits, VolumeCheck? volumes, RunIsolation isolation, TimeProvider time)
    {
        (_options, _limits, _isolation, _time) = (options, limits, isolation, time);
        Inputs = [.. options.Inputs.Select(input => ServiceInputFactory.Make(input, volumes))];
        var program = options.Command[0];
        _command = [program.Contains('/') ? Path.GetFullPath(program) : program, .. options.Command.Skip(1)];
    }

    public string Name => _options.Name;

    public string Description => _options.Description;

    public IReadOnlyList<ServiceInput> Inputs { get; }

    public TimeSpan? Timeout => _options.Timeout;

    public async Task RunAsync(ServiceRun run, CancellationToken cancellationToken)
    {
        await run.Inputs.WriteDefaultsAsync(run.Directory.In, cancellationToken);
        using var cage = await _isolation.EnterAsync(
            new CageOrder(run.Directory.FullName, run.Directory.Temporary)
            {
                User = _options.User,
                HasNetwork = _options.Network == true,
                MemoryBytes = _options.MemoryBytes,
            },
            cancellationToken);
        var spec = new ProcessSpec
        {
            Command = _command,
            Directory = run.Directory,
            Environment = MakeEnvironment(run),
            Cage = cage,
            MemoryBytes = _options.MemoryBytes,
            DiskBytes = _options.DiskBytes,
            AtOnce = run.AtOnce,
        };
        var code = await ProcessRun.RunAsync(spec, run.Log, _time, cancellationToken);
        run.ExitCode = code;
        if (code != 0)
        {
            throw new ServiceFailedException(ExitError.Of("The command", code, run.Log));
        }

        await PackAsync(run, cage.User?.User, cancellationToken);
    }

    /// <summary>A command that made the result archive itself, as the original's services do, is taken at its word.</summary>
    private async Task PackAsync(ServiceRun run, uint? owner, CancellationToken cancellationToken)
    {
        var files = ResultFiles.Find(run, _options.Output, owner, _limits);
        if (files.Any(file => file.AsSpan().SequenceEqual(ServiceRun.ResultName)))
        {
            return;
        }

        // What lies there is no file of the run's.
        if (File.Exists(run.ResultFile))
        {
            File.Delete(run.ResultFile);
        }

        if (files is not [])
        {
            await ResultArchive.PackAsync(run, files, _time, cancellationToken);
        }
    }

    /// <summary>Nothing else of the node's environment, which holds its secrets.</summary>
    private Dictionary<string, string> MakeEnvironment(ServiceRun run)
    {
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") is { Length: > 0 } path ? path : DefaultPath,
            ["HOME"] = run.Directory.Home,
            ["TMPDIR"] = run.Directory.Temporary,
        };
        foreach (var (name, value) in _options.Environment.Concat(run.Environment))
        {
            environment[name] = value;
        }

        return environment;
    }
}
