-- name: find
-- One order by its number, with its customer and location.
select o.*, c.code as customer, c.name as customer_name, lo.code as location, lo.address
from sales_order o
join customer c using (customer_id)
join location lo using (location_id)
where o.number = $number

-- name: version
-- The version of an order: what every change of it raises (section 10).
select version from sales_order where number = $number

-- name: find_line
-- One line of an order by the number a clerk sees.
select l.*, i.lic, i.decimals, i.discontinued, i.inventoried, i.description, w.code as warehouse,
    coalesce(s.state, '') as shipment_state, s.shipment_id
from order_line l
join item i using (item_id)
join warehouse w using (warehouse_id)
-- What the view aboard says, asked of these lines alone: every act does, and it is a tenth cheaper.
left join shipment_line sl on sl.line_id = l.line_id and sl.live
left join shipment s on s.shipment_id = sl.shipment_id
where l.order_id = $order_id and l.line_no = $line_no

-- name: lines_of
-- The lines of one order, split siblings beside the line that was typed.
select l.line_id, l.line_no, root.line_no as root_line_no, i.lic, i.description, i.inventoried, w.code as warehouse,
    l.qty,
    l.ordered_qty, l.state, l.whole, l.on_shortage, l.pinned, l.entry_seq, l.unit_price, l.note, l.waiting_since,
    l.hold, l.not_before, s.shipment_id, s.state as shipment_state
from order_line l
join item i using (item_id)
join warehouse w using (warehouse_id)
join order_line root on root.line_id = l.root_line_id
-- What the view aboard says, asked of these lines alone: every act does, and it is a tenth cheaper.
left join shipment_line sl on sl.line_id = l.line_id and sl.live
left join shipment s on s.shipment_id = sl.shipment_id
where l.order_id = $order_id
order by root.line_no, l.line_no

-- name: add
-- A draft order, with the id it got and its number: without one, the next one typed here, which is one above the
-- highest that is a number of at most 15 digits.
insert into sales_order
select (select coalesce(max(order_id), 0) + 1 from sales_order), coalesce($number::varchar, (
        select (greatest(highest_carried(''), coalesce(max(number_in('', number)), 0), 1000) + 1)::varchar
        from sales_order
        where $number is null and order_id > carried_record_id(''))),
    $customer_id, $location_id, $ship_type, $priority, 'pending', $requested_on, $note, $now, $actor, null, 1, $now,
    $actor, null, $not_before
returning order_id, number

-- name: add_lines
-- Lines typed on an order, each its own root, and the numbers they got there; from the first warehouse where none is
-- named.
insert into order_line
select l.highest + t.place, $order_id, o.highest + t.place, l.highest + t.place, t.item_id,
    coalesce(t.warehouse_id, h.warehouse_id), t.qty, t.qty, 'pending', false, t.on_shortage, t.answered_qty, false,
    null, t.unit_price, t.note, null, null, t.not_before
from (
    select unnest($item_ids::integer[]) as item_id, unnest($warehouse_ids::integer[]) as warehouse_id,
        unnest($qtys::decimal(18, 4)[]) as qty, unnest($on_shortages::varchar[]) as on_shortage,
        unnest($answered_qtys::decimal(18, 4)[]) as answered_qty, unnest($unit_prices::decimal(18, 4)[]) as unit_price,
        unnest($notes::varchar[]) as note, unnest($not_befores) as not_before,
        generate_subscripts($item_ids::integer[], 1) as place
) t,
(select coalesce(max(line_id), 0) as highest from order_line) l,
(select coalesce(max(line_no), 0) as highest from order_line where order_id = $order_id) o,
home_warehouse h
order by t.place
returning line_no

-- name: touch_version
-- Every change of an order raises its version, so that a stale edit is noticed (section 10).
update sales_order set version = version + 1, changed_at = $now, changed_by = $actor where order_id = $order_id

-- name: set_header
-- The fields of an order's head; like every change of an order, this raises its version (section 10).
update sales_order set ship_type = $ship_type, priority = $priority, location_id = $location_id,
    requested_on = $requested_on, not_before = $not_before, note = $note, version = version + 1, changed_at = $now,
    changed_by = $actor
where order_id = $order_id

-- name: set_draft_line
-- A line of a draft, retyped.
update order_line set qty = $qty, ordered_qty = $qty, on_shortage = $on_shortage, answered_qty = $answered_qty,
    unit_price = $unit_price, note = $note
where line_id = $line_id

-- name: set_answer
-- The answer to a shortage prompt, and what was available when it was given (R9).
update order_line set on_shortage = $on_shortage, answered_qty = $answered_qty where line_id = $line_id

-- name: set_pinned
-- An admin makes a line firm, or lets it go again (R22).
update order_line set pinned = $pinned where line_id = $line_id

-- name: draft_lines
-- The draft lines of some orders, by id or number, in entry order, with what the prompt and the refusal need (R6 to
-- R10); and the last place in the queue that was given (R14).
with chosen as (
    select unnest($order_ids::integer[]) as order_id
    union
    select order_id from sales_order where number = $number
)
select l.line_id, l.order_id, o.number as order_number, o.state as order_state, o.version as order_version, o.priority,
    l.line_no, l.root_line_id, l.item_id, l.warehouse_id, w.code as warehouse, i.lic, i.description, l.qty,
    l.ordered_qty, l.entry_seq,
    l.on_shortage, l.answered_qty, o.ship_type, i.discontinued, i.inventoried, l.unit_price, l.note,
    worth(l.qty, l.unit_price, i.unit_cost) as value,
    paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days) as paused_until,
    (select coalesce(max(entry_seq), 0) from order_line) as last_entry_seq
from order_line l
join sales_order o on o.order_id = l.order_id
join customer u on u.customer_id = o.customer_id
join item i on i.item_id = l.item_id
join warehouse w on w.warehouse_id = l.warehouse_id
where l.state = 'pending' and l.order_id in (from chosen)
order by l.order_id, l.line_no

-- name: open_lines
-- Lines of an open order wait until they are allotted; what has no stock needs none (R5, R13).
-- needs: opening
update order_line set
    state = if(p.inventoried, 'backordered', 'allotted'),
    whole = p.whole,
    entry_seq = p.entry_seq,
    waiting_since = if(p.inventoried, $now, null)
from opening p
where p.line_id = order_line.line_id

-- name: open_orders
-- Pending to Open, in the same transaction as their balances (R4).
-- needs: opening
update sales_order set state = 'open', opened_at = $now, version = version + 1, changed_at = $now, changed_by = $actor
where state in ('pending', 'closed') and order_id in (select order_id from opening)

-- name: set_void
-- A draft or an order without a line left, put away.
update sales_order set state = 'void' where order_id = $order_id

-- name: family
-- The siblings of typed lines, each typed line's in the order in which a decrease takes them: waiting before allotted,
-- the latest first; firm ones, and what shipped already, cannot give (R11, R22).
select l.line_id, l.line_no, l.qty, l.state,
    l.state = 'shipped' or (l.state = 'allotted' and is_firm(l.pinned, l.line_id)) as firm
from order_line l
where l.root_line_id in (select unnest($root_line_ids::integer[])) and l.state <> 'cancelled'
order by l.root_line_id, l.state = 'backordered' desc, l.line_id desc

-- name: find_in_views
-- The orders of a customer, or that mention some words, each with the views it is in: of its state, short where a line
-- of it waits, on hold where it, its customer or an open line of it is, mine where that person entered it.
-- makes: order_in_view
create or replace temp table order_in_view as
with waits as (
    select distinct order_id from order_line where state = 'backordered'
),
held as (
    select distinct order_id from order_line where is_open(state) and hold.until_on > $today
),
wanted as (
    select l.order_id, string_agg(i.lic, ' ') as lics
    from order_line l
    join item i using (item_id)
    where $word is not null and l.state <> 'cancelled'
    group by all
),
chosen as (
    select o.order_id, o.state, o.entered_by = $person as is_mine, w.order_id is not null as is_short,
        o.state in ('pending', 'open') and (coalesce(o.hold.until_on > $today, false)
            or coalesce(c.hold.until_on > $today, false) or h.order_id is not null) as is_held
    from sales_order o
    join customer c using (customer_id)
    join location lo using (location_id)
    left join waits w on w.order_id = o.order_id
    left join held h on h.order_id = o.order_id
    left join wanted t on t.order_id = o.order_id
    where ($customer is null or c.code = $customer)
        and ($word is null
            or mentions(concat_ws(' ', o.number, c.code, c.name, lo.code, o.note, t.lics), $word))
)
select order_id, unnest(list_filter(['all', state, if(is_short, 'short', null), if(is_held, 'held', null),
    if(is_mine, 'mine', null)], lambda view: view is not null)) as view
from chosen

-- name: view_counts
-- How many orders are in each view.
-- needs: order_in_view
select view, count(*) as orders from order_in_view group by view

-- name: listed
-- The orders in a view, the newest first, with what became of their lines.
-- needs: order_in_view
with chosen as (
    select o.*, c.code as customer, c.name as customer_name, lo.code as location
    from order_in_view v
    join sales_order o using (order_id)
    join customer c using (customer_id)
    join location lo using (location_id)
    where v.view = $view
),
newest as (
    select *, count(*) over () as total from chosen order by order_id desc limit $most
),
order_counts as (
    select l.order_id, count(*) filter (where l.state <> 'cancelled') as lines,
        count(*) filter (where l.state = 'allotted') as allotted,
        count(*) filter (where l.state = 'backordered') as backordered,
        count(*) filter (where l.state = 'shipped') as shipped,
        sum(worth(l.qty, l.unit_price, i.unit_cost)) filter (where l.state <> 'cancelled') as value
    from order_line l
    join item i using (item_id)
    semi join newest n on n.order_id = l.order_id
    group by all
)
select n.number, n.customer, n.customer_name, n.location, n.state, n.ship_type, n.priority, n.requested_on,
    n.entered_at,
    n.entered_by, coalesce(s.lines, 0) as lines, coalesce(s.allotted, 0) as allotted,
    coalesce(s.backordered, 0) as backordered, coalesce(s.shipped, 0) as shipped, s.value,
    h.order_id is not null as on_hold, n.total
from newest n
left join order_counts s using (order_id)
left join order_in_view h on h.order_id = n.order_id and h.view = 'held'
order by n.order_id desc

-- name: held_parts
-- The parts of typed lines that have their stock and have not left; each line is named by any of its parts.
-- needs: named_line
select n."order", n.line, part.line_no as part, part.pinned
from named_line n
join sales_order o on o.number = n."order"
join order_line l on l.order_id = o.order_id and l.line_no = n.line
join order_line part on part.root_line_id = l.root_line_id and part.state = 'allotted'
order by n."order", n.line, part.line_no

-- name: item_view_counts
-- How many typed lines of orders that were opened are in each view: with a part in that state, of an order that person
-- entered, and all.
with typed as (
    select l.root_line_id, if(l.state = 'allotted' and a.state = 'picking', 'picking', l.state) as state,
        o.entered_by = $person as is_mine
    from order_line l
    join sales_order o using (order_id)
    left join aboard a on a.line_id = l.line_id
    where l.state <> 'pending'
)
select state as view, count(distinct root_line_id) as lines from typed group by all
union all
select 'mine', count(distinct root_line_id) filter (where is_mine) from typed
union all
select 'all', count(distinct root_line_id) from typed

-- name: items
-- The typed lines of orders that were opened, the newest order first, by customer, some words, who entered the order
-- or the state of a part; what is counted of one are its parts in that state, else those that were not cancelled.
with typed as (
    select l.order_id, l.root_line_id, o.number as "order", c.code as customer, c.name as customer_name,
        l.line_no as line, i.lic, i.description, w.code as warehouse, l.qty,
        if(l.state = 'allotted' and a.state = 'picking', 'picking', l.state) as state, l.whole, l.pinned, o.priority,
        o.requested_on, o.opened_at, l.waiting_since, worth(l.qty, l.unit_price, i.unit_cost) as value, l.note,
        a.shipment_id::varchar as shipment
    from order_line l
    join sales_order o using (order_id)
    join customer c using (customer_id)
    join item i on i.item_id = l.item_id
    join warehouse w on w.warehouse_id = l.warehouse_id
    left join aboard a on a.line_id = l.line_id
    where l.state <> 'pending' and ($customer is null or c.code = $customer)
        and ($entered_by is null or o.entered_by = $entered_by)
        and ($word is null or mentions(concat_ws(' ', o.number, c.code, c.name, i.lic, i.description, l.note), $word))
),
newest as (
    select *, count(*) over () as total
    from (select distinct order_id, root_line_id from typed where $state is null or state = $state)
    order by order_id desc, root_line_id
    limit $most
),
counted as (
    select *, coalesce(state = $state, state <> 'cancelled') as counts from typed
)
select p."order", p.customer, p.customer_name, min(p.line) as line, p.lic, p.description, p.warehouse,
    coalesce(sum(p.qty) filter (where p.counts), sum(p.qty)) as qty,
    list({'line': p.line, 'qty': p.qty, 'state': p.state, 'shipment': p.shipment} order by p.line) as parts,
    bool_or(p.whole) as whole, bool_or(p.pinned) as pinned, p.priority, p.requested_on, p.opened_at,
    min(p.waiting_since) as waiting_since, sum(p.value) filter (where p.counts) as value, max(p.note) as note,
    if(count(distinct p.shipment) = 1, min(p.shipment), null) as shipment, n.total
from counted p
join newest n using (order_id, root_line_id)
group by p.order_id, p.root_line_id, p."order", p.customer, p.customer_name, p.lic, p.description, p.warehouse,
    p.priority, p.requested_on, p.opened_at, n.total
order by p.order_id desc, p.root_line_id
