using System.Text;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tasks.Lane.Sqlite;

/// <summary>
/// A list as one statement: a page of each place where tasks are (by queue and status), each off its index in order of ids, merged.
/// </summary>
internal sealed class LaneListSql
{
    private const string Contains = "task_contains";

    /// <summary>More places are one, with a condition.</summary>
    private const int MostPlaces = 40;

    private static readonly Place Waiting = new(
        LaneItemColumns.Ready,
        "task_ready r left join task_lease l on l.id = r.id",
        "r",
        "r",
        "coalesce(l.worker, r.worker)",
        "case when l.id is null then r.error end");

    private static readonly Place Out = Waiting with { From = "task_lease l cross join task_ready r on r.id = l.id", Order = "l" };

    private static readonly Place Ended = new(LaneItemColumns.Done, "task_done d", "d", "d", "d.worker", "d.error");

    private static readonly Place WaitingWithError = Waiting with { From = Waiting.From.Replace("task_ready r", "task_ready r indexed by task_ready_error", StringComparison.Ordinal) };

    private static readonly Place EndedWithError = Ended with { From = "task_done d indexed by task_done_error" };

    private readonly LaneQuery _query;
    private readonly DynamicParameters _parameters = new();
    private readonly List<Func<Place, string>> _conditions = [];

    private LaneListSql(LaneQuery query)
    {
        _query = query;
        Add(query.GroupKey, place => $"{place.Row}.group_key = @group", "group");
        Add(query.Tag, place => $"exists (select 1 from json_each({place.Row}.tags) where value = @tag)", "tag");
        AddContains(query.NameContains, place => $"{place.Row}.name", "name");
        AddContains(query.ErrorContains, place => place.Error, "error", place => $"{place.Row}.error is not null and ");
        Add(query.Owner, place => $"{place.Row}.owner = @owner", "owner");
        Add(query.Worker, place => $"{place.Worker} = @worker", "worker");
        Add(LaneSql.Of(query.CreatedAfter), place => $"{place.Row}.created_at > @createdAfter", "createdAfter");
        Add(LaneSql.Of(query.CreatedBefore), place => $"{place.Row}.created_at < @createdBefore", "createdBefore");
        Add(query.Ids is { } ids ? JsonSerializer.Serialize(ids) : null, place => $"{place.Order}.id in (select value from json_each(@ids))", "ids");
        Add(query.After, place => $"{place.Order}.id {(query.Descending ? '<' : '>')} @after", "after");
        if (query.NamePrefix is { Length: > 0 } prefix)
        {
            Add(prefix, place => $"{place.Row}.name >= @prefix", "prefix");
            Add(NamePrefix.End(prefix), place => $"{place.Row}.name < @prefixEnd", "prefixEnd");
        }

        _parameters.Add("limit", query.Limit);
    }

    private string Direction => _query.Descending ? "desc" : "asc";

    /// <exception cref="ArgumentException">The limit is out of its range.</exception>
    public static (string Sql, DynamicParameters Parameters) Of(LaneQuery query)
    {
        if (query.Limit is < 1 or > 10_000)
        {
            throw new ArgumentException($"The limit {query.Limit} is not within 1 and 10,000.", nameof(query));
        }

        var list = new LaneListSql(query);
        return (list.Sql(), list._parameters);
    }

    /// <summary>SQLite's own words ignore case for ASCII alone.</summary>
    public static void AddFunctions(SqliteConnection connection) => connection.CreateFunction(
        Contains,
        (string? text, string part) => text is not null && text.Contains(part, StringComparison.OrdinalIgnoreCase),
        isDeterministic: true);

    private string Sql()
    {
        var statuses = (_query.Statuses ?? Enum.GetValues<WorkStatus>()).Distinct().ToList();
        var queues = _query.Queues.Distinct().ToList();
        var pages = queues.Count is > 0 && queues.Count * statuses.Count <= MostPlaces
            ? queues.SelectMany(queue => EachStatus(statuses, queue)).ToList()
            : Together(statuses, queues);
        return pages.Count == 0
            ? $"select {Ended.Columns} from {Ended.From} where 1 = 0"
            : $"select * from ({string.Join(" union all ", pages)}) order by id {Direction} limit @limit";
    }

    private IEnumerable<string> EachStatus(List<WorkStatus> statuses, int queue)
    {
        if (Open(statuses) is var (place, condition))
        {
            yield return Page(place, [$"{place.Order}.queue = {queue}", .. condition]);
        }

        foreach (var status in statuses.Where(status => status.IsTerminal()))
        {
            yield return Page(Ended, [$"d.queue = {queue}", $"d.status = {(int)status}"]);
        }
    }

    /// <summary>By id alone: the plus keeps SQLite from an index that is in another order.</summary>
    private List<string> Together(List<WorkStatus> statuses, List<int> queues)
    {
        var pages = new List<string>();
        var withError = _query.ErrorContains is not null;
        _parameters.Add("queues", JsonSerializer.Serialize(queues));
        if (Open(statuses) is var (place, condition))
        {
            pages.Add(Page(withError && place == Waiting ? WaitingWithError : place, [.. Among(place), .. condition]));
        }

        var ended = statuses.Where(status => status.IsTerminal()).Select(status => (int)status).ToList();
        if (ended.Count > 0)
        {
            pages.Add(Page(withError ? EndedWithError : Ended, [.. Among(Ended), $"+d.status in ({string.Join(", ", ended)})"]));
        }

        return pages;

        string[] Among(Place place) =>
            queues.Count == 0 ? [] : [$"+{place.Order}.queue in (select value from json_each(@queues))"];
    }

    /// <summary>Where those are that have not ended; null: they are not asked for.</summary>
    private static (Place Place, string[] Condition)? Open(List<WorkStatus> statuses) =>
        (statuses.Contains(WorkStatus.Queued), statuses.Contains(WorkStatus.Running)) switch
        {
            (true, true) => (Waiting, []),
            (true, false) => (Waiting, ["l.id is null"]),
            (false, true) => (Out, []),
            _ => null,
        };

    private string Page(Place place, IEnumerable<string> conditions) =>
        $"""
        select * from (select {place.Columns} from {place.From}
        where {string.Join(" and ", [.. conditions, .. _conditions.Select(condition => condition(place)), "1 = 1"])}
        order by {place.Order}.id {Direction} limit @limit)
        """;

    /// <summary>
    /// Ignoring case. SQLite's own word knows the case of ASCII alone, where it takes a third of the time: of a million names, each of
    /// which is looked at, that is half a second.
    /// </summary>
    private void AddContains(string? part, Func<Place, string> text, string name, Func<Place, string>? before = null)
    {
        if (part is null)
        {
            return;
        }

        var isPlain = Ascii.IsValid(part);
        Add(
            isPlain ? LikePattern.Containing(part) : part,
            place => $"{before?.Invoke(place)}{(isPlain ? $@"{text(place)} like @{name} escape '\'" : $"{Contains}({text(place)}, @{name})")}",
            name);
    }

    private void Add(object? value, Func<Place, string> condition, string name)
    {
        if (value is not null)
        {
            _conditions.Add(condition);
            _parameters.Add(name, value);
        }
    }

    /// <param name="Row">The table with the task's columns.</param>
    /// <param name="Order">The table whose ids are read in their order.</param>
    private sealed record Place(string Columns, string From, string Row, string Order, string Worker, string Error);
}
