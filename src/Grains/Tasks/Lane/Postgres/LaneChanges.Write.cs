using Npgsql;
using Switchyard.Work;
using Switchyard.Work.Failures;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane.Postgres;

internal sealed partial class LaneChanges
{
    private readonly List<(WaitingTask Task, LanePart? Part, WorkStatus Status, string? Error)> _ends = [];
    private readonly List<(WaitingTask Task, LanePart Part, AttemptEnding Ending)> _returns = [];
    private readonly List<(long Id, LanePart Part, AttemptOutcome Outcome, string? Error, WorkStatus Left, DateTimeOffset? Until)> _attempts = [];
    private readonly List<long> _trims = [];

    /// <summary>Renewed tasks that leave the rows they were in.</summary>
    private readonly List<(LanePart From, DateTimeOffset ExpiresAt, IReadOnlyList<long> Ids)> _splits = [];

    /// <summary>Sends all that was decided, in one round trip.</summary>
    public async Task WriteAsync()
    {
        await using var batch = new NpgsqlBatch(connection);
        AddLeases(batch.BatchCommands);
        AddTasks(batch.BatchCommands);
        AddAttempts(batch.BatchCommands);
        if (!Events.IsEmpty)
        {
            batch.BatchCommands.Add(Events.Command());
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Some of a row's tasks are held for longer, in a row of their own.</summary>
    public void Split(LanePart from, DateTimeOffset expiresAt, IReadOnlyList<long> ids)
    {
        _splits.Add((from, expiresAt, ids));
        from.Ids.ExceptWith(ids);
    }

    private void AddLeases(NpgsqlBatchCommandCollection commands)
    {
        var gone = _parts.Where(part => part.Ids.Count == 0).ToList();
        if (gone.Count > 0)
        {
            commands.Add(PostgresWriteTransaction.Command(
                LaneChangeSql.DropParts, gone.Select(part => part.Number).ToArray(), gone.Select(part => part.Part).ToArray()));
        }

        var renewed = _parts.Where(part => part is { RenewedTo: not null, Ids.Count: > 0 }).ToList();
        if (renewed.Count > 0)
        {
            commands.Add(PostgresWriteTransaction.Command(
                LaneChangeSql.RenewParts,
                renewed.Select(part => part.Number).ToArray(),
                renewed.Select(part => part.Part).ToArray(),
                renewed.Select(part => LaneSql.Of(part.RenewedTo!.Value)).ToArray()));
        }

        foreach (var part in _parts.Where(part => part.Ids.Count > 0 && part.Ids.Count != part.Stored))
        {
            commands.Add(PostgresWriteTransaction.Command(
                LaneChangeSql.ShrinkPart, part.Number, part.Part, part.Ids.Min(), part.Ids.Max(), part.Ids.Count, part.Ids.ToArray()));
        }

        foreach (var (from, expiresAt, ids) in _splits)
        {
            commands.Add(PostgresWriteTransaction.Command(
                LaneChangeSql.AddPart,
                from.Number,
                from.Queue,
                from.Worker,
                LaneSql.Of(from.Lease),
                LaneSql.Of(from.StartedAt),
                LaneSql.Of(expiresAt),
                (object?)LaneSql.Of(from.Until) ?? DBNull.Value,
                ids.Min(),
                ids.Max(),
                ids.Count,
                ids.ToArray()));
        }
    }

    private void AddTasks(NpgsqlBatchCommandCollection commands)
    {
        if (_ends.Count > 0)
        {
            commands.Add(PostgresWriteTransaction.Command(
                LaneEndSql.End,
                _ends.Select(end => end.Task.Id).ToArray(),
                _ends.Select(end => (short)end.Status).ToArray(),
                _ends.Select(end => end.Error).ToArray(),
                _ends.Select(end => end.Part?.Number).ToArray(),
                _ends.Select(end => end.Part?.Worker).ToArray(),
                _ends.Select(end => LaneSql.Of(end.Part?.StartedAt)).ToArray(),
                LaneSql.Of(now),
                _ends.Select(end => ErrorPattern.GroupOf(end.Status, end.Error)).ToArray()));
        }

        if (_returns.Count > 0)
        {
            commands.Add(PostgresWriteTransaction.Command(
                LaneChangeSql.PutBack,
                _returns.Select(put => put.Task.Id).ToArray(),
                _returns.Select(put => put.Task.Attempts + 1).ToArray(),
                _returns.Select(put => put.Ending.BudgetFrom).ToArray(),
                _returns.Select(put => put.Ending.Lost).ToArray(),
                _returns.Select(put => LaneSql.Of(put.Ending.Verdict.NotBefore)).ToArray(),
                _returns.Select(put => put.Part.Number).ToArray(),
                _returns.Select(put => put.Part.Worker).ToArray(),
                _returns.Select(put => LaneSql.Of(put.Part.StartedAt)).ToArray(),
                _returns.Select(put => put.Ending.Verdict.Error).ToArray()));
        }
    }

    private void AddAttempts(NpgsqlBatchCommandCollection commands)
    {
        if (_attempts.Count > 0)
        {
            commands.Add(PostgresWriteTransaction.Command(
                LaneChangeSql.AddAttempts,
                _attempts.Select(attempt => attempt.Id).ToArray(),
                _attempts.Select(attempt => attempt.Part.Number).ToArray(),
                _attempts.Select(attempt => attempt.Part.Worker).ToArray(),
                _attempts.Select(attempt => LaneSql.Of(attempt.Part.StartedAt)).ToArray(),
                LaneSql.Of(now),
                _attempts.Select(attempt => (short)attempt.Outcome).ToArray(),
                _attempts.Select(attempt => attempt.Error).ToArray(),
                _attempts.Select(attempt => (short)attempt.Left).ToArray(),
                _attempts.Select(attempt => LaneSql.Of(attempt.Until)).ToArray()));
        }

        foreach (var id in _trims)
        {
            commands.Add(PostgresWriteTransaction.Command(LaneChangeSql.TrimAttempts, id, Attempts));
        }
    }
}
