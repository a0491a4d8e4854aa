using Dapper;
using Switchyard.Tickets.Rules;
using Switchyard.Work.Retention;
using Switchyard.Work.Store;

namespace Switchyard.Tickets;

/// <summary>The rules of this store, which remembers when they began.</summary>
internal sealed class TicketRetentions(IDoorDatabase database, TicketsOptions options)
{
    private TicketRetention? _retention;

    public async ValueTask<TicketRetention> ReadAsync(CancellationToken cancellationToken) => _retention ??= new(
        options,
        DateTimeOffset.FromUnixTimeMilliseconds(await database.QueryAsync(
            connection => connection.ExecuteScalarAsync<long>(
                "select applied_at from switchyard_migration where component = @component and number = @number",
                new { component = TicketRetention.Component, number = TicketRetention.FirstScript }),
            cancellationToken)));
}

/// <summary>Tickets with all that they still have.</summary>
internal sealed class TicketRowRetention(TicketsOptions options, TicketRetentions retentions, IWorkStore store)
    : ItemRetention("Tickets", TicketRetention.RowsOf(options), [TicketNames.Queue], store)
{
    public override async Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        (await retentions.ReadAsync(cancellationToken)).MayDropRows(before) ? await base.RemoveAsync(before, limit, cancellationToken) : 0;
}
