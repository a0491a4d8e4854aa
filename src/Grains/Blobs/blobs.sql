-- A blob is visible once its length is set. Until then its chunks belong to an upload under way, or to one that a crash
-- cut off.
CREATE TABLE IF NOT EXISTS blob (
    id         uuid PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now(), -- once the length is set: when it was
    length     bigint
);

CREATE INDEX IF NOT EXISTS blob_unfinished ON blob (created_at) WHERE length IS NULL;

CREATE TABLE IF NOT EXISTS blob_chunk (
    blob_id uuid NOT NULL REFERENCES blob (id) ON DELETE CASCADE,
    number  integer NOT NULL,
    data    bytea NOT NULL,
    PRIMARY KEY (blob_id, number)
);

-- Uploads and results are compressed files mostly: trying again only costs time.
ALTER TABLE blob_chunk ALTER COLUMN data SET STORAGE EXTERNAL;
