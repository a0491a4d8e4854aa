-- What Orleans keeps. The providers know one name only, OrleansQuery: they read all statements from it when a silo starts
-- and run nothing else. Everything here can be run at each start.

CREATE TABLE IF NOT EXISTS OrleansQuery (
    QueryKey  text PRIMARY KEY,
    QueryText text NOT NULL
);

-- The primary key is the last judge when two activations write a grain's first state at once.
-- The hashes come first, so that most of a lookup is decided by two integers.
CREATE TABLE IF NOT EXISTS grain_state (
    id_hash      integer NOT NULL,
    type_hash    integer NOT NULL,
    id_n0        bigint NOT NULL,
    id_n1        bigint NOT NULL,
    id_extension text NOT NULL,
    type_name    text NOT NULL,
    service_id   text NOT NULL,
    version      integer NOT NULL,
    modified_at  timestamptz NOT NULL,
    payload      bytea,
    PRIMARY KEY (id_hash, type_hash, id_n0, id_n1, id_extension, type_name, service_id)
);

CREATE TABLE IF NOT EXISTS reminder (
    service_id text NOT NULL,
    grain_id   text NOT NULL,
    name       text NOT NULL,
    grain_hash integer NOT NULL,
    start_at   timestamptz NOT NULL,
    period_ms  bigint NOT NULL,
    version    integer NOT NULL,
    PRIMARY KEY (service_id, grain_id, name)
);

CREATE INDEX IF NOT EXISTS reminder_range ON reminder (service_id, grain_hash);

-- One row a cluster: its version orders all changes of the membership.
CREATE TABLE IF NOT EXISTS cluster_version (
    cluster_id text PRIMARY KEY,
    changed_at timestamptz NOT NULL DEFAULT now(),
    version    integer NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS cluster_member (
    cluster_id    text NOT NULL REFERENCES cluster_version (cluster_id),
    address       text NOT NULL,
    port          integer NOT NULL,
    generation    integer NOT NULL,
    silo_name     text NOT NULL,
    host_name     text NOT NULL,
    status        integer NOT NULL,
    proxy_port    integer NOT NULL,
    suspect_times text,
    started_at    timestamptz NOT NULL,
    alive_at      timestamptz NOT NULL,
    PRIMARY KEY (cluster_id, address, port, generation)
);
