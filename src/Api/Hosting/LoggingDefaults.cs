using Microsoft.Extensions.Configuration.Memory;

namespace Switchyard.Hosting;

internal static class LoggingDefaults
{
    /// <summary>
    /// The lowest layer of configuration, which any setting overrides: no line per request (it would hold the clients' names),
    /// and of the cluster's client what is worth a warning.
    /// </summary>
    public static void AddLoggingDefaults(this WebApplicationBuilder builder) =>
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",

                // It warns that its keys lie in the database as they are: docs/operations.md says so.
                ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
                ["Logging:LogLevel:Orleans"] = "Warning",
            },
        });
}
