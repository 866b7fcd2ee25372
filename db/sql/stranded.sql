-- name: find_holders
-- The whole lines that hold a shelf, and what would have to come in for them and all that stands before them.
-- makes: holder
-- needs: held_place, shelf, waiting
create or replace temp table holder as
select w.line_id, w.order_id, w.item_id, w.warehouse_id, w.priority, w.rank, o.ship_type, p.held_qty,
    (w.ahead_qty + w.qty - s.free_qty)::decimal(38, 4) as need_qty
from held_place p
join waiting w using (line_id)
join shelf s on s.item_id = w.item_id and s.warehouse_id = w.warehouse_id
join sales_order o using (order_id)

-- name: find_stranded
-- Units that lie for orders that cannot ship: allotted to a Complete order of which another line waits (R30), or on the
-- shelf for a whole line that needs more (R15). What is being picked is on its way.
-- makes: stranded
-- needs: holder, waiting
create or replace temp table stranded as
with held_back as (
    select distinct order_id from waiting join sales_order using (order_id) where ship_type = 'complete'
)
select l.line_id, l.order_id, l.item_id, l.warehouse_id, l.qty, false as on_shelf
from order_line l
semi join held_back using (order_id)
join item i using (item_id)
where l.state = 'allotted' and i.inventoried
    and l.line_id not in (select line_id from aboard where state in ('pending', 'picking'))
union all
select line_id, order_id, item_id, warehouse_id, held_qty, true from holder

-- name: units
-- What is stranded, the most valuable first, with the lines that its order waits for.
-- needs: stranded, waiting
with missing as (
    select w.order_id, string_agg(format('{} of {}', in_words(w.qty), i.lic), ', ' order by w.line_no) as waits_for
    from waiting w
    join item i using (item_id)
    where w.order_id in (select order_id from stranded)
    group by w.order_id
)
select o.number as "order", c.name as customer, l.line_no as line, i.lic, s.qty,
    coalesce(worth(s.qty, l.unit_price, i.unit_cost), 0)::decimal(38, 2) as value, s.on_shelf,
    if(s.on_shelf, format('{} of {} in one piece', in_words(l.qty), i.lic), m.waits_for) as waits_for
from stranded s
join order_line l using (line_id)
join sales_order o on o.order_id = s.order_id
join customer c using (customer_id)
join item i on i.item_id = s.item_id
left join missing m on m.order_id = s.order_id
order by value desc, s.qty desc, o.number, l.line_no

-- name: remedies
-- What one act would free: a receipt of one LIC, a whole line that may be split, a Complete order that may ship in
-- parts, a line that gives its stock and place up. The most valuable first. None lets go what is paused (R45).
-- needs: holder, shelf, stranded, waiting
with priced as (
    select s.*, coalesce(worth(s.qty, l.unit_price, i.unit_cost), 0) as value
    from stranded s
    join order_line l using (line_id)
    join item i on i.item_id = s.item_id
),
of_order as (
    select order_id, sum(qty) as qty, sum(value) as value from priced group by order_id
),
paused as (
    select l.line_id, l.order_id
    from order_line l
    semi join of_order f on f.order_id = l.order_id
    join sales_order o on o.order_id = l.order_id
    join customer u on u.customer_id = o.customer_id
    where is_open(l.state)
        and paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days) is not null
),
-- Orders that lack one LIC only: what would have to come in for all that the queue puts before them, and for them.
single as (
    select w.order_id, any_value(w.item_id) as item_id, any_value(w.warehouse_id) as warehouse_id,
        max(w.ahead_qty + w.qty) as to_qty
    from waiting w
    semi join of_order using (order_id)
    where w.order_id not in (select order_id from paused)
    group by w.order_id
    having count(distinct (w.item_id, w.warehouse_id)) = 1
),
freed as (
    select n.item_id, n.warehouse_id, n.to_qty - s.free_qty as need_qty, o.qty, o.value
    from single n
    join of_order o using (order_id)
    join shelf s on s.item_id = n.item_id and s.warehouse_id = n.warehouse_id
    where n.to_qty > s.free_qty
    union all
    -- A whole line of an order that ships in parts needs nothing else, however much the order lacks.
    select h.item_id, h.warehouse_id, h.need_qty, p.qty, p.value
    from holder h
    join priced p on p.line_id = h.line_id and p.on_shelf
    where h.ship_type = 'partial' and h.order_id not in (select order_id from single)
),
step as (
    select item_id, warehouse_id, need_qty,
        sum(qty) over up_to as qty, sum(value) over up_to as value, count(*) over up_to as orders
    from freed
    window up_to as (partition by item_id, warehouse_id order by need_qty)
),
receipt_step as (
    select *
    from step
    qualify row_number() over (
        partition by item_id, warehouse_id
        order by value / need_qty desc, qty / need_qty desc, need_qty desc
    ) = 1
),
owed as (
    select l.po, l.item_id, l.warehouse_id, l.due_on, sum(l.open_qty) over (partition by l.po, l.item_id) as open_qty
    from owed_po_line($clock) l
    where l.state = 'open'
),
-- Whoever else waits in the pool with the same priority, can ship, and would take it.
taker as (
    select s.line_id, s.on_shelf, sum(w.qty) as qty
    from priced s
    join order_line own on own.line_id = s.line_id and not own.pinned
    join sales_order mine on mine.order_id = s.order_id
    join waiting w on w.item_id = s.item_id and w.warehouse_id = s.warehouse_id
        and w.order_id <> s.order_id and w.priority = mine.priority and w.joins_on is null
    join sales_order other on other.order_id = w.order_id
    where other.ship_type = 'partial' and (not w.whole or w.qty <= s.qty)
    group by s.line_id, s.on_shelf
),
remedy as (
    select 'receipt' as kind, r.item_id, r.warehouse_id, null::integer as order_id, null::integer as line_no,
        r.need_qty as units, r.orders, r.qty, r.value, c.po
    from receipt_step r
    left join owed c
        on c.item_id = r.item_id and c.warehouse_id = r.warehouse_id and c.open_qty >= r.need_qty
    qualify row_number() over (
        partition by r.item_id, r.warehouse_id order by c.due_on nulls last, c.po) = 1
    union all
    select 'split', h.item_id, h.warehouse_id, h.order_id, l.line_no, null, 1, p.qty, p.value, null
    from holder h
    join order_line l using (line_id)
    join priced p on p.line_id = h.line_id and p.on_shelf
    where h.ship_type = 'partial'
    union all
    select 'in parts', null, null, s.order_id, null, null, 1, sum(s.qty), sum(s.value), null
    from priced s
    where not s.on_shelf and s.line_id not in (select line_id from paused)
    group by s.order_id
    union all
    select 'release', s.item_id, s.warehouse_id, s.order_id, l.line_no, null, 1,
        least(s.qty, t.qty), s.value * (least(s.qty, t.qty) / s.qty), null
    from priced s
    join taker t on t.line_id = s.line_id and t.on_shelf = s.on_shelf
    join order_line l on l.line_id = s.line_id
)
select r.kind, i.lic, p.code as warehouse, o.number as "order", c.name as customer, r.line_no as line,
    r.units::decimal(38, 4) as units, r.orders::integer as orders, r.qty::decimal(38, 4) as frees_qty,
    r.value::decimal(38, 2) as frees_value, r.po
from remedy r
left join item i using (item_id)
left join warehouse p on p.warehouse_id = r.warehouse_id
left join sales_order o on o.order_id = r.order_id
left join customer c using (customer_id)
order by r.value desc, r.qty desc, r.kind, i.lic, o.number, r.line_no
limit $most
