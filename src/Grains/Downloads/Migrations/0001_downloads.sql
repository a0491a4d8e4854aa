-- What was heard and asked, for people; the newest are kept. Unix milliseconds, UTC.
create table download_event (
    id bigint not null primary key,
    at bigint not null,
    source text not null,
    what text not null,
    clf_id int null,
    outcome text not null,
    is_refused int not null
);
