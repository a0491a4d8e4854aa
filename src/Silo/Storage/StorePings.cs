using System.Data.Common;

namespace Switchyard.Storage;

internal static class StorePings
{
    /// <summary>Throws when the database does not answer.</summary>
    public static async Task PingAsync(this DbDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1";
        await command.ExecuteScalarAsync(cancellationToken);
    }
}
