-- The keys that the cluster encrypts with what it must keep for a while, as ASP.NET data protection writes them. Unix milliseconds, UTC.
create table protection_key (
    name text not null primary key,
    created_at bigint not null,
    xml text not null
);
