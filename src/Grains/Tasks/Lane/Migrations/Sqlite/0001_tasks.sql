-- Times and spans are milliseconds, times of unix, UTC. A rank is the negative of a priority: lower goes first.
create table task_queue (
    number integer primary key autoincrement,
    name text not null unique check (length(name) between 1 and 100),
    epoch bigint not null,
    policy text not null,
    created_at bigint not null
);

-- What has not ended, whether it waits or is out. A claim touches no row of it.
create table task_ready (
    id integer primary key,
    queue integer not null,
    rank integer not null,
    group_key text not null,
    attempts integer not null,
    budget_from integer not null,
    lost integer not null,
    not_before bigint,
    deadline bigint,
    created_at bigint not null,
    name text,
    owner text,
    tags text,
    max_attempts integer,
    timeout bigint,
    unique_key text,
    unique_until bigint,
    lease bigint not null,
    worker text,
    started_at bigint,
    error text,
    trace blob,
    payload blob not null
);

create index task_ready_next on task_ready (queue, rank, group_key, id) where not_before is null;
create index task_ready_queue on task_ready (queue, id);
create index task_ready_later on task_ready (not_before) where not_before is not null;
create index task_ready_deadline on task_ready (deadline) where deadline is not null;

-- What is out: one row a task. Those of one claim share its number. No lease outlasts "until", the end of its attempt.
create table task_lease (
    id integer primary key,
    number bigint not null,
    queue integer not null,
    worker text not null,
    lease bigint not null,
    started_at bigint not null,
    expires_at bigint not null,
    until bigint
);

create index task_lease_expires on task_lease (expires_at);

create table task_lease_number (
    next bigint not null
);

insert into task_lease_number (next) values (1);

-- What has ended.
create table task_done (
    id integer primary key,
    queue integer not null,
    status integer not null check (status between 2 and 5),
    rank integer not null,
    group_key text not null,
    attempts integer not null,
    budget_from integer not null,
    lost integer not null,
    deadline bigint,
    created_at bigint not null,
    finished_at bigint not null,
    name text,
    owner text,
    tags text,
    max_attempts integer,
    timeout bigint,
    unique_key text,
    unique_until bigint,
    lease bigint not null,
    worker text,
    started_at bigint,
    error text,
    trace blob,
    result blob,
    payload blob not null
);

create index task_done_queue on task_done (queue, status, id);
create index task_done_finished on task_done (queue, status, finished_at);

-- How leases ended, but for those that ended with a result: of these the task's own row tells.
create table task_attempt (
    item_id bigint not null,
    lease bigint not null,
    worker text not null,
    started_at bigint not null,
    ended_at bigint not null,
    outcome integer not null,
    error text,
    left_status integer not null,
    left_until bigint,
    primary key (item_id, lease)
) without rowid;

create table task_note (
    item_id integer primary key,
    lease bigint not null,
    progress real,
    log text
);

create table task_unique (
    queue integer not null,
    key text not null,
    id bigint not null,
    until bigint,
    primary key (queue, key)
) without rowid;

create index task_unique_until on task_unique (until) where until is not null;

create table task_total (
    queue integer not null,
    status integer not null,
    value bigint not null,
    primary key (queue, status)
) without rowid;

create table task_rate (
    queue integer not null,
    minute bigint not null,
    event text not null,
    value bigint not null,
    primary key (queue, minute, event)
) without rowid;

create table task_worker (
    queue integer not null,
    worker text not null,
    first_seen bigint not null,
    last_seen bigint not null,
    held bigint not null,
    completed bigint not null,
    failed bigint not null,
    expired bigint not null,
    primary key (queue, worker)
) without rowid;

create index task_worker_seen on task_worker (queue, last_seen);
