using Microsoft.Data.Sqlite;
using Switchyard.Work.Store.Sqlite;

namespace Switchyard.Tasks.Lane.Sqlite;

/// <summary>Reads along the order in which tasks are handed out.</summary>
internal static class LaneWindow
{
    /// <summary>From one group to the next by the index, past all the tasks between.</summary>
    public static IReadOnlyList<LaneGroup> Groups(SqliteConnection connection, int queue, LaneGroup? after, int limit)
    {
        using var next = new SqliteStatement(
            connection,
            """
            select rank, group_key from task_ready indexed by task_ready_next
            where queue = $1 and (rank, group_key) > ($2, $3) and not_before is null
            order by rank, group_key limit 1
            """,
            3);
        var groups = new List<LaneGroup>();
        var last = after ?? new LaneGroup(short.MinValue, "");
        while (groups.Count < limit)
        {
            using var row = next.Read(queue, last.Rank, last.GroupKey);
            if (!row.Read())
            {
                break;
            }

            last = new LaneGroup(row.GetInt16(0), row.GetString(1));
            groups.Add(last);
        }

        return groups;
    }

    public static IReadOnlyList<LaneHead> Heads(SqliteConnection connection, int queue, IReadOnlyList<LanePlace> places, int each, int bytes)
    {
        using var group = new SqliteStatement(
            connection,
            """
            select id, attempts, payload, name, tags, created_at, deadline, timeout, trace, owner from task_ready indexed by task_ready_next
            where queue = $1 and rank = $2 and group_key = $3 and id > $4 and not_before is null
            order by id limit $5
            """,
            5);
        var heads = new List<LaneHead>();
        long size = 0;
        foreach (var place in places)
        {
            using var row = group.Read(queue, place.Rank, place.GroupKey, place.After, each);
            while (size < bytes && row.Read())
            {
                var head = new LaneHead(
                    row.GetInt64(0),
                    place.Rank,
                    place.GroupKey,
                    row.GetInt32(1),
                    row.GetFieldValue<byte[]>(2),
                    row.Text(3),
                    LaneJson.ReadTags(row.Text(4)),
                    row.Time(5),
                    row.OptionalTime(6),
                    row.OptionalSpan(7),
                    row.Bytes(8),
                    row.Text(9));
                heads.Add(head);
                size += head.Payload.Length;
            }
        }

        return heads;
    }
}
