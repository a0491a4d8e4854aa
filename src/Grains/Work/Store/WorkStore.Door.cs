using System.Data.Common;

namespace Switchyard.Work.Store;

public sealed partial class WorkStore : IDoorDatabase
{
    public Task RunAsync(Func<DbConnection, Task> statements, CancellationToken cancellationToken = default) => SoloAsync(
        async (connection, _) =>
        {
            await statements(connection);
            return true;
        },
        cancellationToken);

    public Task<T> QueryAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(query, cancellationToken);
}
