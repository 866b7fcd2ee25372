-- name: rank_waiting
-- The lines that wait in the touched pools, with their place in the queue of their pool: by priority, then entry, then
-- line (R14), and what waits ahead of them.
create or replace temp table waiting as
select l.*, o.priority,
    row_number() over ahead as rank,
    (sum(l.qty) over ahead - l.qty)::decimal(18, 4) as ahead_qty
from order_line l
join sales_order o using (order_id)
semi join touched_pool t on t.item_id = l.item_id and t.warehouse_id = l.warehouse_id
where l.state = 'backordered'
window ahead as (
    partition by l.item_id, l.warehouse_id
    order by o.priority desc, l.entry_seq, l.line_id
    rows between unbounded preceding and current row
)

-- name: count_orders_ahead
-- How many other orders have lines ahead of each line that waits.
create or replace temp table orders_ahead as
with seen as (
    select *, row_number() over (partition by item_id, warehouse_id, order_id order by rank) = 1 as is_first from waiting
)
select line_id,
    sum(if(is_first, 1, 0)) over (
        partition by item_id, warehouse_id order by rank rows between unbounded preceding and current row) - 1 as orders
from seen

-- name: find_free
-- What is on hand and not allotted in the pools that have waiting lines (R1), and the first whole line that the lines
-- ahead of it leave too little for: it holds its place (R15).
create or replace temp table shelf as
with pool as (
    select distinct item_id, warehouse_id from waiting
),
moved as (
    select m.item_id, m.warehouse_id, sum(m.qty) as qty
    from movement m semi join pool p on p.item_id = m.item_id and p.warehouse_id = m.warehouse_id
    group by all
),
given as (
    select l.item_id, l.warehouse_id, sum(l.qty) as qty
    from order_line l semi join pool p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
    where l.state = 'allotted'
    group by all
),
free as (
    select p.item_id, p.warehouse_id, (coalesce(m.qty, 0) - coalesce(g.qty, 0))::decimal(18, 4) as free_qty
    from pool p
    left join moved m on m.item_id = p.item_id and m.warehouse_id = p.warehouse_id
    left join given g on g.item_id = p.item_id and g.warehouse_id = p.warehouse_id
),
holder as (
    select w.item_id, w.warehouse_id, min_by(w.line_id, w.rank) as line_id, min(w.rank) as rank
    from waiting w
    join free f on f.item_id = w.item_id and f.warehouse_id = w.warehouse_id
    where w.whole and w.ahead_qty + w.qty > f.free_qty
    group by all
)
select f.*, h.rank as holder_rank, l.qty as holder_qty, o.number as holder_order, l.line_no as holder_line
from free f
left join holder h on h.item_id = f.item_id and h.warehouse_id = f.warehouse_id
left join order_line l on l.line_id = h.line_id
left join sales_order o on o.order_id = l.order_id

-- name: project
-- The day on which supply in order of its date covers each waiting line and all ahead of it (R40): what is free on the
-- shelf first, then what open purchase orders still bring. A line without a day has no supply.
create or replace temp table projection as
with received as (
    select po_line_id, sum(qty) as qty from movement where po_line_id is not null group by all
),
coming as (
    select l.item_id, p.warehouse_id, l.qty - coalesce(r.qty, 0) as qty,
        greatest($today::date, coalesce(l.expected_on,
            p.opened_at::date + coalesce(n.lead_time_days, i.lead_time_days, v.lead_time_days))) as due_on
    from po_line l
    join purchase_order p using (po_id)
    join item i using (item_id)
    join vendor v on v.vendor_id = p.vendor_id
    left join replenish_level n on n.item_id = l.item_id and n.warehouse_id = p.warehouse_id
    left join received r using (po_line_id)
    where p.state = 'open' and l.qty > coalesce(r.qty, 0)
        and coalesce(l.expected_on, p.opened_at::date + coalesce(n.lead_time_days, i.lead_time_days, v.lead_time_days))
            is not null
),
supply as (
    select item_id, warehouse_id, free_qty as qty, $today::date as due_on from shelf
    union all
    select item_id, warehouse_id, sum(qty), due_on from coming group by all
),
cumulated as (
    select item_id, warehouse_id, due_on,
        sum(qty) over (partition by item_id, warehouse_id order by due_on) as to_qty
    from supply
)
select w.line_id, min(c.due_on) as projected_on
from waiting w
join cumulated c
    on c.item_id = w.item_id and c.warehouse_id = w.warehouse_id and w.ahead_qty + w.qty <= c.to_qty
group by w.line_id

-- name: waiting
-- The lines that wait, pool by pool in the order of the queue, with why they do (R41) and when supply comes (R40).
select o.number as "order", c.code as customer, c.name as customer_name, lo.code as location, o.ship_type, o.priority,
    w.line_no as line, root.line_no as root_line, i.lic, i.description, p.code as warehouse, w.qty, w.whole, o.requested_on,
    w.waiting_since, date_diff('day', w.waiting_since, $now::timestamp)::integer as age_days,
    w.rank::integer as rank, w.ahead_qty, a.orders::integer as ahead_orders, j.projected_on,
    case
        when s.free_qty <= 0 then
            'No stock' || if(w.ahead_qty > 0, format('; {} wait ahead.', plain(w.ahead_qty)), '.')
        when s.holder_rank = w.rank then
            format('The whole line needs {}{}; {} on the shelf, held for it.', plain(w.qty),
                if(w.ahead_qty > 0, format(' after {} ahead', plain(w.ahead_qty)), ''), plain(s.free_qty))
        when s.holder_rank < w.rank then
            format('{} on the shelf, held for order {}, which needs {}.', plain(s.free_qty), s.holder_order, plain(s.holder_qty))
        when w.ahead_qty + w.qty <= s.free_qty then 'Stock is there; the next sweep gives it.'
        when w.ahead_qty < s.free_qty then
            format('{} of it are there; the next sweep gives them.', plain(s.free_qty - w.ahead_qty))
        else format('The {} on the shelf go to the {} that wait ahead.', plain(s.free_qty), plain(w.ahead_qty))
    end as reason,
    (w.qty * coalesce(w.unit_price, i.unit_cost))::decimal(18, 2) as value,
    w.line_id, w.order_id, o.version
from waiting w
join sales_order o using (order_id)
join customer c using (customer_id)
join location lo using (location_id)
join order_line root on root.line_id = w.root_line_id
join item i on i.item_id = w.item_id
join warehouse p on p.warehouse_id = w.warehouse_id
join orders_ahead a on a.line_id = w.line_id
join shelf s on s.item_id = w.item_id and s.warehouse_id = w.warehouse_id
left join projection j on j.line_id = w.line_id
where ($order is null or o.number = $order) and ($customer is null or c.code = $customer)
order by i.lic, w.warehouse_id, w.rank
