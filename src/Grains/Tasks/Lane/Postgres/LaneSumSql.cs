namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>What the rows of <c>task_delta</c> add up to; <see cref="LaneEvent"/> says what they mean.</summary>
internal static class LaneSumSql
{
    /// <summary>Of rows <c>d</c>. Those that wait and those that are out are counted together, as 0.</summary>
    private const string Statuses =
        """
        select d.queue, s.status, s.sign * d.value as value from d cross join lateral (values
            (0::smallint, case when d.event in (0, 7) then 1 when d.event in (2, 3, 4, 5, 9) then -1 else 0 end),
            (d.event, case when d.event between 2 and 5 then 1 else 0 end),
            ((d.event - 10)::smallint, case when d.event between 12 and 15 then -1 else 0 end)) as s (status, sign)
        where s.sign <> 0
        """;

    private const string Rates =
        "select d.queue, d.at / 60000 * 60000 as minute, (case d.event when 7 then 6 else d.event end)::smallint as event, d.value from d where d.event <= 7";

    private const string Workers =
        """
        select d.queue, d.worker, d.at as first_seen, d.at as last_seen, case d.outcome when 0 then d.value else 0 end as completed,
            case d.outcome when 1 then d.value else 0 end as failed, case d.outcome when 4 then d.value else 0 end as expired
        from d where d.worker is not null
        """;

    /// <summary>$1: a queue, or null.</summary>
    public const string Count =
        $"""
        with d as (select * from task_delta where $1::int is null or queue = $1)
        select status, sum(value)::bigint from (
            select status, value from task_total where $1 is null or queue = $1
            union all
            select status, value from ({Statuses}) as s
            union all
            select 0::smallint, -tasks from task_lease where $1 is null or queue = $1
            union all
            select 1::smallint, tasks from task_lease where $1 is null or queue = $1) as s
        group by status
        """;

    public const string Backlogs =
        $"""
        with d as (select * from task_delta)
        select queue, sum(value) filter (where status = 0)::bigint, coalesce(sum(value) filter (where status = 1), 0)::bigint from (
            select queue, status, value from task_total where status = 0
            union all
            select queue, status, value from ({Statuses}) as s where status = 0
            union all
            select queue, 0::smallint, -tasks from task_lease
            union all
            select queue, 1::smallint, tasks from task_lease) as s
        group by queue order by queue
        """;

    public const string ReadRates =
        $"""
        with d as (select * from task_delta where queue = $1 and at >= $2)
        select minute, event, sum(value)::bigint from (
            select minute, event, value from task_rate where queue = $1 and minute >= $2
            union all
            select minute, event, value from ({Rates}) as r where minute >= $2) as r
        group by minute, event
        """;

    public const string ReadWorkers =
        $"""
        with d as (select * from task_delta where queue = $1)
        select w.worker, min(first_seen), max(last_seen), coalesce(max(h.held), 0)::bigint,
            sum(completed)::bigint, sum(failed)::bigint, sum(expired)::bigint
        from (
            select worker, first_seen, last_seen, completed, failed, expired from task_worker where queue = $1
            union all
            select worker, first_seen, last_seen, completed, failed, expired from ({Workers}) as w) as w
        left join (select worker, sum(tasks) as held from task_lease where queue = $1 group by worker) as h on h.worker = w.worker
        group by w.worker order by max(last_seen) desc, w.worker limit $2
        """;

    public const string Fold =
        $"""
        with d as (delete from task_delta returning *),
        totals as (
            insert into task_total as t (queue, status, value)
            select queue, status, sum(value) from ({Statuses}) as s group by queue, status order by queue, status
            on conflict (queue, status) do update set value = t.value + excluded.value),
        rates as (
            insert into task_rate as r (queue, minute, event, value)
            select queue, minute, event, sum(value) from ({Rates}) as n group by queue, minute, event order by queue, minute, event
            on conflict (queue, minute, event) do update set value = r.value + excluded.value)
        insert into task_worker as w (queue, worker, first_seen, last_seen, completed, failed, expired)
        select queue, worker, min(first_seen), max(last_seen), sum(completed), sum(failed), sum(expired)
        from ({Workers}) as n group by queue, worker order by queue, worker
        on conflict (queue, worker) do update set first_seen = least(w.first_seen, excluded.first_seen),
            last_seen = greatest(w.last_seen, excluded.last_seen), completed = w.completed + excluded.completed,
            failed = w.failed + excluded.failed, expired = w.expired + excluded.expired
        """;
}
