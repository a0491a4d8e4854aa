-- Which failed tasks are one group by their errors; the index has all that is summed. Rows from before are given their groups in small steps.
alter table task_done add column error_group bigint;
create index task_done_failed_group on task_done_failed (error_group, queue, finished_at, status, id) where status in (3, 5);
