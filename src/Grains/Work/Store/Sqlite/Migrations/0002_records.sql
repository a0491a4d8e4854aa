-- Small facts of the doors that change with an item. The sequence tells in which order keys were first put.
create table work_record (
    sequence integer primary key,
    space text not null,
    key text not null,
    data blob not null
);

create unique index work_record_key on work_record (space, key);
create index work_record_space on work_record (space, sequence);

create index work_item_by_target on work_item (kind, target, id) where target is not null;
