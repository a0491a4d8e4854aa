-- Times are milliseconds of unix, UTC. due_at is the next time to submit, null while it is paused; the version grows with each change.
create table task_schedule (
    name text not null primary key,
    spec text not null,
    paused smallint not null,
    due_at bigint,
    last_at bigint,
    last_id bigint,
    version bigint not null
);

create index task_schedule_due on task_schedule (due_at) where due_at is not null;
