-- What an item has used of its retry budget: leases that were lost, attempts that failed. An operator's retry begins at 0.
alter table work_item add column lost_leases integer not null default 0;
alter table work_item add column failures integer not null default 0;
