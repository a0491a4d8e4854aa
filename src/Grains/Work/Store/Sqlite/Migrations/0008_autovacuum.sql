-- What PostgreSQL is told about vacuum; here free pages are used again by themselves.
select 1;
