using Npgsql;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>
/// A list as one statement: a page of what has not ended and a page of what has, each in the order of ids, merged. Every value is a
/// parameter, but for the statuses: they say which tables are asked.
/// </summary>
internal sealed class LaneListSql
{
    private static readonly Place Waiting = new(
        LaneItemColumns.Ready, $"task_ready r {LaneItemColumns.LeaseOf}", "r", "coalesce(l.worker, r.worker)", "case when l.number is null then r.error end");

    /// <summary>From the leases to the tasks: few are out.</summary>
    private static readonly Place Out = Waiting with
    {
        From = "(select number, worker, started_at, expires_at, unnest(ids) as id from task_lease where {0}) as l join task_ready r on r.id = l.id",
    };

    private static readonly Place Ended = new(LaneItemColumns.Done, "task_done d", "d", "d.worker", "d.error");

    private readonly LaneQuery _query;
    private readonly List<NpgsqlParameter> _parameters = [];
    private readonly List<Func<Place, string>> _conditions = [];
    private readonly string _queues = "true";

    private LaneListSql(LaneQuery query)
    {
        _query = query;
        if (query.Queues.Count > 0)
        {
            _queues = $"queue = any ({Parameter(query.Queues.ToArray())})";
            _conditions.Add(place => $"{place.Row}.{_queues}");
        }

        Add(query.GroupKey, (place, value) => $"{place.Row}.group_key = {value}");
        Add(query.Tag is { } tag ? new[] { tag } : null, (place, value) => $"{place.Row}.tags @> {value}");
        Add(Pattern(query.NameContains), (place, value) => $"{place.Row}.name ilike {value}");
        // Of those that wait the index is on the row's own; that of one that is out is its last attempt's.
        Add(Pattern(query.ErrorContains), (place, value) => $"{place.Row}.error ilike {value} and {place.Error} ilike {value}");
        Add(query.Owner, (place, value) => $"{place.Row}.owner = {value}");
        Add(query.Worker, (place, value) => $"{place.Worker} = {value}");
        Add(LaneSql.Of(query.CreatedAfter), (place, value) => $"{place.Row}.created_at > {value}");
        Add(LaneSql.Of(query.CreatedBefore), (place, value) => $"{place.Row}.created_at < {value}");
        Add(query.Ids?.ToArray(), (place, value) => $"{place.Row}.id = any ({value})");
        Add(query.After, (place, value) => $"{place.Row}.id {(query.Descending ? '<' : '>')} {value}");
        if (query.NamePrefix is { Length: > 0 } prefix)
        {
            Add(prefix, (place, value) => $"{place.Row}.name >= {value}");
            Add(NamePrefix.End(prefix), (place, value) => $"{place.Row}.name < {value}");
        }
    }

    private string Direction => _query.Descending ? "desc" : "asc";

    /// <exception cref="ArgumentException">The limit is out of its range.</exception>
    public static LaneListSql Of(LaneQuery query) => query.Limit is >= 1 and <= 10_000
        ? new LaneListSql(query)
        : throw new ArgumentException($"The limit {query.Limit} is not within 1 and 10,000.", nameof(query));

    public NpgsqlBatchCommand Command()
    {
        var statuses = (_query.Statuses ?? Enum.GetValues<WorkStatus>()).Distinct().ToList();
        var pages = new List<string>();
        if (Open(statuses) is var (place, conditions))
        {
            pages.Add(Page(place, conditions));
        }

        var ended = statuses.Where(status => status.IsTerminal()).Select(status => (int)status).ToList();
        if (ended.Count > 0)
        {
            pages.Add(Page(Ended, [$"d.status in ({string.Join(", ", ended)})"]));
        }

        var command = new NpgsqlBatchCommand(pages.Count == 0
            ? $"select {Ended.Columns} from {Ended.From} where false"
            : $"select * from ({string.Join(" union all ", pages)}) as page order by id {Direction} limit {_query.Limit}");
        _parameters.ForEach(parameter => command.Parameters.Add(parameter));
        return command;
    }

    /// <summary>Where those are that have not ended; null: they are not asked for.</summary>
    private (Place Place, string[] Conditions)? Open(List<WorkStatus> statuses) =>
        (statuses.Contains(WorkStatus.Queued), statuses.Contains(WorkStatus.Running)) switch
        {
            (true, true) => (Waiting, []),
            (true, false) => (Waiting, ["l.number is null"]),
            (false, true) => (Out with { From = Out.From.Replace("{0}", _queues, StringComparison.Ordinal) }, []),
            _ => null,
        };

    private string Page(Place place, IEnumerable<string> conditions) =>
        $"""
        (select {place.Columns} from {place.From}
        where {string.Join(" and ", [.. conditions, .. _conditions.Select(condition => condition(place)), "true"])}
        order by {place.Row}.id {Direction} limit {_query.Limit})
        """;

    private void Add(object? value, Func<Place, string, string> condition)
    {
        if (value is not null)
        {
            var parameter = Parameter(value);
            _conditions.Add(place => condition(place, parameter));
        }
    }

    private string Parameter(object value)
    {
        _parameters.Add(new NpgsqlParameter { Value = value });
        return $"${_parameters.Count}";
    }

    private static string? Pattern(string? part) => part is null ? null : LikePattern.Containing(part);

    /// <param name="Row">The table with the task's columns.</param>
    private sealed record Place(string Columns, string From, string Row, string Worker, string Error);
}
