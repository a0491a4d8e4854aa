using Switchyard.Servers;

namespace Switchyard.Tasks;

public sealed class TaskClaimOnSqliteTests : TaskClaimConformance
{
    protected override Task<string?> MakeDatabaseAsync() => Task.FromResult<string?>(null);
}

public sealed class TaskClaimOnPostgresTests(SharedPostgres server) : TaskClaimConformance
{
    protected override async Task<string?> MakeDatabaseAsync() => await server.CreateDatabaseAsync();
}

public sealed class TaskLimitOnSqliteTests : TaskLimitConformance
{
    protected override Task<string?> MakeDatabaseAsync() => Task.FromResult<string?>(null);
}

public sealed class TaskLimitOnPostgresTests(SharedPostgres server) : TaskLimitConformance
{
    protected override async Task<string?> MakeDatabaseAsync() => await server.CreateDatabaseAsync();
}

public sealed class TaskFaultOnSqliteTests : TaskFaultConformance
{
    protected override Task<string?> MakeDatabaseAsync() => Task.FromResult<string?>(null);
}

public sealed class TaskFaultOnPostgresTests(SharedPostgres server) : TaskFaultConformance
{
    protected override async Task<string?> MakeDatabaseAsync() => await server.CreateDatabaseAsync();
}

public sealed class TaskWorkOnSqliteTests : TaskWorkConformance
{
    protected override Task<string?> MakeDatabaseAsync() => Task.FromResult<string?>(null);
}

public sealed class TaskWorkOnPostgresTests(SharedPostgres server) : TaskWorkConformance
{
    protected override async Task<string?> MakeDatabaseAsync() => await server.CreateDatabaseAsync();
}

public sealed class TaskHandOverOnSqliteTests : TaskHandOverConformance
{
    protected override Task<string?> MakeDatabaseAsync() => Task.FromResult<string?>(null);
}

public sealed class TaskHandOverOnPostgresTests(SharedPostgres server) : TaskHandOverConformance
{
    protected override async Task<string?> MakeDatabaseAsync() => await server.CreateDatabaseAsync();
}
