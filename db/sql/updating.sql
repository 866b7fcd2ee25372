-- name: order_units
-- What an order has of each LIC in each warehouse, shipped or not, and its typed lines, the last first.
select i.lic, w.code as warehouse, sum(l.qty) as qty,
    list(distinct l.root_line_id order by l.root_line_id desc) as lines
from order_line l
join sales_order o using (order_id)
join item i using (item_id)
join warehouse w on w.warehouse_id = l.warehouse_id
where o.number = $number and l.state <> 'cancelled'
group by all

-- name: forget
-- Takes away what a file once said of a record.
delete from imported_record where kind = $kind and record_id = $record_id

-- name: remember
-- What the newest file says of a record that was taken over from it.
insert into imported_record values ($kind, $record_id, $content)
