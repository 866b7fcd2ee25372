-- Looking back: the desk after a row of the record log and a movement. Units, on hand and what came are walked back
-- from what is so now, by the rows of the log and the movements since; what was edited since is read from the edits:
-- before the first later one its old value held, and where nobody edited, today's value did. So a day costs what
-- happened since, and not what happened before it.

-- name: mark_at
-- The newest row of the record log and the newest movement at an instant.
select (select coalesce(max(log_id), 0) from record_log where logged_at <= $instant) as log_id,
    (select coalesce(max(movement_id), 0) from movement where moved_at <= $instant) as movement_id

-- name: instant_of
-- When a row of the record log was written.
select logged_at from record_log where log_id = $log_id

-- name: mark_of
-- The end of the action that wrote a row of the record log. Of movements that do not say whose they are, the instant
-- tells which came before.
select max(r.log_id) as log_id, (
    select coalesce(max(movement_id), 0) from movement
    where coalesce(action_id <= any_value(t.action_id), moved_at <= any_value(t.logged_at))) as movement_id
from record_log r
join record_log t on t.log_id = $log_id and r.action_id = t.action_id

-- name: newest
-- The newest row of the record log and the newest movement.
select newest_log_id() as log_id, newest_movement_id() as movement_id

-- name: forget_carried
-- The newest rows that were carried forward before make room.
delete from carried_newest

-- name: carry_forward
-- The newest rows of the record log, of the movements and of the promise ledger, as none of them is carried forward.
insert into carried_newest
select (select coalesce(max(log_id), 0) from record_log), (select coalesce(max(movement_id), 0) from movement),
    (select coalesce(max(promise_id), 0) from every_promise)

-- name: first_instant
-- When this desk began to be written down.
select min(logged_at) from record_log

-- name: find_units_back
-- The open units of each typed line then: what its lines hold and wait for now, with every change since taken back.
-- makes: past_units
create or replace temp table past_units as
with unit as (
    select root_line_id, state, qty from order_line where is_open(state)
    union all
    select root_line_id, old_value, qty
    from record_log where log_id > $log_id and field = 'state' and line_id is not null
    union all
    select root_line_id, new_value, -qty
    from record_log where log_id > $log_id and field = 'state' and line_id is not null
)
select root_line_id, coalesce(sum(qty) filter (where state = 'allotted'), 0)::decimal(38, 4) as held_qty,
    coalesce(sum(qty) filter (where state = 'backordered'), 0)::decimal(38, 4) as waiting_qty
from unit
group by root_line_id
having held_qty <> 0 or waiting_qty <> 0

-- name: add_units_up
-- The open units of each typed line then, added up from the first row of the record log on. It reads all of it, and
-- nothing else: a replay asks what the log says, not what the lines say now.
-- makes: past_units
create or replace temp table past_units as
with ledger_row as (
    select root_line_id, new_value as state, qty
    from record_log where field = 'state' and line_id is not null and log_id <= $log_id
    union all
    select root_line_id, old_value, -qty
    from record_log where field = 'state' and line_id is not null and log_id <= $log_id
)
select root_line_id, coalesce(sum(qty) filter (where state = 'allotted'), 0)::decimal(38, 4) as held_qty,
    coalesce(sum(qty) filter (where state = 'backordered'), 0)::decimal(38, 4) as waiting_qty
from ledger_row
group by root_line_id
having held_qty <> 0 or waiting_qty <> 0

-- name: find_past_queue
-- Every typed line with open units then: units held and waiting, its place, and what held it or until when it was not
-- wanted.
-- makes: past_queue
-- needs: past_units
create or replace temp table past_queue as
with order_then as (
    select order_id,
        arg_min(old_value, log_id) filter (where field = 'priority')::tinyint as priority,
        arg_min(old_value, log_id) filter (where field = 'ship_type') as ship_type
    from record_log
    where log_id > $log_id and record = 'order' and kind = 'edit' and field in ('priority', 'ship_type')
    group by order_id
),
-- What an order, a line or a customer had before the first later change of its hold, or of its day (R45).
pause_then as (
    select record, record_id, line_no, field, first(old_value order by log_id) as value
    from record_log
    where log_id > $log_id and field in ('hold', 'not_before') and kind = 'edit'
    group by all
),
line_edit as (
    select l.root_line_id, l.line_id, e.log_id, e.field, e.old_value
    from record_log e
    join order_line l on l.order_id = e.order_id
        and l.line_no = e.line_no
    where e.log_id > $log_id and e.record = 'order' and e.kind = 'edit' and e.field in ('whole', 'entry')
),
line_then as (
    select root_line_id,
        arg_min(old_value, log_id) filter (where field = 'whole' and line_id = root_line_id) = 'true' as whole,
        arg_min(old_value, log_id) filter (where field = 'entry')::bigint as entry_seq
    from line_edit
    group by root_line_id
)
select s.root_line_id, l.order_id, l.item_id, l.warehouse_id, l.line_no, s.held_qty, s.waiting_qty,
    coalesce(ot.priority, o.priority) as priority, coalesce(ot.ship_type, o.ship_type) as ship_type,
    coalesce(lt.entry_seq, l.entry_seq) as entry_seq, coalesce(lt.whole, l.whole) as whole, o.opened_at,
    i.inventoried, l.unit_price, i.unit_cost,
    concat_ws('; ', if(lh.record is null, hold_text(l.hold), lh.value),
        if(oh.record is null, hold_text(o.hold), oh.value), if(uh.record is null, hold_text(u.hold), uh.value),
        'not before ' || greatest(if(ld.record is null, l.not_before, ld.value::date),
            if(od.record is null, o.not_before, od.value::date))) as pauses
from past_units s
join order_line l on l.line_id = s.root_line_id
join sales_order o using (order_id)
join customer u on u.customer_id = o.customer_id
join item i using (item_id)
left join order_then ot on ot.order_id = l.order_id
left join line_then lt on lt.root_line_id = s.root_line_id
left join pause_then lh
    on lh.field = 'hold' and lh.record = 'order' and lh.record_id = o.number and lh.line_no = l.line_no
left join pause_then oh
    on oh.field = 'hold' and oh.record = 'order' and oh.record_id = o.number and oh.line_no is null
left join pause_then uh on uh.field = 'hold' and uh.record = 'customer' and uh.record_id = u.code
left join pause_then ld
    on ld.field = 'not_before' and ld.record = 'order' and ld.record_id = o.number and ld.line_no = l.line_no
left join pause_then od
    on od.field = 'not_before' and od.record = 'order' and od.record_id = o.number and od.line_no is null

-- name: on_order_since
-- The newest row of the record log before which it does not tell what was on order; nothing where it always did.
select max(log_id) from record_log where record = 'desk' and field = 'po lines'

-- name: find_past_order
-- What was on order then of every pool (R1): the quantities that the lines of open purchase orders had, less what had
-- come. Before the first later change of a line or a state its old value held, and where nothing changed, today's does.
-- makes: past_order
create or replace temp table past_order as
with line_then as (
    select po_line_id, first(old_value order by log_id)::decimal(18, 4) as qty,
        first(warehouse_id order by log_id) as warehouse_id  -- a file may bring its purchase order in anew elsewhere
    from record_log
    where log_id > $log_id and is_po_line(record) and field = 'qty'
    group by po_line_id
),
order_then as (
    select po_id, first(coalesce(old_value, 'void') order by log_id) as state
    from record_log
    where log_id > $log_id and is_po(record) and field = 'state'
    group by po_id
),
-- What came up to then: all of it, less what came since.
came as (
    select po_line_id, sum(qty) as qty
    from (
        select po_line_id, qty from received
        union all
        select po_line_id, -qty from movement
        where movement_id > $movement_id and po_line_id is not null and receipt_id is not null
    )
    group by po_line_id
)
select l.item_id, coalesce(lt.warehouse_id, p.warehouse_id) as warehouse_id,
    sum(greatest(if(lt.po_line_id is null, l.qty, coalesce(lt.qty, 0)) - coalesce(c.qty, 0), 0))::decimal(38, 4) as qty
from po_line l
join purchase_order p using (po_id)
left join line_then lt using (po_line_id)
left join order_then ot on ot.po_id = p.po_id
left join came c using (po_line_id)
where coalesce(ot.state, p.state) = 'open'
group by all
having sum(greatest(if(lt.po_line_id is null, l.qty, coalesce(lt.qty, 0)) - coalesce(c.qty, 0), 0)) > 0

-- name: balances
-- The balances of every pool then (R1). What was on order, and so the total, is not known for an instant before the
-- record log had it.
-- needs: past_order, past_queue
with moved as (
    select item_id, warehouse_id, sum(qty) as on_hand, bool_or(is_later) as moved_since
    from (
        select item_id, warehouse_id, qty, false as is_later from on_hand_part
        union all
        select item_id, warehouse_id, -qty, true from movement where movement_id > $movement_id
    )
    group by all
),
-- Of a pool with nothing then that moved since, its earlier movements alone tell whether it was there at all.
emptied as (
    select distinct m.item_id, m.warehouse_id
    from movement m
    join moved d on d.item_id = m.item_id and d.warehouse_id = m.warehouse_id
    where m.movement_id <= $movement_id and d.on_hand = 0 and d.moved_since
),
demanded as (
    select item_id, warehouse_id, sum(held_qty) as allotted, sum(waiting_qty) as backordered
    from past_queue
    group by all
),
pool as (
    select item_id, warehouse_id from moved where on_hand <> 0 or not moved_since
    union
    select item_id, warehouse_id from emptied
    union
    select item_id, warehouse_id from demanded
    union
    select item_id, warehouse_id from past_order where $has_on_order
),
sums as (
    select p.item_id, p.warehouse_id, coalesce(m.on_hand, 0)::decimal(38, 4) as on_hand,
        coalesce(d.allotted, 0)::decimal(38, 4) as allotted, coalesce(d.backordered, 0)::decimal(38, 4) as backordered,
        if($has_on_order, coalesce(o.qty, 0), null)::decimal(38, 4) as on_order
    from pool p
    left join moved m on m.item_id = p.item_id and m.warehouse_id = p.warehouse_id
    left join demanded d on d.item_id = p.item_id and d.warehouse_id = p.warehouse_id
    left join past_order o on o.item_id = p.item_id and o.warehouse_id = p.warehouse_id
)
select i.lic, i.description, w.code as warehouse, s.on_hand,
    (s.allotted + s.backordered)::decimal(38, 4) as demand,
    (s.on_hand - s.allotted - s.backordered)::decimal(38, 4) as available,
    s.allotted, (s.on_hand - s.allotted)::decimal(38, 4) as free, s.on_order,
    (s.on_hand - s.allotted - s.backordered + s.on_order)::decimal(38, 4) as total, s.backordered
from sums s
join item i using (item_id)
join warehouse w using (warehouse_id)
where i.inventoried and ($lic is null or i.lic = $lic)
order by i.lic, w.warehouse_id

-- name: queue
-- The queue then, pool by pool: who came when, with the units each line held and waited for. The value is in the
-- line's price, else in today's cost of the LIC.
-- needs: past_queue
select i.lic, w.code as warehouse,
    row_number() over (partition by q.item_id, q.warehouse_id
        order by q.priority desc, q.entry_seq, q.root_line_id) as rank,
    o.number as "order", c.code as customer, c.name as customer_name, q.line_no as line, q.priority, q.ship_type,
    q.whole, q.held_qty, q.waiting_qty,
    coalesce(worth(q.waiting_qty, q.unit_price, q.unit_cost), 0)::decimal(38, 2) as value, q.pauses,
    q.entry_seq
from past_queue q
join sales_order o using (order_id)
join customer c using (customer_id)
join item i on i.item_id = q.item_id
join warehouse w using (warehouse_id)
where i.inventoried and ($lic is null or i.lic = $lic)
order by i.lic, w.warehouse_id, rank

-- name: backlog
-- What waited then, of all LICs or of one.
-- needs: past_queue
select count(*) as lines, count(distinct order_id) as orders, coalesce(sum(waiting_qty), 0)::decimal(38, 4) as qty,
    coalesce(sum(worth(waiting_qty, unit_price, unit_cost)), 0)::decimal(38, 2) as value
from past_queue
where waiting_qty > 0 and inventoried
    and ($lic::varchar is null or item_id in (select item_id from item where lic = $lic))

-- name: lic_days
-- What lay of one LIC, in all warehouses, and what waited at the end of each day. Walked back from now: what is so,
-- less all that happened after the day.
with day as (
    select unnest($days::date[]) as day, unnest($ends::timestamp[]) as ends_at
),
event as (
    select moved_at as happened_at, qty as on_hand_qty, 0::decimal(18, 4) as waiting_qty
    from movement
    where item_id = $item_id and moved_at > $ends[1]
    union all
    select logged_at, 0, case when new_value = 'backordered' then qty else 0 end
        - case when old_value = 'backordered' then qty else 0 end
    from record_log
    where item_id = $item_id and logged_at > $ends[1] and field = 'state' and line_id is not null
),
later as (
    select d.day, sum(e.on_hand_qty) as on_hand_qty, sum(e.waiting_qty) as waiting_qty
    from day d
    join event e on e.happened_at > d.ends_at
    group by d.day
)
select d.day,
    (coalesce((select sum(qty) from on_hand_part where item_id = $item_id), 0)
        - coalesce(l.on_hand_qty, 0))::decimal(38, 4) as on_hand,
    (coalesce((select sum(qty) from order_line where item_id = $item_id and state = 'backordered'), 0)
        - coalesce(l.waiting_qty, 0))::decimal(38, 4) as waiting
from day d
left join later l using (day)
order by d.day
