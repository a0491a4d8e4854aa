using Switchyard.Compute.Services.Inputs;

namespace Switchyard.Compute.Services;

/// <summary>
/// What a source can run. One instance serves all runs, also several at once, and may keep what is dear to load.
/// </summary>
public interface IService
{
    /// <summary>What clients ask for; exact, unique.</summary>
    string Name { get; }

    string Description { get; }

    /// <summary>In the order they are shown, read and complained about.</summary>
    IReadOnlyList<ServiceInput> Inputs { get; }

    /// <summary>Whether clients may ask for it by name; else it is a step of what a door does.</summary>
    bool IsOffered => true;

    /// <summary>After which a run is ended; null: never.</summary>
    TimeSpan? Timeout => null;

    /// <summary>
    /// Does one run, whose inputs were accepted. What clients get is the file <see cref="ServiceRun.ResultFile"/>; without
    /// it the run has no result, which is no failure.
    /// </summary>
    /// <param name="cancellationToken">Asks for an early end; the run ends with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="Exception">The run failed; the message is what people read.</exception>
    Task RunAsync(ServiceRun run, CancellationToken cancellationToken);
}
