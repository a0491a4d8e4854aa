-- Which failed items are one group by their errors; the index has all that is summed, and nothing of items that did not fail. Rows from before are
-- given their groups in small steps by the nodes.
alter table work_item add column error_group bigint;
create index work_item_failed on work_item (error_group, queue, kind, finished_at, status, id) where status in (3, 5);
