using Switchyard.Hosting;

namespace Switchyard.Jobs.Maintenance;

public sealed class SqliteMaintenanceTests : MaintenanceTests
{
    protected override Task<StorageOptions> PrepareAsync(string directory) =>
        Task.FromResult(new StorageOptions { DataDirectory = directory });
}
