-- What PostgreSQL has an index for; here a search in errors reads the items that have one.
select 1;
