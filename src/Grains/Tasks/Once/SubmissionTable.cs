using System.Data.Common;
using Dapper;
using Switchyard.Hosting;

namespace Switchyard.Tasks.Once;

/// <param name="Owner">Whose key it is; empty where nobody signs in.</param>
internal readonly record struct SubmissionKey(string Owner, string Key);

/// <summary>What was answered to a submission.</summary>
/// <param name="Hash">Of what was sent, in hexadecimal digits.</param>
internal sealed record StoredSubmission(string Hash, string Answer);

/// <summary>The table of keys that submissions were made under, in words that both databases understand.</summary>
internal static class SubmissionTable
{
    public static DoorSchema Schema { get; } = new("Switchyard.Tasks.Once.Migrations", "tasks-once");

    public static Task<StoredSubmission?> FindAsync(DbConnection connection, SubmissionKey key) =>
        connection.QuerySingleOrDefaultAsync<StoredSubmission>(
            """select hash as "Hash", answer as "Answer" from task_submission where owner = @Owner and key = @Key""", key);

    /// <summary>False: somebody was first.</summary>
    public static async Task<bool> AddAsync(DbConnection connection, SubmissionKey key, StoredSubmission submission, DateTimeOffset now) =>
        await connection.ExecuteAsync(
            """
            insert into task_submission (owner, key, hash, answer, created_at) values (@Owner, @Key, @Hash, @Answer, @now)
            on conflict (owner, key) do nothing
            """,
            new { key.Owner, key.Key, submission.Hash, submission.Answer, now = now.ToUnixTimeMilliseconds() }) == 1;

    /// <summary>Removes the oldest of those from before a time; answers how many.</summary>
    public static Task<int> ForgetAsync(DbConnection connection, DateTimeOffset before, int most) => connection.ExecuteAsync(
        """
        delete from task_submission where (owner, key) in
            (select owner, key from task_submission where created_at < @before order by created_at limit @most)
        """,
        new { before = before.ToUnixTimeMilliseconds(), most });
}
