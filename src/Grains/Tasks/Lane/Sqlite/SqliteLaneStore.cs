using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Switchyard.Work.Audit;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Sqlite;

namespace Switchyard.Tasks.Lane.Sqlite;

/// <summary>The lane over SQLite: what waits at the same time shares a transaction of the node's one writer.</summary>
internal sealed partial class SqliteLaneStore : ILaneStore, IAsyncDisposable
{
    private readonly IDoorDatabase _database;
    private readonly TimeProvider _time;
    private readonly GroupCommit<Unit, object?> _writer;
    private LaneStatements? _statements;

    public SqliteLaneStore(IDoorDatabase database, WorkStoreOptions options, TimeProvider time)
    {
        _database = database;
        _time = time;
        _writer = new GroupCommit<Unit, object?>(
            TimedCommit.Of<Unit, object?>(CommitAsync, options.Instruments, LaneSql.StoreName, time), unit => unit.Ids, SqliteFaults.IsOfOne, options, span: "commit tasks");
    }

    /// <summary>Finishes what was accepted. Later writes throw <see cref="ObjectDisposedException"/>.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    // ---- queues ---------------------------------------------------------------------------------------------------

    public async Task<LaneQueue> OpenQueueAsync(string name, CancellationToken cancellationToken = default)
    {
        if (await FindQueueAsync(name, cancellationToken) is { } known)
        {
            return known;
        }

        await _database.RunAsync(
            connection => connection.ExecuteAsync(
                "insert into task_queue (name, epoch, policy, created_at) values (@name, 0, @policy, @now) on conflict (name) do nothing",
                new { name, policy = LaneJson.Write(new TaskQueuePolicy()), now = LaneSql.Of(_time.GetUtcNow()) }),
            cancellationToken);
        return (await FindQueueAsync(name, cancellationToken))!;
    }

    public Task WritePolicyAsync(int queue, TaskQueuePolicy policy, CancellationToken cancellationToken = default) => _database.RunAsync(
        connection => connection.ExecuteAsync(
            "update task_queue set policy = @policy where number = @queue", new { queue, policy = LaneJson.Write(policy) }),
        cancellationToken);

    /// <exception cref="InvalidOperationException">There is no queue of that number.</exception>
    public async Task<long> TakeOverAsync(int queue, CancellationToken cancellationToken = default)
    {
        long? epoch = null;
        await _database.RunAsync(
            async connection => epoch = await connection.ExecuteScalarAsync<long?>(
                "update task_queue set epoch = epoch + 1 where number = @queue returning epoch", new { queue }),
            cancellationToken);
        return epoch ?? throw new InvalidOperationException($"There is no queue {queue}.");
    }

    // ---- writes ---------------------------------------------------------------------------------------------------

    public Task<IReadOnlyList<LaneSubmitted>> SubmitAsync(IReadOnlyList<LaneTask> tasks, CancellationToken cancellationToken = default) =>
        WriteAsync(tasks.Select(task => task.Id), transaction => transaction.Submit(tasks), cancellationToken);

    public Task<LaneStored> SubmitClaimedAsync(IReadOnlyList<LaneTask> tasks, LaneClaim claim, CancellationToken cancellationToken = default) =>
        WriteAsync(tasks.Select(task => task.Id), transaction => new LaneStored(transaction.Submit(tasks), transaction.Claim(claim)), cancellationToken);

    public async Task<IReadOnlyList<LaneSubmitted>?> SubmitGuardedAsync(
        IReadOnlyList<LaneTask> tasks,
        Func<DbConnection, IReadOnlyList<LaneSubmitted>, Task<bool>> guard,
        CancellationToken cancellationToken = default)
    {
        IReadOnlyList<LaneSubmitted>? submitted = null;
        await _database.RunAsync(
            async connection =>
            {
                submitted = null;
                await connection.ExecuteAsync("savepoint guarded");
                var transaction = Begin(connection);
                var stored = transaction.Submit(tasks);
                transaction.WriteSums();
                if (await guard(connection, stored))
                {
                    submitted = stored;
                }
                else
                {
                    await connection.ExecuteAsync("rollback to guarded");
                }

                await connection.ExecuteAsync("release guarded");
            },
            cancellationToken);
        return submitted;
    }

    public Task<LaneClaimed?> ClaimAsync(LaneClaim claim, CancellationToken cancellationToken = default) =>
        WriteAsync(claim.Parts.SelectMany(part => part.Ids), transaction => transaction.Claim(claim), cancellationToken);

    public Task<IReadOnlyList<TaskRenewed>> RenewAsync(
        IReadOnlyList<TaskRenewal> renewals, TimeSpan? lease, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        WriteAsync(renewals.Select(renewal => renewal.Id), transaction => transaction.Renew(renewals, lease, now), cancellationToken);

    public Task<IReadOnlyList<LaneEnded>> CompleteAsync(
        IReadOnlyList<TaskCompletion> completions, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        WriteAsync(completions.Select(completion => completion.Id), transaction => transaction.Complete(completions, now), cancellationToken);

    public Task<IReadOnlyList<LaneEnded>> FailAsync(
        IReadOnlyList<TaskFailure> failures, LaneDecide decide, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        WriteAsync(failures.Select(failure => failure.Id), transaction => transaction.Fail(failures, decide, now), cancellationToken);

    public Task<LaneSweep> SweepAsync(LaneDecide decide, DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        WriteAsync([], transaction => transaction.Sweep(decide, now, limit), cancellationToken);

    public Task<LaneActed> CancelAsync(
        long id, string reason, DateTimeOffset now, AuditEntry? act = null, CancellationToken cancellationToken = default) =>
        ActAsync(id, transaction => transaction.CancelAsync(id, reason, now, act), cancellationToken);

    public Task<LaneActed> RetryAsync(long id, DateTimeOffset now, AuditEntry? act = null, CancellationToken cancellationToken = default) =>
        ActAsync(id, transaction => transaction.RetryAsync(id, now, act), cancellationToken);

    public Task<LaneActed> DeleteAsync(long id, AuditEntry? act = null, CancellationToken cancellationToken = default) =>
        ActAsync(id, transaction => transaction.DeleteAsync(id, act), cancellationToken);

    public Task<LaneActed> MoveAsync(long id, int queue, AuditEntry? act = null, CancellationToken cancellationToken = default) =>
        ActAsync(id, transaction => transaction.MoveAsync(id, queue, _time.GetUtcNow(), act), cancellationToken);

    private async Task<T> WriteAsync<T>(IEnumerable<long> ids, Func<LaneTransaction, T> act, CancellationToken cancellationToken) =>
        (T)(await _writer.SubmitAsync(new Unit([.. ids], transaction => Task.FromResult<object?>(act(transaction))), cancellationToken))!;

    private async Task<LaneActed> ActAsync(long id, Func<LaneTransaction, Task<LaneActed>> act, CancellationToken cancellationToken) =>
        (LaneActed)(await _writer.SubmitAsync(new Unit([id], async transaction => await act(transaction)), cancellationToken))!;

    private async Task<IReadOnlyList<object?>> CommitAsync(IReadOnlyList<Unit> batch)
    {
        var answers = new object?[batch.Count];
        await _database.RunAsync(async connection =>
        {
            var transaction = Begin(connection);
            for (var i = 0; i < answers.Length; i++)
            {
                answers[i] = await batch[i].Run(transaction);
            }

            transaction.WriteSums();
        });
        return answers;
    }

    /// <summary>Called by the writer alone, which has one connection for as long as it lives.</summary>
    private LaneTransaction Begin(DbConnection connection)
    {
        var writer = (SqliteConnection)connection;
        return new LaneTransaction(writer, _statements ??= new LaneStatements(writer));
    }

    /// <param name="Ids">Of the tasks it touches, as far as it knows.</param>
    private sealed record Unit(IReadOnlyList<long> Ids, Func<LaneTransaction, Task<object?>> Run);
}
