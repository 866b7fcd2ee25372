-- For which typed lines of orders a line of a purchase order was ordered, and how many units of each (R44). It informs, and
-- rank decides who gets the goods: nothing is allotted by it. It stays when the goods are here.
create table bought_for (
    po_line_id   integer not null,
    root_line_id bigint not null,
    qty          decimal(18, 4) not null
);
