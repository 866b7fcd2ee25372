-- name: keep_touched
-- Keeps the touched pools by, while others are touched as well.
-- makes: kept_pool
-- needs: touched_pool
create or replace temp table kept_pool as from touched_pool

-- name: kept_pools
-- The pools kept by.
-- needs: kept_pool
from kept_pool

-- name: select_kept
-- The pools kept by, and no others.
-- makes: touched_pool
-- needs: kept_pool
create or replace temp table touched_pool as from kept_pool

-- name: select_coupled
-- Adds to the touched pools, under a policy that asks whether an order can be filled whole, those in which the orders
-- that wait there want something, too, and others wait for it: their promises may change (R43). Old orders are served
-- line by line.
-- makes: touched_pool
-- needs: touched_pool
create or replace temp table touched_pool as
with short as (
    select distinct item_id, warehouse_id from order_line where state = 'backordered'
),
coupled as (
    select l.order_id, l.item_id, l.warehouse_id
    from order_line l
    join sales_order o using (order_id)
    semi join short s on s.item_id = l.item_id and s.warehouse_id = l.warehouse_id
    where is_open(l.state) and whole_days(o.opened_at, $now) < $skip_age_days
        and (o.ship_type = 'complete' or $whole_orders_first)
)
from reached_from(touched_pool, coupled, coupled)

-- name: tie_together
-- The pools at which one sweep looks together with the touched ones, since orders have open lines in several (R24);
-- pools with the same number hang together.
-- makes: tie
-- needs: touched_pool
create or replace temp table tie as
with recursive wanted as (
    select distinct order_id, item_id, warehouse_id from order_line where is_open(state)
),
reached (item_id, warehouse_id, tie) using key (item_id, warehouse_id) as (
    select item_id, warehouse_id, row_number() over () from touched_pool
    union
    select other.item_id, other.warehouse_id, min(r.tie)
    from reached r
    join wanted l on l.item_id = r.item_id and l.warehouse_id = r.warehouse_id
    join wanted other on other.order_id = l.order_id
    left join recurring.reached known on known.item_id = other.item_id and known.warehouse_id = other.warehouse_id
    where known.tie is null or known.tie > r.tie
    group by all
)
from reached

-- name: ties
-- The pools at which sweeps look together, each with its number.
-- needs: tie
from tie

-- name: select_tied
-- All pools at which sweeps look together with the touched ones.
-- makes: touched_pool
-- needs: tie
create or replace temp table touched_pool as select item_id, warehouse_id from tie

-- name: owed
-- What open purchase orders and transfers in transit still bring to the touched pools, with the day on which it is due:
-- the one that was said, else by the lead time.
-- needs: touched_pool
select l.item_id, l.warehouse_id, l.po_line_id, l.po, l.open_qty as qty, l.due_on
from owed_po_line($clock) l
join touched_pool t on t.item_id = l.item_id and t.warehouse_id = l.warehouse_id
where l.state = 'open'

-- name: keep_waiting
-- The lines that wait, with their place in the queue of their pool, what waits ahead of them (R14), and from which day
-- on they take part, if not yet (R45).
-- makes: waiting
-- needs: ranked
create or replace temp table waiting as
select l.*, r.priority, r.rank, r.ahead_qty, r.joins_on from order_line l join ranked r on r.line_id = l.line_id

-- name: prospects
-- The lines that wait in the projection, all or one order's, with its parts, how much of each open purchase orders have
-- left for it after those ahead and those that they fill, and when its uncovered units would come if they were ordered
-- today: with what is drafted already, as far as that goes round, else after the lead time. short_qty: units of it that
-- neither lie there nor come, after those ahead and those filled; fewer than are not ordered of a whole line, of which
-- some do. free_qty: what nobody holds of its pool; below zero: what comes first makes good what is held, or sold, and
-- does not lie there.
-- needs: coming, projection, shelf, waiting
with drafted as (
    select l.item_id, l.warehouse_id, l.qty, coalesce(not_before(l.expected_on, $today), $today + l.lead_days) as due_on
    from due_po_line($clock) l
    join shelf h on h.item_id = l.item_id and h.warehouse_id = l.warehouse_id
    where l.state = 'pending' and l.qty > 0
),
pending as (
    select item_id, warehouse_id, sum(qty) as qty, if(bool_and(due_on is not null), max(due_on), null) as comes_on
    from drafted
    group by all
),
pool as (
    select s.item_id, s.warehouse_id, s.free_qty, coalesce(p.qty, 0) as pending_qty, p.comes_on as pending_on,
        $today + way_days(n.from_warehouse_id, n.from_warehouse_id, n.lead_time_days, i.lead_time_days,
        v.lead_time_days)
            as lead_on,
        coalesce(c.to_qty, s.free_qty) as supply_qty
    from shelf s
    join item i on i.item_id = s.item_id
    left join replenish_level n on n.item_id = s.item_id and n.warehouse_id = s.warehouse_id
    left join vendor v on v.vendor_id = coalesce(n.vendor_id, i.vendor_id)
    left join pending p on p.item_id = s.item_id and p.warehouse_id = s.warehouse_id
    left join (select item_id, warehouse_id, max(to_qty) as to_qty from coming group by all) c
        on c.item_id = s.item_id and c.warehouse_id = s.warehouse_id
),
bare as (
    select w.line_id, w.order_id, w.item_id, w.warehouse_id, w.rank, w.ahead_qty, w.qty, j.parts, j.projected_on,
        coalesce(list_filter(j.parts, lambda part: part.source = 'none')[1].qty, 0) as bare_qty,
        sum(bare_qty) over (partition by w.item_id, w.warehouse_id order by w.rank
            rows between unbounded preceding and current row) as upto_qty,
        coalesce(list_sum(list_transform(list_filter(j.parts, lambda part: part.source in ('shelf', 'po')),
            lambda part: part.qty)), 0) as covered_qty,
        sum(covered_qty) over (partition by w.item_id, w.warehouse_id) - covered_qty as others_qty
    from waiting w
    join projection j using (line_id)
)
select b.line_id, b.item_id, b.warehouse_id, b.parts, b.projected_on,
    greatest(least(b.qty, p.supply_qty - greatest(b.ahead_qty, b.others_qty, p.free_qty)), 0)::decimal(38, 4)
        as on_the_way_qty,
    least(greatest(b.qty - greatest(p.supply_qty - greatest(b.ahead_qty, b.others_qty), 0), 0), b.bare_qty)
        ::decimal(38, 4) as short_qty,
    case
        when b.bare_qty = 0 then null
        when b.upto_qty <= p.pending_qty then coalesce(p.pending_on, p.lead_on)
        else p.lead_on
    end as if_ordered_on,
    p.free_qty::decimal(38, 4) as free_qty
from bare b
join pool p on p.item_id = b.item_id and p.warehouse_id = b.warehouse_id
where $order_id::integer is null or b.order_id = $order_id

-- name: ledger
-- What was told of lines of the touched pools, row by row, and whether a promise was broken with a row. Of what rests
-- nothing is promised: a line that waits again is promised anew.
-- needs: touched_pool
select p.promise_id, p.root_line_id, p.state, p.promised_on, p.parts, p.held_qty,
    len(list_filter(p.filled, lambda part: not is_kept(part.first_on, part.filled_on))) > 0 as is_broken
from promise p
join touched_pool t on t.item_id = p.item_id and t.warehouse_id = p.warehouse_id

-- name: held
-- What has its stock, or left, of the typed lines of which there is news.
-- needs: moved_root
select l.root_line_id, any_value(l.order_id) as order_id, any_value(l.item_id) as item_id,
    any_value(l.warehouse_id) as warehouse_id,
    coalesce(sum(l.qty) filter (l.state in ('allotted', 'shipped')), 0)::decimal(38, 4) as held_qty
from order_line l
join moved_root m on m.root_line_id = l.root_line_id
group by l.root_line_id

-- name: add_news
-- New rows of the ledger, in their order, with the event that caused them (R40).
-- needs: promise_news
insert into promise by name
select nextval('promise_number') as promise_id, *, $now as since_at, $cause as cause, $actor as actor,
    $run_id as run_id
from promise_news

-- name: history
-- Every row of the ledger for one order, or for one of its typed lines, oldest first.
select l.line_no as line, i.lic, p.state, p.promised_on, p.parts, desk_day(p.since_at, $clock) as told_on,
    p.since_at, p.cause, p.actor
from every_promise p
join order_line l on l.line_id = p.root_line_id
join item i on i.item_id = p.item_id
where p.order_id = $order_id and ($line_no is null or l.line_no = $line_no)
order by l.line_no, p.promise_id

-- name: waiting_promises
-- Every typed line that waits: its first part and all its units that do, what was promised first and now, how often
-- that changed, and why last. The first day is the earliest one promised for units that still wait. Overdue ones first,
-- then those that slipped farthest, then by day.
with waits as (
    select root_line_id, min(line_no) as line_no, sum(qty)::decimal(38, 4) as qty
    from order_line where state = 'backordered' group by all
),
last_promise as (
    select p.root_line_id, any_value(p.order_id) as order_id,
        arg_min(p.promised_on, p.promise_id) filter (where p.promised_on is not null and p.state = 'open') as first_on,
        arg_max((p.state, p.promised_on, p.cause, p.since_at, p.parts), p.promise_id) as latest,
        count(*) filter (where p.filled is null) - 1 as changes
    from every_promise p
    join waits w on w.root_line_id = p.root_line_id
    group by p.root_line_id
),
promised_part as (
    select t.root_line_id, unnest(told_parts(t.latest[5], w.qty, t.latest[2], t.first_on), recursive := true)
    from last_promise t
    join waits w using (root_line_id)
    where t.latest[1] = 'open'
),
summed as (
    select root_line_id, min(first_on) as first_on, bool_or(is_overdue(first_on, $today)) as overdue,
        max(slipped_days(first_on, due_on, $today)) as slip_days,
        bool_or(has_slipped(source, first_on, due_on, $today)) as slipped,
        bool_or(source = 'po' and due_on < $today) as is_late, sum(qty) filter (where source = 'none') as bare_qty,
        -- What lies there until a day that has passed leaves with the next sweep, if sweeps are on.
        if(bool_and(if(source = 'shelf', $is_swept, coalesce(due_on >= $today, false))),
            max(greatest(coalesce(due_on, $today), $today)), null) as now_on
    from promised_part
    group by root_line_id
)
select o.number as "order", c.code as customer, c.name as customer_name, l.line_no as line, w.line_no as wait_line,
    i.lic, w.qty,
    s.first_on, s.now_on, t.latest[5] as parts, coalesce(s.bare_qty, 0)::decimal(38, 4) as bare_qty,
    coalesce(s.is_late, false) as is_late,
    s.overdue, s.slipped, s.slip_days, t.changes, t.latest[3] as last_cause, t.latest[4] as since_at
from summed s
join last_promise t using (root_line_id)
join waits w using (root_line_id)
join order_line l on l.line_id = t.root_line_id
join sales_order o on o.order_id = t.order_id
join customer c using (customer_id)
join item i on i.item_id = l.item_id
order by overdue desc, slipped desc, slip_days desc nulls last, now_on nulls last, o.number, l.line_no

-- name: newest
-- The number of the newest row of the ledger.
select newest_promise_id()

-- name: moved
-- The lines of which some part moved after a row of the ledger: from what to what, and what was promised first.
with line as (
    select p.root_line_id, any_value(p.order_id) as order_id, any_value(p.item_id) as item_id,
        arg_max((p.promised_on, p.parts), p.promise_id) filter (where p.promise_id <= $after_id) as old,
        arg_max((p.promised_on, p.parts, p.state), p.promise_id) as new,
        arg_min(p.promised_on, p.promise_id) filter (where p.promised_on is not null and p.state = 'open') as first_on
    from every_promise p
    where p.root_line_id in (select root_line_id from every_promise where promise_id > $after_id)
    group by p.root_line_id
)
select o.number as "order", c.code as customer, c.name as customer_name, l.line_no as line, i.lic,
    coalesce(list_min(list_transform(d.new[2], lambda part: part.first_on)), d.first_on) as first_on,
    d.old[1] as from_on, d.new[1] as to_on, d.old[2] as from_parts, d.new[2] as to_parts
from line d
join order_line l on l.line_id = d.root_line_id
join sales_order o on o.order_id = d.order_id
join customer c using (customer_id)
join item i on i.item_id = d.item_id
where d.new[3] = 'open' and coalesce(has_moved(d.old[2], d.new[2]), d.old[1] is distinct from d.new[1])
order by d.new[1] desc nulls first, o.number, l.line_no

-- name: by_customer
-- How promises to each customer ended, by the part: kept, broken, days late of the broken ones; and slips of the lines
-- that wait.
with filled as (
    select order_id, unnest(filled, recursive := true) from every_promise where filled is not null
    union all  -- a line that ended before parts were kept
    select any_value(order_id), null, arg_max(promised_on, promise_id),
        arg_min(promised_on, promise_id) filter (where promised_on is not null and state = 'open')
    from every_promise
    group by root_line_id
    having arg_max(state, promise_id) in ('kept', 'broken') and not bool_or(filled is not null)
),
ended as (
    select order_id, count(*) filter (where is_kept(first_on, filled_on)) as kept,
        count(*) filter (where not is_kept(first_on, filled_on)) as broken,
        sum(filled_on - first_on) filter (where not is_kept(first_on, filled_on)) as days_late
    from filled
    group by order_id
),
latest as (
    select root_line_id, any_value(order_id) as order_id, arg_max((state, parts, promised_on), promise_id) as row,
        arg_min(promised_on, promise_id) filter (where promised_on is not null and state = 'open') as first_on
    from every_promise
    group by root_line_id
),
unit as (
    select root_line_id, order_id, unnest(told_parts(row[2], every_unit(), row[3], first_on), recursive := true)
    from latest
    where row[1] = 'open'
),
line as (
    select root_line_id, order_id, max(slipped_days(first_on, due_on, $today)) as slip_days,
        bool_or(has_slipped(source, first_on, due_on, $today)) as slipped
    from unit
    group by all
),
slip_counts as (
    select order_id, count(*) as waiting, count(*) filter (where slipped) as slipped,
        count(*) filter (where slip_days > 0) as late, sum(slip_days) filter (where slip_days > 0) as days_slipped
    from line
    group by order_id
)
select c.code as customer, c.name as customer_name,
    coalesce(sum(e.kept), 0)::integer as kept, coalesce(sum(e.broken), 0)::integer as broken,
    coalesce(sum(w.waiting), 0)::integer as waiting, coalesce(sum(w.slipped), 0)::integer as slipped,
    round(sum(e.days_late) / nullif(sum(e.broken), 0), 1) as days_late,
    round(sum(w.days_slipped) / nullif(sum(w.late), 0), 1) as days_slipped
from ended e
full join slip_counts w using (order_id)
join sales_order o using (order_id)
join customer c using (customer_id)
group by all
order by broken desc, slipped desc, c.name, c.code

-- name: slips
-- How often units slipped (R40): lines of which some moved to a later day or lost theirs, how many did, and by how
-- many days the farthest, added up by cause, customer and vendor: the vendor of the purchase order that was to bring
-- them, else of the LIC. A cause stands for all of its kind: it is said without the record that it was about.
with step as (
    select root_line_id, promise_id, order_id, item_id, cause, state, parts, promised_on,
        lag(state) over w as old_state, lag(parts) over w as old_parts, lag(promised_on) over w as old_on
    from every_promise
    window w as (partition by root_line_id order by promise_id)
),
unit as (
    select root_line_id, promise_id, order_id, item_id, cause,
        unnest(moved_units(told_parts(old_parts, every_unit(), old_on, old_on),
            told_parts(parts, every_unit(), promised_on, old_on)), recursive := true)
    from step
    where state = 'open' and old_state = 'open'
),
moved as (
    select root_line_id, order_id, item_id, max(due_on - from_on) as days, bool_or(due_on is null) as is_without,
        sum(if(qty >= every_unit(), 0, qty)) as qty, max_by(from_po, from_on) as po_number,
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(any_value(cause),
            '(orders?) \S+( and \S+)* (was|were) opened', 'an order was opened'),
            '(^| )(order|purchase order|shipment|receipt|transfer|line) \S*\d\S*', '\1a \2', 'g'),
            '^.+ was adjusted.*', 'a LIC was adjusted'), ' (moved|is expected|was moved) .*', ' moved to another day'),
            '\ba order', 'an order') as cause
    from unit
    where has_slipped(source, from_on, due_on, from_on)  -- a day that merely passes moves nothing
    group by root_line_id, promise_id, order_id, item_id
)
select coalesce(v.code, '') as vendor, coalesce(v.name, '') as vendor_name, c.code as customer, c.name as customer_name,
    m.cause, count(*) as slips, count(distinct m.root_line_id) as lines, sum(m.qty)::decimal(38, 4) as qty,
    coalesce(sum(m.days), 0)::bigint as days, count(*) filter (where m.is_without) as without_day
from moved m
join sales_order o using (order_id)
join customer c using (customer_id)
join item i using (item_id)
left join purchase_order p on p.number = m.po_number
left join vendor v on v.vendor_id = coalesce(p.vendor_id, i.vendor_id)
group by all
order by slips desc, days desc, c.name, m.cause, c.code, vendor

-- name: by_vendor
-- How each vendor keeps the day said first: lines received by it, lines received later, lines still owed past it.
with came as (
    select po_line_id, desk_day(max(moved_at), $clock) as came_on, sum(qty) as qty
    from movement
    where po_line_id is not null and receipt_id is not null
    group by all
),
first_day as (
    select po_line_id, arg_min(expected_on, said_at) as first_on from vendor_day where expected_on is not null
    group by all
)
select v.code as vendor, v.name as vendor_name,
    count(*) filter (where c.qty >= l.qty and c.came_on <= s.first_on) as on_time,
    count(*) filter (where c.qty >= l.qty and c.came_on > s.first_on) as late,
    round(avg(c.came_on - s.first_on) filter (where c.qty >= l.qty and c.came_on > s.first_on), 1) as days_late,
    count(*) filter (where p.state = 'open' and coalesce(c.qty, 0) < l.qty
        and greatest(l.expected_on, $today) > s.first_on) as owed_late
from po_line l
join purchase_order p using (po_id)
join vendor v using (vendor_id)
join first_day s using (po_line_id)
left join came c using (po_line_id)
where p.state in ('open', 'closed') and l.qty > 0
group by all
order by owed_late desc, late desc, v.name, v.code

-- name: note_vendor_days
-- The days of the touched purchase orders' lines that their vendors had not said before.
-- needs: touched_po
insert into vendor_day
with line as (
    select po_line_id, expected_on
    from po_line
    join touched_po using (po_id)
    where expected_on is not null
)
select l.po_line_id, l.expected_on, $now, $actor
from line l
left join (
    select po_line_id, arg_max(expected_on, said_at) as expected_on
    from vendor_day
    where po_line_id in (select po_line_id from line)
    group by po_line_id
) s using (po_line_id)
where l.expected_on is distinct from s.expected_on

-- name: select_pools_of_pos
-- The pools the touched purchase orders bring stock to.
-- makes: touched_pool
-- needs: touched_po
create or replace temp table touched_pool as
select distinct l.item_id, p.warehouse_id
from po_line l
join touched_po using (po_id)
join purchase_order p using (po_id)

-- name: at_stake
-- The pools of some lines in which somebody waits who is told something else once their stock is firm or gone, or is
-- no longer so: who might have taken it, by a higher priority, or by a policy that looks at more than the rank (R18,
-- R43).
with firm as (  -- a row for each pool: many lines of one may be picked while many wait
    select l.item_id, l.warehouse_id, min(o.priority) as priority
    from order_line l
    join sales_order o on o.order_id = l.order_id
    where l.line_id in (select unnest($line_ids::bigint[]))
    group by l.item_id, l.warehouse_id
)
select distinct f.item_id, f.warehouse_id
from firm f
join order_line w on w.item_id = f.item_id and w.warehouse_id = f.warehouse_id and w.state = 'backordered'
join sales_order ahead on ahead.order_id = w.order_id and ($looks_beyond_pool or ahead.priority > f.priority)

-- name: select_pools_of_orders
-- Every pool the touched orders ever asked from.
-- makes: touched_pool
-- needs: touched_order
create or replace temp table touched_pool as
select distinct item_id, warehouse_id from order_line join touched_order using (order_id)
