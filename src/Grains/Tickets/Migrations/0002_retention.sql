-- A ticket's rows go with it. When this script ran is when uploads and rows of tickets that had ended before begin to count.
create index ticket_fetched_item on ticket_fetched (item_id);
