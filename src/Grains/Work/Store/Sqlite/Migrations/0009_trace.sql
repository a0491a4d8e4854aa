-- Where an item was submitted: a traceparent of W3C; null where nobody traces, and of items from before.
alter table work_item add column trace text;
