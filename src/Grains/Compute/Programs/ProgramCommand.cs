using System.Reflection;

namespace Switchyard.Compute.Programs;

/// <summary>How this node's own program is started again for one run of a service.</summary>
/// <param name="Arguments">The program and what comes before the service's name.</param>
public sealed record ProgramCommand(IReadOnlyList<string> Arguments)
{
    /// <summary>The first argument of a process that is to run a service, and nothing else.</summary>
    public const string Verb = "run-service";

    /// <summary>The program of this very process.</summary>
    public static ProgramCommand OfThisProcess()
    {
        var program = Environment.ProcessPath ?? throw new PlatformNotSupportedException("The node does not know its own program.");

        // Under the shared host the program is `dotnet`, and the assembly its first argument.
        return Path.GetFileNameWithoutExtension(program) == "dotnet" && Assembly.GetEntryAssembly()?.Location is { Length: > 0 } entry
            ? new([program, entry, Verb])
            : new([program, Verb]);
    }
}
