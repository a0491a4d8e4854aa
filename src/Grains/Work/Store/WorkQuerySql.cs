using System.Text.RegularExpressions;
using Dapper;

namespace Switchyard.Work.Store;

/// <summary>
/// A <see cref="WorkQuery"/> as a statement that both databases understand. Every value is a parameter, except the statuses:
/// as literals they let a partial index answer.
/// </summary>
internal sealed partial class WorkQuerySql
{
    private const string Holds =
        """
        (w.lease_owner = @worker or (w.lease_owner is null and exists
            (select 1 from work_attempt a where a.item_id = w.id and a.lease_number = w.lease_number and a.owner = @worker)))
        """;

    private readonly WorkQuery _query;
    private readonly List<string> _conditions = [];

    private WorkQuerySql(WorkQuery query)
    {
        _query = query;
        Add(query.Kind, $"{Filtered("w.kind")} = @kind", "kind");
        Add(query.Queue, $"{Filtered("w.queue")} = @queue", "queue");
        Add(query.Target, "w.target = @target", "target");
        Add(query.Owner, "w.owner = @owner", "owner");
        Add(Part(query.NameContains), @"lower(w.name) like @namePart escape '\'", "namePart");
        Add(Part(query.ErrorContains), @"lower(w.error) like @errorPart escape '\'", "errorPart");
        Add(query.Worker, Holds, "worker");
        Add(query.Tag, "1 = 0", "tag");
        Add(query.CreatedAfter?.ToUnixTimeMilliseconds(), "w.created_at > @createdAfter", "createdAfter");
        Add(query.CreatedBefore?.ToUnixTimeMilliseconds(), "w.created_at < @createdBefore", "createdBefore");
        Add(query.Before, "w.id < @before", "before");
        if (query.Ids is { } ids)
        {
            // Numbers: they can be said as they are, by both databases.
            _conditions.Add(ids.Count == 0 ? "1 = 0" : $"w.id in ({string.Join(", ", ids)})");
        }

        foreach (var (queue, place) in (query.Queues ?? []).Distinct().Select((queue, place) => (queue, place)))
        {
            Parameters.Add($"queue{place}", queue);
        }

        foreach (var (kind, place) in (query.Kinds ?? []).Select((kind, place) => (kind, place)))
        {
            Parameters.Add($"kind{place}", kind);
        }

        if (query.NamePrefix is { Length: > 0 } prefix)
        {
            Add(prefix, "w.name >= @prefix", "prefix");
            Add(NamePrefix.End(prefix), "w.name < @prefixEnd", "prefixEnd");
        }

        foreach (var (facet, index) in query.Facets.Select((facet, index) => (facet, index)))
        {
            Add((long?)facet.Value, $"{Facet(facet.Name)} {Operator(facet.Comparison)} @facet{index}", $"facet{index}");
        }
    }

    public DynamicParameters Parameters { get; } = new();

    /// <exception cref="ArgumentException">A facet's name is not one, or the limit is out of its range.</exception>
    public static (string Sql, DynamicParameters Parameters) List(WorkQuery query)
    {
        if (query.Limit is < 1 or > 10_000)
        {
            throw new ArgumentException($"The limit {query.Limit} is not within 1 and 10,000.", nameof(query));
        }

        var statement = new WorkQuerySql(query);
        statement.Parameters.Add("limit", query.Limit);
        if (query.LargestFacet is { } facet)
        {
            return (statement.Select($"{Facet(facet)} desc, w.id"), statement.Parameters);
        }

        statement.Add(query.After, query.Descending ? "w.id < @after" : "w.id > @after", "after");
        return (statement.PagesById(query.Descending ? "desc" : "asc"), statement.Parameters);
    }

    public static (string Sql, DynamicParameters Parameters) Count(WorkQuery query)
    {
        var statement = new WorkQuerySql(query);
        return ($"select count(*) from work_item w where {statement.Where(query.Statuses)}", statement.Parameters);
    }

    /// <summary>
    /// One page per queue and status, merged: each comes off its index in order of ids, where one statement over several of
    /// them would have to read and sort all. Of an owner one per status.
    /// </summary>
    private string PagesById(string direction)
    {
        if (_query.Kinds is { Count: > 0 } kinds)
        {
            return Merged(direction, from place in Enumerable.Range(0, kinds.Count)
                                     from some in _query.Target is null ? _query.Statuses!.Distinct().Select(status => (IReadOnlyList<WorkStatus>?)[status]) : [_query.Statuses]
                                     select $"{Where(some)} and w.kind = @kind{place}");
        }

        var statuses = (_query.Statuses ?? Enum.GetValues<WorkStatus>()).Distinct().ToList();
        var queues = IsByOwner ? null : _query.Queues?.Distinct().ToList();
        var indexed = (_query.Owner ?? queues ?? (object?)_query.Queue ?? _query.Kind) is not null && _query.Target is null;
        if (!indexed || (queues?.Count ?? 1) * statuses.Count <= 1)
        {
            return Select($"w.id {direction}");
        }

        var places = queues is null ? [null] : Enumerable.Range(0, queues.Count).Select(place => (int?)place);
        return Merged(direction, from place in places from status in statuses select Where([status], place));
    }

    /// <summary>The first of all pages, each by its conditions.</summary>
    private string Merged(string direction, IEnumerable<string> conditions)
    {
        var pages = conditions.Select((condition, place) =>
            $"select * from (select {Columns} from work_item w where {condition} order by w.id {direction} limit @limit) page{place}");
        return $"select * from ({string.Join(" union all ", pages)}) w order by w.id {direction} limit @limit";
    }

    /// <summary>Most owners have few of a queue's items, and of a target's there are few: each is the first to be looked for.</summary>
    private bool IsByOwner => _query.Owner is not null && _query.Target is null;

    private string Columns => _query.WithBodies ? WorkColumns.WithBody : WorkColumns.WithoutBody;

    private string Select(string order) =>
        $"select {Columns} from work_item w where {Where(_query.Statuses)} order by {order} limit @limit";

    /// <param name="queue">The place of the one queue to look into; null: all that are asked for.</param>
    private string Where(IReadOnlyList<WorkStatus>? statuses, int? queue = null)
    {
        var numbers = string.Join(", ", (statuses ?? Enum.GetValues<WorkStatus>()).Select(status => (int)status));
        var status = statuses switch
        {
            { Count: 0 } => "1 = 0",
            { Count: 1 } => $"w.status = {numbers}",
            null when _query.Queue is null && _query.Queues is null && _query.Kind is null => "1 = 1",
            _ => $"w.status in ({numbers})",
        };
        string[] queues = _query.Queues switch
        {
            null => [],
            { Count: 0 } => ["1 = 0"],
            _ when queue is not null => [$"w.queue = @queue{queue}"],
            var all => [$"{Filtered("w.queue")} in ({string.Join(", ", all.Distinct().Select((_, place) => $"@queue{place}"))})"],
        };
        return string.Join(" and ", [status, .. queues, .. _conditions]);
    }

    /// <summary>A column to choose by, which must not tempt a database to its index where the owner's is the one to use.</summary>
    private string Filtered(string column) => IsByOwner ? $"{column} || ''" : column;

    private void Add(object? value, string condition, string name)
    {
        if (value is not null)
        {
            _conditions.Add(condition);
            Parameters.Add(name, value);
        }
    }

    /// <summary>Letters of either case are the same; with SQLite those of ASCII alone.</summary>
    private static string? Part(string? text) => text is { Length: > 0 } ? LikePattern.Containing(text.ToLowerInvariant()) : null;

    private static string Facet(string name) => FacetName().IsMatch(name)
        ? $"coalesce(cast(w.facets->>'{name}' as bigint), 0)"
        : throw new ArgumentException($"'{name}' is not the name of a facet.", nameof(name));

    private static string Operator(FacetComparison comparison) => comparison switch
    {
        FacetComparison.Equal => "=",
        FacetComparison.Greater => ">",
        FacetComparison.Less => "<",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };

    [GeneratedRegex(@"\A[a-z][A-Za-z0-9]*\z")]
    private static partial Regex FacetName();
}
