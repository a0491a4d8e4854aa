-- What an error contains is found by index where the database has pg_trgm, or lets it be made. Items without an error cost nothing.
do $$ begin
    create extension if not exists pg_trgm;
    create index work_item_error_text on work_item using gin (lower(error) gin_trgm_ops) where error is not null;
exception when others then
    raise notice 'Without pg_trgm (%), a search in errors reads all rows.', sqlerrm;
end $$;
