using Switchyard.Servers;

namespace Switchyard.Tickets;

public sealed class TicketsOnSqliteTests : TicketsConformance
{
    protected override Task<string?> MakeDatabaseAsync() => Task.FromResult<string?>(null);
}

public sealed class TicketsOnPostgresTests(SharedPostgres server) : TicketsConformance
{
    protected override async Task<string?> MakeDatabaseAsync() => await server.CreateDatabaseAsync();
}
