-- What people and keys did. Append-only: a row is removed by age alone, and its number is never given again. Unix milliseconds, UTC.
create table work_audit (
    sequence bigint generated always as identity primary key,
    acted_at bigint not null,
    who text not null,
    address text,
    act text not null,
    item_id bigint,
    queue text,
    subject text,
    reason text,
    old_state text,
    new_state text,
    request_id text
);

create index work_audit_by_time on work_audit (acted_at);
create index work_audit_by_who on work_audit (who, sequence);
create index work_audit_by_act on work_audit (act, sequence);
create index work_audit_by_item on work_audit (item_id, sequence) where item_id is not null;
create index work_audit_by_queue on work_audit (queue, sequence) where queue is not null;
