namespace Switchyard.Compute.Programs;

/// <summary>
/// A built-in service that runs as a process of its own: the node's own program, started again for one run. Nothing of the
/// node is there but what <see cref="ProgramRun"/> holds.
/// </summary>
public interface IServiceProgram
{
    /// <summary>What its service is called.</summary>
    string Name { get; }

    /// <summary>Does the one run of this process.</summary>
    /// <exception cref="WrongInputException">The input is wrong.</exception>
    /// <exception cref="Exception">The run failed; the message is what people read.</exception>
    Task RunAsync(ProgramRun run, CancellationToken cancellationToken);
}

/// <summary>The one run of a process.</summary>
/// <param name="In">The directory of the inputs.</param>
/// <param name="Out">The directory of the results, empty at first: what is left in it is the run's result.</param>
/// <param name="Log">What people see while it runs. Written line by line; never a secret.</param>
/// <param name="Cores">How many threads may compute at a time, at least 1.</param>
/// <param name="Secrets">What came with the run and is nowhere on disk, by name.</param>
public sealed record ProgramRun(
    string In,
    string Out,
    TextWriter Log,
    int Cores,
    IReadOnlyDictionary<string, string> Secrets,
    TimeProvider Time);

/// <summary>What a run was given is wrong, for the reason in the message: to run again would end the same.</summary>
public sealed class WrongInputException(string message) : Exception(message);
