using Microsoft.Extensions.Logging;
using Npgsql;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>
/// The lane in PostgreSQL. What comes in, what is claimed and what ends are three streams that do not wait for one another. In each,
/// whatever waits at a time shares a transaction and a round trip, and while one is on its way to the disk the next is made.
/// </summary>
internal sealed partial class PostgresLaneStore : ILaneStore, IAsyncDisposable
{
    /// <summary>Tasks of one transaction, about. A task of this many bytes counts for two.</summary>
    private const int BatchMax = 1_000;
    private const int BytesOfOne = 4_096;

    private readonly PostgresLaneDatabase _database;
    private readonly TimeProvider _time;
    private readonly LaneHistory _history;
    private readonly LaneRetention _retention = new();
    private readonly GroupCommit<LaneNew, LaneStored> _intake;
    private readonly GroupCommit<LaneClaim, LaneClaimed?> _claims;
    private readonly GroupCommit<LaneCompletions, IReadOnlyList<LaneEnded>> _ends;
    private readonly GroupCommit<LaneFailures, IReadOnlyList<LaneEnded>> _failures;
    private readonly GroupCommit<LaneRenewals, IReadOnlyList<TaskRenewed>> _renewals;
    private bool _closed;

    private PostgresLaneStore(PostgresLaneDatabase database, WorkStoreOptions options, TimeProvider time)
    {
        _time = time;
        _history = new LaneHistory(database);
        _database = database;
        _intake = Group<LaneNew, LaneStored>(
            requests => database.SendAsync(connection => new LaneIntake(requests).StoreAsync(connection)), request => WeightOf(request.Tasks), loops: 2);
        _claims = Group<LaneClaim, LaneClaimed?>(
            claims => database.SendAsync(connection => LaneClaims.StoreAsync(connection, claims)), _ => 1, loops: 1);
        _ends = Group<LaneCompletions, IReadOnlyList<LaneEnded>>(CompleteAsync, WeightOf, loops: 2);
        _failures = Group<LaneFailures, IReadOnlyList<LaneEnded>>(FailAsync, request => request.Tasks.Count, loops: 1);
        _renewals = Group<LaneRenewals, IReadOnlyList<TaskRenewed>>(RenewAsync, request => request.Tasks.Count, loops: 1);

        GroupCommit<TRequest, TAnswer> Group<TRequest, TAnswer>(
            Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<TAnswer>>> commit, Func<TRequest, int> weight, int loops)
            where TRequest : notnull =>
            new(TimedCommit.Of(commit, options.Instruments, LaneSql.StoreName, time), _ => [], PostgresFailure.IsFaultOfOne, options with { BatchMax = BatchMax }, weight, loops, "commit tasks");
    }

    /// <summary>Opens the lane in a database that has its tables.</summary>
    public static PostgresLaneStore Open(string connectionString, WorkStoreOptions options, TimeProvider time, ILogger logger)
    {
        options.Validated();
        var patience = new PostgresPatience(options.ReconnectFor, time, logger);
        return new PostgresLaneStore(new PostgresLaneDatabase(new PostgresLaneSources(connectionString), patience), options, time);
    }

    /// <summary>Finishes what was accepted. Later calls throw <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, true))
        {
            return;
        }

        await _intake.DisposeAsync();
        await _claims.DisposeAsync();
        await _ends.DisposeAsync();
        await _failures.DisposeAsync();
        await _renewals.DisposeAsync();
        await _database.DisposeAsync();
    }

    // ---- the common way -------------------------------------------------------------------------------------------

    public async Task<IReadOnlyList<LaneSubmitted>> SubmitAsync(IReadOnlyList<LaneTask> tasks, CancellationToken cancellationToken = default) =>
        tasks.Count == 0 ? [] : (await _intake.SubmitAsync(new(tasks), cancellationToken)).Tasks;

    public Task<LaneStored> SubmitClaimedAsync(IReadOnlyList<LaneTask> tasks, LaneClaim claim, CancellationToken cancellationToken = default) =>
        _intake.SubmitAsync(new(tasks, claim), cancellationToken);

    public Task<LaneClaimed?> ClaimAsync(LaneClaim claim, CancellationToken cancellationToken = default) => _claims.SubmitAsync(claim, cancellationToken);

    public async Task<IReadOnlyList<LaneEnded>> CompleteAsync(
        IReadOnlyList<TaskCompletion> completions, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        completions.Count == 0 ? [] : await _ends.SubmitAsync(new LaneCompletions(completions, now), cancellationToken);

    private async Task<IReadOnlyList<IReadOnlyList<LaneEnded>>> CompleteAsync(IReadOnlyList<LaneCompletions> requests)
    {
        await _history.PrepareAsync(requests.Max(request => request.Now));
        try
        {
            // What was completed under the same lease before is accepted: it may be said again.
            return await _database.SendAsync(connection => LaneEnds.StoreAsync(connection, requests), repeatable: true);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.CheckViolation)
        {
            _history.Forget();
            throw;
        }
    }

    private static int WeightOf(IReadOnlyList<LaneTask> tasks)
    {
        long bytes = 0;
        foreach (var task in tasks)
        {
            bytes += task.Task.Payload.Length;
        }

        return WeightOf(tasks.Count, bytes);
    }

    private static int WeightOf(LaneCompletions completions)
    {
        long bytes = 0;
        foreach (var task in completions.Tasks)
        {
            bytes += task.Result?.Length ?? 0;
        }

        return WeightOf(completions.Tasks.Count, bytes);
    }

    private static int WeightOf(int count, long bytes) => (int)Math.Min(int.MaxValue, count + (bytes / BytesOfOne));
}
