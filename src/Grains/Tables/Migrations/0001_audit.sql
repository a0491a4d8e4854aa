create table table_audit (
    sequence bigint not null primary key,
    campaign text not null,
    approach text not null,
    table_name text not null,
    task text not null,
    step text not null,
    method text not null,
    solved bigint not null,
    remaining_count bigint not null,
    remaining text not null,
    timestamp text not null);

create index table_audit_by_campaign on table_audit (campaign, sequence);

-- Kept with the records, so that the audit view costs the same for ten records and for ten million.
create table table_audit_sum (
    campaign text not null,
    task text not null,
    step text not null,
    method text not null,
    solved bigint not null,
    primary key (campaign, task, step, method));
