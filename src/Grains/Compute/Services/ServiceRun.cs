using Switchyard.Compute.Runs;
using Switchyard.Compute.Services.Inputs;

namespace Switchyard.Compute.Services;

/// <summary>One run of a service: what it is given, and where its results go.</summary>
public sealed class ServiceRun
{
    private const string Result = "result.tar.gz";

    internal ServiceRun(
        RunDirectory directory, InputReading inputs, RunLog log, IReadOnlyDictionary<string, string> environment)
    {
        (Directory, Inputs, Log, Environment) = (directory, inputs, log, environment);
    }

    public RunDirectory Directory { get; }

    public InputValues Values => Inputs.Values;

    /// <summary>What people see of the run while it goes on.</summary>
    public RunLog Log { get; }

    /// <summary>The source's, for processes of the run.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Cancelled when a process that is to end is killed without further time.</summary>
    public CancellationToken AtOnce { get; internal init; }

    /// <summary>Of the run's process; null when it has none, or has not ended by itself.</summary>
    public int? ExitCode { get; internal set; }

    /// <summary>Where the result is expected.</summary>
    public string ResultFile => ResultFileOf(Directory);

    /// <summary>What came with the run and is not to be on disk.</summary>
    internal IReadOnlyDictionary<string, SecretText> Secrets { get; init; } = new Dictionary<string, SecretText>();

    internal InputReading Inputs { get; }

    /// <summary>Its name in <c>out/</c>.</summary>
    internal static ReadOnlySpan<byte> ResultName => "result.tar.gz"u8;

    internal static string ResultFileOf(RunDirectory directory) => Path.Combine(directory.Out, Result);
}
