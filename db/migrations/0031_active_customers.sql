-- Customers that may order, as LICs that may be ordered: an undo puts away those that only cancelled orders name.

alter table customer add column active boolean default true;
