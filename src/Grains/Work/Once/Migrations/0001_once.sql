-- What requests under a key were to make, before they made it. Times are unix milliseconds, UTC.
create table work_once (
    scope text not null,
    owner text not null,
    key text not null,
    hash text not null,
    plan text not null,
    created_at bigint not null,
    primary key (scope, owner, key));

create index work_once_age on work_once (created_at);
