-- name: drafts
-- The orders that are being typed, the latest first.
select o.number, c.name as customer_name, count(l.line_id) as lines, o.entered_by, o.entered_at, o.order_id
from sales_order o
join customer c using (customer_id)
left join order_line l on l.order_id = o.order_id and l.state = 'pending'
where o.state = 'pending'
group by all
order by o.order_id desc
limit 200

-- name: named
-- The LICs whose code a clerk may mean, letters large or small; the exact one first.
select lic from item where upper(lic) = upper($name) order by lic = $name desc, lic limit 1

-- name: alike
-- The LICs on sale whose code and description hold every word typed; those whose code begins with it first.
select i.lic, i.description
from item i
where i.active and mentions(concat_ws(' ', i.lic, i.description), $words)
order by starts_with(lower(i.lic), words_of($words)[1]) desc, i.discontinued, i.lic
limit $most

-- name: next_receipt
-- The earliest open purchase order line that still brings a LIC, whatever warehouse.
select l.due_on as expected_on, sum(l.open_qty)::decimal(38, 4) as qty
from owed_po_line($clock) l
join item i using (item_id)
where l.state = 'open' and i.lic = $lic
group by all
order by l.due_on nulls last
limit 1

-- name: set_customer
-- A draft that turned out to be another customer's.
update sales_order set customer_id = $customer_id, location_id = $location_id where order_id = $order_id
