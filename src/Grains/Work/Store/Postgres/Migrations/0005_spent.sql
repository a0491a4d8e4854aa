-- Blobs that no artifact names since a transaction that took them away: each is unlinked after it, and forgotten here when it is.
create table work_spent_blob (
    blob_id text not null primary key
);
