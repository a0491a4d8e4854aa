using Switchyard.Compute.Runs;

namespace Switchyard.Compute.Programs;

/// <summary>How this node's own program is started again for one run of a service.</summary>
/// <param name="Arguments">The program and what comes before the service's name.</param>
public sealed record ProgramCommand(IReadOnlyList<string> Arguments)
{
    /// <summary>The first argument of a process that is to run a service, and nothing else.</summary>
    public const string Verb = "run-service";

    /// <summary>The program of this very process.</summary>
    /// <inheritdoc cref="OwnProgram.Command"/>
    public static ProgramCommand OfThisProcess() => new([.. OwnProgram.Command(), Verb]);
}
