-- Append-only. Times are unix microseconds, UTC.
create table maintenance (
    door text not null,
    number bigint not null,
    message text not null,
    paused integer not null,
    said_at bigint not null,
    said_by text not null,
    primary key (door, number));
