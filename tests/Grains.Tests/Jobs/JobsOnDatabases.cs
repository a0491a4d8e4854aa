using Switchyard.Servers;

namespace Switchyard.Jobs;

public sealed class JobsOnSqliteTests : JobsConformance
{
    protected override Task<string?> MakeDatabaseAsync() => Task.FromResult<string?>(null);
}

public sealed class JobsOnPostgresTests(SharedPostgres server) : JobsConformance
{
    protected override async Task<string?> MakeDatabaseAsync() => await server.CreateDatabaseAsync();
}
