-- What Orleans keeps. The providers know one name only, OrleansQuery: they read all statements from it when a silo starts
-- and run nothing else. Everything here can be run at each start. One silo needs no membership.

CREATE TABLE IF NOT EXISTS OrleansQuery (
    QueryKey  TEXT PRIMARY KEY,
    QueryText TEXT NOT NULL
);

-- The primary key is the last judge when two activations write a grain's first state at once.
CREATE TABLE IF NOT EXISTS grain_state (
    id_hash      INTEGER NOT NULL,
    type_hash    INTEGER NOT NULL,
    id_n0        INTEGER NOT NULL,
    id_n1        INTEGER NOT NULL,
    id_extension TEXT NOT NULL,
    type_name    TEXT NOT NULL,
    service_id   TEXT NOT NULL,
    version      INTEGER NOT NULL,
    modified_at  TEXT NOT NULL,
    payload      BLOB,
    PRIMARY KEY (id_hash, type_hash, id_n0, id_n1, id_extension, type_name, service_id)
);

CREATE TABLE IF NOT EXISTS reminder (
    service_id TEXT NOT NULL,
    grain_id   TEXT NOT NULL,
    name       TEXT NOT NULL,
    grain_hash INTEGER NOT NULL,
    start_at   TEXT NOT NULL,
    period_ms  INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    PRIMARY KEY (service_id, grain_id, name)
);

CREATE INDEX IF NOT EXISTS reminder_range ON reminder (service_id, grain_hash);
