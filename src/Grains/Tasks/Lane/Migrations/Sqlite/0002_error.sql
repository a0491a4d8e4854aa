-- A search in errors reads the tasks that have one. Those that have none cost nothing.
create index task_ready_error on task_ready (id) where error is not null;
create index task_done_error on task_done (id) where error is not null;
