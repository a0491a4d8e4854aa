-- A table's records go with it.
create index table_audit_by_table on table_audit (campaign, table_name);
