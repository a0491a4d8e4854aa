-- A search in errors reads the tasks that have one; those that have none cost nothing. Of dead letters it reads those alone that contain the text,
-- where the database has pg_trgm, or lets it be made.
create index task_ready_error on task_ready (id) where error is not null;
create index task_done_completed_error on task_done_completed (id) where error is not null;

do $$ begin
    create extension if not exists pg_trgm;
    create index task_done_failed_error_text on task_done_failed using gin (error gin_trgm_ops);
exception when others then
    raise notice 'Without pg_trgm (%), a search in errors reads all dead letters.', sqlerrm;
end $$;
