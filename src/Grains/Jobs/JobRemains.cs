using Dapper;
using Switchyard.Jobs.Rules;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Jobs;

/// <summary>With a job go its links to datasets; with the last job that a target knows of, the target.</summary>
internal sealed class JobRemains : IItemRemains
{
    public string Kind => JobNames.Kind;

    public async Task RemoveAsync(RemovedItems removed)
    {
        var (connection, dialect) = (removed.Connection, removed.Dialect);
        var targets = removed.Rows.Select(row => row.Target).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var bump in removed.Rows.Where(row => row.Queue == JobNames.Queue(JobOperation.Bump)))
        {
            var body = await connection.ExecuteScalarAsync<byte[]>("select body from work_item where id = @Id", new { bump.Id });
            var mentioned = TargetRecords.MentionedBy(JobBody.Deserialize(body!).Parameters).ToList();
            targets.UnionWith(mentioned);
            await connection.ExecuteAsync(
                $"delete from work_record where {dialect.Among("space", "spaces")} and key = @key",
                new { spaces = dialect.Array([.. mentioned.Select(JobNames.Mentions)]), key = TargetRecords.MentionOf(bump.Id) });
        }

        // Locked before it is asked who else knows the target: whoever makes a job for it meanwhile writes this record, too.
        var key = new { space = JobNames.Targets, targets = dialect.Array([.. targets]), ids = removed.Ids, kind = Kind, mentions = JobNames.Mentions("") };
        await connection.QueryAsync<string>(
            $"select key from work_record where space = @space and {dialect.Among("key", "targets")} order by key{dialect.ForUpdate}", key);
        await connection.ExecuteAsync(
            $"""
            delete from work_record where space = @space and {dialect.Among("key", "targets")}
                and not exists (
                    select 1 from work_item i where i.kind = @kind and i.target = work_record.key and not ({dialect.Among("i.id", "ids")}))
                and not exists (select 1 from work_record m where m.space = @mentions || work_record.key)
            """,
            key);
    }
}
