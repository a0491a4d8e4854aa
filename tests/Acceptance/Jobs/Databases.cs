using Switchyard.Servers;

namespace Switchyard.Acceptance.Jobs;

internal static class Databases
{
    /// <summary>What tells a node to work on an empty database of PostgreSQL.</summary>
    public static async Task<string[]> NewAsync(SharedPostgres server) =>
        ["Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={await server.CreateDatabaseAsync()}"];
}
