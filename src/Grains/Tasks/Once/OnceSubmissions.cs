using System.Collections.Concurrent;
using System.Text.Json;
using Switchyard.Tasks.Lane;
using Switchyard.Work.Audit;
using Switchyard.Work.Changes;
using Switchyard.Work.Store;

namespace Switchyard.Tasks.Once;

/// <summary>
/// Submissions under a key: the first stores its tasks and its answer in one transaction, the others get that answer. A node that
/// dies in between has stored neither.
/// </summary>
internal sealed class OnceSubmissions(ILaneStore store, IDoorDatabase database, WorkChanges changes, TimeProvider clock)
{
    /// <summary>How long an answer is kept.</summary>
    public static TimeSpan Keep { get; } = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<SubmissionKey, string> _underWay = [];

    /// <param name="hash">SHA-256 of what was sent.</param>
    /// <param name="make">Makes the tasks; called at most once.</param>
    /// <param name="stored">Called when they were stored now.</param>
    /// <param name="act">On the record when they are stored now; null: nobody's act.</param>
    /// <returns>As <see cref="ITaskLaneGrain.SubmitOnceAsync"/>.</returns>
    public async Task<SubmittedOnce> SubmitAsync(
        SubmissionKey key,
        byte[] hash,
        Func<Task<IReadOnlyList<LaneTask>>> make,
        Action<IReadOnlyList<LaneTask>, IReadOnlyList<LaneSubmitted>> stored,
        AuditEntry? act)
    {
        var digits = Convert.ToHexStringLower(hash);
        if (await FindAsync(key) is { } earlier)
        {
            return AnswerOf(earlier, digits);
        }

        if (!_underWay.TryAdd(key, digits))
        {
            return new(null, _underWay.TryGetValue(key, out var other) && other != digits);
        }

        try
        {
            var tasks = await make();
            var submitted = await store.SubmitGuardedAsync(
                tasks,
                async (connection, outcomes) =>
                {
                    var isFirst = await SubmissionTable.AddAsync(connection, key, new(digits, TextOf(outcomes)), clock.GetUtcNow());
                    await AuditTable.AddAsync(connection, isFirst ? act : null);
                    return isFirst;
                });
            if (submitted is not null)
            {
                stored(tasks, submitted);
                if (act is not null)
                {
                    changes.Mark(ChangeTopics.Acts);
                }

                return new(AnswerOf(submitted));
            }

            // Another node was first, and what it stored is visible now.
            return await FindAsync(key) is { } first ? AnswerOf(first, digits) : new(null);
        }
        finally
        {
            _underWay.TryRemove(key, out _);
        }
    }

    private Task<StoredSubmission?> FindAsync(SubmissionKey key) => database.QueryAsync(connection => SubmissionTable.FindAsync(connection, key));

    private static SubmittedOnce AnswerOf(StoredSubmission submission, string hash) => submission.Hash == hash
        ? new(AnswerOf(JsonSerializer.Deserialize<long[]>(submission.Answer)!.Select(id => new LaneSubmitted(Math.Abs(id), id < 0))))
        : new(null, OtherBody: true);

    private static IReadOnlyList<SubmittedTask> AnswerOf(IEnumerable<LaneSubmitted> submitted) =>
        [.. submitted.Select(task => new SubmittedTask(task.Id, task.Existing))];

    /// <summary>The ids, negative where the task existed.</summary>
    private static string TextOf(IReadOnlyList<LaneSubmitted> submitted) =>
        JsonSerializer.Serialize(submitted.Select(task => task.Existing ? -task.Id : task.Id));
}
