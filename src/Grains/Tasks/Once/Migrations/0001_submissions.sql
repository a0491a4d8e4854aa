-- What was submitted under a key, and what was answered, in the transaction of the tasks. Times are unix milliseconds, UTC.
create table task_submission (
    owner text not null,
    key text not null,
    hash text not null,
    answer text not null,
    created_at bigint not null,
    primary key (owner, key));

create index task_submission_age on task_submission (created_at);
