-- A client's own items, newest first.
create index work_item_owner on work_item (owner, status, id) where owner is not null;
