-- Small facts of the doors that change with an item. The sequence tells in which order keys were first put.
create table work_record (
    sequence bigint generated always as identity,
    space text collate "C" not null,
    key text collate "C" not null,
    data bytea not null,
    primary key (space, key)
) with (fillfactor = 80);

create index work_record_space on work_record (space, sequence);

create index work_item_by_target on work_item (kind, target, id) where target is not null;
