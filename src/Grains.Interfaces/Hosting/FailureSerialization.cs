using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Switchyard.Hosting;

/// <summary>
/// Lets the exceptions of stores travel between nodes as what they are. Otherwise who calls a grain on another node hears that
/// an exception could not be sent, and cannot tell a database that restarts from a fault of the program.
/// </summary>
public static class FailureSerialization
{
    /// <summary>For every silo and every client. A process without the type of an exception gets its text.</summary>
    public static IServiceCollection AddFailureSerialization(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(options =>
        {
            options.SupportedNamespacePrefixes.Add("Switchyard");
            options.SupportedNamespacePrefixes.Add("Npgsql");
        });
}
