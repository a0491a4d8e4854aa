-- Which item waits longest is read from the first ones of its queue by id: an index by time costs every insert.
drop index work_item_oldest;
