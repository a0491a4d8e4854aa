-- When a result was first handed over completely, by its blob: from then on its retention counts. Unix milliseconds, UTC.
create table ticket_fetched (
    blob_id text not null primary key,
    item_id bigint not null,
    fetched_at bigint not null
);

create index ticket_fetched_at on ticket_fetched (fetched_at);
