-- One row = one unit of work = one truth. Times are unix milliseconds, UTC.
create table work_item (
    id bigint primary key,
    kind text collate "C" not null check (length(kind) between 1 and 40),
    queue text collate "C" not null check (length(queue) between 1 and 200),
    priority integer not null,
    status smallint not null check (status between 0 and 5),
    attempt integer not null,
    lease_number bigint not null,
    lease_owner text,
    lease_expires_at bigint,
    target text collate "C",
    owner text,
    name text collate "C",
    unique_key text collate "C",
    created_at bigint not null,
    started_at bigint,
    finished_at bigint,
    not_before bigint,
    due_at bigint,
    error text,
    facets jsonb,
    body bytea not null,
    version bigint not null
) with (fillfactor = 80);

create index work_item_queued on work_item (queue, priority, id) where status = 0;
create index work_item_oldest on work_item (queue, created_at) where status = 0;
create index work_item_due on work_item (queue, due_at) where status = 1;
create index work_item_finished on work_item (queue, finished_at) where status >= 2;
create unique index work_item_target on work_item (kind, target) where target is not null and status in (0, 1);
create unique index work_item_unique_key on work_item (queue, unique_key) where unique_key is not null;
create index work_item_queue_status on work_item (queue, status, id);
create index work_item_kind_status on work_item (kind, status, id);
create index work_item_name on work_item (queue, status, name) where name is not null;

create table work_attempt (
    item_id bigint not null,
    lease_number bigint not null,
    owner text not null,
    started_at bigint not null,
    ended_at bigint not null,
    outcome smallint not null,
    error text,
    primary key (item_id, lease_number)
);

create table work_part (
    item_id bigint not null,
    name text collate "C" not null,
    data bytea not null,
    primary key (item_id, name)
);

create table work_artifact (
    sequence bigint generated always as identity primary key,
    item_id bigint not null,
    queue text collate "C" not null,
    role text collate "C" not null,
    name text not null,
    lease_number bigint not null,
    created_at bigint not null,
    inline bytea,
    blob_id text collate "C",
    length bigint not null
);

create index work_artifact_role on work_artifact (queue, role, sequence);
create index work_artifact_item on work_artifact (item_id, role, sequence);
create index work_artifact_blob on work_artifact (blob_id) where blob_id is not null;

-- Each process adds to rows of its own shard, so that processes do not wait for one another; readers sum over the shards.
create table work_tally (
    queue text collate "C" not null,
    name text collate "C" not null,
    shard integer not null,
    value bigint not null,
    primary key (queue, name, shard)
) with (fillfactor = 50);

create table work_rate (
    queue text collate "C" not null,
    minute bigint not null,
    event text collate "C" not null,
    shard integer not null,
    value bigint not null,
    primary key (queue, minute, event, shard)
) with (fillfactor = 50);

create table work_worker (
    queue text collate "C" not null,
    owner text collate "C" not null,
    first_seen bigint not null,
    last_seen bigint not null,
    held bigint not null,
    completed bigint not null,
    failed bigint not null,
    expired bigint not null,
    primary key (queue, owner)
) with (fillfactor = 50);

create index work_worker_seen on work_worker (queue, last_seen);

create table work_id (
    next bigint not null
);

insert into work_id (next) values (1);
