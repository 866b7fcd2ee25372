-- name: count_orders_ahead
-- How many other orders have lines ahead of each line that waits, and how much of what waits ahead is its own order's.
-- makes: orders_ahead
-- needs: waiting
create or replace temp table orders_ahead as
with seen as (
    select *, row_number() over (partition by item_id, warehouse_id, order_id order by rank) = 1 as is_first
    from waiting
)
select line_id,
    sum(if(is_first, 1, 0)) over (
        partition by item_id, warehouse_id order by rank rows between unbounded preceding and current row)
            - 1 as orders,
    (sum(qty) over (
        partition by item_id, warehouse_id, order_id order by rank rows between unbounded preceding and current row)
        - qty)::decimal(38, 4) as own_qty
from seen

-- name: select_pools_in_play
-- Those of the pools ranked just now in which a line that waits could find something on the shelf when its turn comes:
-- something is free, or set aside for a lower priority. In all others the strict policy has nothing to say but that.
-- makes: touched_pool
-- needs: shelf, waiting
create or replace temp table touched_pool as
select s.item_id, s.warehouse_id
from shelf s
where s.free_qty > 0 or exists (
    select 1
    from order_line l
    join sales_order o using (order_id)
    where l.item_id = s.item_id and l.warehouse_id = s.warehouse_id and l.state = 'allotted' and o.priority < (
        select max(priority) from waiting w where w.item_id = s.item_id and w.warehouse_id = s.warehouse_id)
)

-- name: waiting
-- The lines that wait, pool by pool in the order of the queue, with why they do (R41) and when supply comes (R40). What
-- walk_reason is silent about gets nothing from the shelf: on_hand_qty, what is not firm, is gone before its turn
-- comes, of it to the line's own order what own says. lacks: it would get more if more lay in its warehouse.
-- needs: orders_ahead, projection, walk_reason, shelf, waiting
with held as (
    select l.item_id, l.warehouse_id, l.order_id, l.line_no, l.qty
    from order_line l
    semi join shelf s on s.item_id = l.item_id and s.warehouse_id = l.warehouse_id
    where l.state = 'allotted' and not is_firm(l.pinned, l.line_id)
),
pool_held as (
    select item_id, warehouse_id, sum(qty)::decimal(38, 4) as held_qty from held group by all
),
own_held as (
    select item_id, warehouse_id, order_id, list({'line': line_no, 'qty': qty} order by line_no) as lines
    from held
    group by item_id, warehouse_id, order_id
)
select o.number as "order", c.code as customer, c.name as customer_name, lo.code as location, o.ship_type, o.priority,
    w.line_no as line, root.line_no as root_line, i.lic, i.description, p.code as warehouse, w.qty, w.whole,
    o.requested_on,
    w.waiting_since, whole_days(w.waiting_since, $now) as age_days,
    w.rank::integer as rank, (w.ahead_qty - a.own_qty)::decimal(38, 4) as ahead_qty,
    a.orders::integer as ahead_orders, j.projected_on,
    w.joins_on is null as takes_part, r.reason, coalesce(r.lacks, true) as lacks, w.item_id, w.warehouse_id,
    (s.free_qty + coalesce(h.held_qty, 0))::decimal(38, 4) as on_hand_qty, e.lines as own,
    worth(w.qty, w.unit_price, i.unit_cost)::decimal(38, 2) as value,
    o.entered_by, w.line_id, w.root_line_id, w.order_id, o.version
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
left join pool_held h on h.item_id = w.item_id and h.warehouse_id = w.warehouse_id
left join own_held e on e.item_id = w.item_id and e.warehouse_id = w.warehouse_id and e.order_id = w.order_id
left join walk_reason r on r.line_id = w.line_id
order by i.lic, w.warehouse_id, w.rank
