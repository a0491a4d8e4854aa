-- What an error contains is found by index where the database has pg_trgm, or lets it be made. It is on dead letters alone: tasks that succeed cost nothing.
do $$ begin
    create extension if not exists pg_trgm;
    create index task_done_failed_error_text on task_done_failed using gin (error gin_trgm_ops);
exception when others then
    raise notice 'Without pg_trgm (%), a search in errors reads all rows.', sqlerrm;
end $$;
