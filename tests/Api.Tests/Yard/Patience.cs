using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Hosting;

namespace Switchyard.Yard;

/// <summary>A front end's patience, for what is tested without one.</summary>
internal static class Patience
{
    public static PatientCalls Calls => new(
        TimeProvider.System, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), NullLogger<PatientCalls>.Instance);
}
