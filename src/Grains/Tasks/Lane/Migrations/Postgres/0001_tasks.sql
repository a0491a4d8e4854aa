-- Times and spans are milliseconds, times of unix, UTC. A rank is the negative of a priority: lower goes first. What a task seldom has
-- is null, which takes no room. No statement of the common way changes a row in place: rows come and go, and whoever reads on from a
-- place does not meet the dead ones.
create sequence task_queue_number as integer;

create table task_queue (
    number integer primary key default nextval('task_queue_number'),
    name text collate "C" not null unique check (length(name) between 1 and 100),
    epoch bigint not null,
    policy text not null,
    created_at bigint not null
);

-- What has not ended, whether it waits or is out. A claim touches no row of it.
create table task_ready (
    id bigint not null,
    created_at bigint not null,
    not_before bigint,
    deadline bigint,
    unique_until bigint,
    timeout bigint,
    lease bigint,
    started_at bigint,
    queue integer not null,
    attempts integer not null default 0,
    budget_from integer,
    lost integer,
    max_attempts integer,
    rank smallint not null,
    group_key text collate "C" not null,
    name text collate "C",
    owner text collate "C",
    unique_key text collate "C",
    worker text collate "C",
    error text,
    tags text[],
    trace bytea,
    payload bytea not null,
    primary key (id)
);

create index task_ready_next on task_ready (queue, rank, group_key, id) where not_before is null;
create index task_ready_later on task_ready (not_before) where not_before is not null;
create index task_ready_deadline on task_ready (deadline) where deadline is not null;

-- What is out: a row for all that one claim took, and another for what of it runs out at another time. Low and high are the ends
-- of its ids, so that who looks for one task need not open every array.
create sequence task_lease_number;

create table task_lease (
    number bigint not null,
    expires_at bigint not null,
    until bigint,
    lease bigint not null,
    started_at bigint not null,
    low bigint not null,
    high bigint not null,
    part integer not null,
    queue integer not null,
    tasks integer not null,
    worker text collate "C" not null,
    ids bigint[] not null,
    primary key (number, part)
);

create index task_lease_expires on task_lease (expires_at);

-- What has ended, in parts: each is removed as a whole when its time has come. Those that succeeded go sooner than dead letters.
create table task_done (
    id bigint not null,
    created_at bigint not null,
    finished_at bigint not null,
    started_at bigint,
    lease bigint,
    deadline bigint,
    unique_until bigint,
    timeout bigint,
    queue integer not null,
    attempts integer not null,
    budget_from integer,
    max_attempts integer,
    status smallint not null,
    rank smallint not null,
    group_key text collate "C" not null,
    name text collate "C",
    owner text collate "C",
    unique_key text collate "C",
    worker text collate "C",
    error text,
    tags text[],
    trace bytea,
    payload bytea not null,
    result bytea
) partition by list (status);

create table task_done_completed partition of task_done for values in (2, 4) partition by range (finished_at);
create table task_done_failed partition of task_done for values in (3, 5) partition by range (finished_at);

create index task_done_id on task_done (id);
create index task_done_queue on task_done (queue, status, id);

-- How leases ended, but for those that ended with a result: of these the task's own row tells.
create table task_attempt (
    item_id bigint not null,
    lease bigint not null,
    started_at bigint not null,
    ended_at bigint not null,
    left_until bigint,
    outcome smallint not null,
    left_status smallint not null,
    worker text collate "C" not null,
    error text,
    primary key (item_id, lease)
);

-- What workers say of a task while they hold it: pieces of its log, and how far it is.
create table task_note (
    item_id bigint not null,
    number bigint generated always as identity,
    lease bigint not null,
    progress double precision,
    log text,
    primary key (item_id, number)
);

create table task_unique (
    queue integer not null,
    key text collate "C" not null,
    id bigint not null,
    until bigint,
    primary key (queue, key)
);

create index task_unique_until on task_unique (until) where until is not null;

-- What happened, as it was written down; it is folded into the three tables below.
create table task_delta (
    at bigint not null,
    value bigint not null,
    queue integer not null,
    event smallint not null,
    outcome smallint,
    worker text collate "C"
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

create table task_total (
    queue integer not null,
    status smallint not null,
    value bigint not null,
    primary key (queue, status)
) with (fillfactor = 50);

create table task_rate (
    queue integer not null,
    minute bigint not null,
    event smallint not null,
    value bigint not null,
    primary key (queue, minute, event)
) with (fillfactor = 50);

create table task_worker (
    queue integer not null,
    worker text collate "C" not null,
    first_seen bigint not null,
    last_seen bigint not null,
    completed bigint not null,
    failed bigint not null,
    expired bigint not null,
    primary key (queue, worker)
) with (fillfactor = 50);

create index task_worker_seen on task_worker (queue, last_seen);
