using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Compute.Isolation;

namespace Switchyard.Compute;

/// <summary>What the runs of a test are kept from.</summary>
internal static class Isolations
{
    /// <summary>Nothing but what all are.</summary>
    public static RunIsolation None() => Of(new IsolationOptions { RunRoot = Path.GetTempPath() });

    public static RunIsolation Of(IsolationOptions options) => new(options, NullLogger<RunIsolation>.Instance);
}
