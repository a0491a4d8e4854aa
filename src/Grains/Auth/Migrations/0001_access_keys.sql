-- Keys of programs. The hash is the SHA-256 of the secret, in hexadecimal digits: the secret itself is nowhere. Lists are joined by
-- commas. Unix milliseconds, UTC.
create table access_key (
    id text not null primary key,
    name text not null,
    role text not null,
    hash text not null,
    doors text not null,
    queues text not null,
    created_at bigint not null,
    created_by text,
    expires_at bigint,
    last_used_at bigint,
    revoked_at bigint
);
