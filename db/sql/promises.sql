-- name: tell_touched
-- The pools whose lines are told of: the touched ones.
-- makes: told_pool
-- needs: touched_pool
create or replace temp table told_pool as from touched_pool

-- name: tell_coupled
-- The pools whose lines are told of, under a policy that asks whether an order can be filled whole: the touched ones,
-- and those in which the orders that wait there want something, too, and others wait for it (R43). Old orders are
-- served line by line.
-- makes: told_pool
-- needs: touched_pool
create or replace temp table told_pool as
with recursive short as (
    select distinct item_id, warehouse_id from order_line where state = 'backordered'
),
coupled as (
    select l.order_id, l.item_id, l.warehouse_id
    from order_line l
    join sales_order o using (order_id)
    semi join short s on s.item_id = l.item_id and s.warehouse_id = l.warehouse_id
    where is_open(l.state) and whole_days(o.opened_at, $now) < $skip_age_days
        and (o.ship_type = 'complete' or $whole_orders_first)
),
reached as (
    from touched_pool
    union
    select other.item_id, other.warehouse_id
    from reached r
    join coupled l on l.item_id = r.item_id and l.warehouse_id = r.warehouse_id
    join coupled other on other.order_id = l.order_id
)
from reached

-- name: tie_alone
-- Under a policy that looks at a pool alone, each is a tie of its own.
-- makes: tie
-- needs: told_pool
create or replace temp table tie as
select item_id, warehouse_id, row_number() over () as tie from told_pool

-- name: tie_together
-- The pools at which one sweep looks together with those told of, since orders have open lines in several (R24); pools
-- with the same number hang together.
-- makes: tie
-- needs: told_pool
create or replace temp table tie as
with recursive wanted as (
    select distinct order_id, item_id, warehouse_id from order_line where is_open(state)
),
reached (item_id, warehouse_id, tie) using key (item_id, warehouse_id) as (
    select item_id, warehouse_id, row_number() over () from told_pool
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

-- name: rank_waiting
-- The lines that wait in the pools told of, with their place in the queue of their pool: by priority, then entry, then
-- line (R14), and what waits ahead of them.
-- makes: waiting
-- needs: told_pool
create or replace temp table waiting as
select l.*, o.priority,
    row_number() over ahead as rank,
    (sum(l.qty) over ahead - l.qty)::decimal(38, 4) as ahead_qty
from order_line l
join sales_order o using (order_id)
join told_pool t on t.item_id = l.item_id and t.warehouse_id = l.warehouse_id
where l.state = 'backordered'
window ahead as (
    partition by l.item_id, l.warehouse_id
    order by o.priority desc, l.entry_seq, l.line_id
    rows between unbounded preceding and current row
)

-- name: has_waiting
-- Whether any line waits there.
-- needs: waiting
select exists (from waiting)

-- name: find_free
-- What is on hand and not allotted in the pools that have waiting lines (R1), and the place of the first whole line
-- that the lines ahead of it leave too little for: it holds its place (R15). is_hard: adding up along the rank does not
-- say who is filled when, since somebody would take what others hold, or the policy looks at more than the rank (R18,
-- R43).
-- makes: shelf
-- needs: waiting
create or replace temp table shelf as
with pool as (
    select distinct item_id, warehouse_id from waiting
),
-- Added up over these pools alone: the view on_hand would add up every pool.
moved as (
    select m.item_id, m.warehouse_id, sum(m.qty) as qty
    from on_hand_part m join pool p on p.item_id = m.item_id and p.warehouse_id = m.warehouse_id
    group by all
),
given as (
    select l.item_id, l.warehouse_id, sum(l.qty) as qty, min(o.priority) as priority,
        bool_or(o.ship_type = 'complete') as has_complete
    from order_line l
    join sales_order o using (order_id)
    join pool p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
    where l.state = 'allotted'
    group by all
),
wanted as (
    select w.item_id, w.warehouse_id, max(w.priority) as priority, bool_or(w.whole) as has_whole,
        bool_or(o.ship_type = 'complete') as has_complete
    from waiting w join sales_order o using (order_id)
    group by all
),
free as (
    select p.item_id, p.warehouse_id, (coalesce(m.qty, 0) - coalesce(g.qty, 0))::decimal(38, 4) as free_qty,
        coalesce(g.priority < p.priority or g.qty > coalesce(m.qty, 0), false) or $whole_orders_first
            or ($looks_beyond_pool and (p.has_whole or p.has_complete or coalesce(g.has_complete, false))) as is_hard
    from wanted p
    left join moved m on m.item_id = p.item_id and m.warehouse_id = p.warehouse_id
    left join given g on g.item_id = p.item_id and g.warehouse_id = p.warehouse_id
)
select f.item_id, f.warehouse_id, f.free_qty, f.is_hard,
    min(w.rank) filter (where w.whole and w.ahead_qty + w.qty > f.free_qty) as holder_rank
from free f
join waiting w on w.item_id = f.item_id and w.warehouse_id = f.warehouse_id
group by all

-- name: find_coming
-- What open purchase orders still bring to these pools and to those at which sweeps look together with them, by the day
-- their vendor said, else by the lead time: the late ones first, since they are owed first, those without a day last.
-- from_qty, to_qty: which units of the queue each brings, in the pools that have waiting lines.
-- makes: coming
-- needs: shelf, tie
create or replace temp table coming as
with bringing as (
    select l.item_id, l.warehouse_id, l.po_line_id, l.po, l.open_qty as qty, l.due_on, h.free_qty, t.tie
    from owed_po_line($clock) l
    join tie t on t.item_id = l.item_id and t.warehouse_id = l.warehouse_id
    left join shelf h on h.item_id = l.item_id and h.warehouse_id = l.warehouse_id
    where l.state = 'open'
)
select * exclude (free_qty), (free_qty + sum(qty) over turn - qty)::decimal(38, 4) as from_qty,
    (free_qty + sum(qty) over turn)::decimal(38, 4) as to_qty, row_number() over turn as turn
from bringing
window turn as (
    partition by item_id, warehouse_id
        order by due_on nulls last, po_line_id rows between unbounded preceding and current row
)

-- name: add_up
-- The parts in which each waiting line is filled, adding up along the rank (R40): what is free on the shelf first, then
-- what is coming, then what nobody ordered. A whole line is filled with its last unit or not at all (R15).
-- makes: part
-- needs: coming, shelf, waiting
create or replace temp table part as
with source as (
    select item_id, warehouse_id, 'shelf' as source, null::bigint as po_line_id, 0::decimal(38, 4) as from_qty,
        greatest(free_qty, 0)::decimal(38, 4) as to_qty
    from shelf where not is_hard
    union all
    select c.item_id, c.warehouse_id, 'po', c.po_line_id, c.from_qty, c.to_qty
    from coming c
    join shelf s on s.item_id = c.item_id and s.warehouse_id = c.warehouse_id and not s.is_hard
)
select w.line_id, s.source, s.po_line_id,
    if(w.whole, w.qty, least(w.ahead_qty + w.qty, s.to_qty) - greatest(w.ahead_qty, s.from_qty))::decimal(38, 4) as qty
from waiting w
join source s on s.item_id = w.item_id and s.warehouse_id = w.warehouse_id
    and s.from_qty < w.ahead_qty + w.qty and w.ahead_qty < s.to_qty and (not w.whole or w.ahead_qty + w.qty <= s.to_qty)

-- name: has_hard
-- Whether there are pools in which adding up does not say it.
-- needs: shelf
select coalesce(bool_or(is_hard), false) from shelf

-- name: touched_pools
-- The pools that an act touched; of none of them a quantity.
-- needs: touched_pool
select item_id, warehouse_id, 0::decimal(38, 4) as qty from touched_pool

-- name: tell_reached
-- The pools whose lines are told of, once it is known how far the touched ones reach.
-- makes: told_pool
-- needs: reached_pool, touched_pool
create or replace temp table told_pool as
from touched_pool
union
from reached_pool

-- name: forget_waiting
-- Lines that wait in other pools are not told of.
-- makes: waiting
-- needs: told_pool, waiting
delete from waiting
where not exists (select 1 from told_pool t where t.item_id = waiting.item_id and t.warehouse_id = waiting.warehouse_id)

-- name: forget_shelves
-- Nor is it told what lies there.
-- makes: shelf
-- needs: shelf, told_pool
delete from shelf
where not exists (select 1 from told_pool t where t.item_id = shelf.item_id and t.warehouse_id = shelf.warehouse_id)

-- name: hard_lines
-- The open lines of those pools that are neither shipped nor firm (R22), with what lies there and is not firm.
-- needs: shelf, tie
with hard as (
    select item_id, warehouse_id, free_qty from shelf where is_hard
),
loose as (
    select l.*, h.free_qty
    from order_line l
    join hard h on h.item_id = l.item_id and h.warehouse_id = l.warehouse_id
    where l.state = 'backordered' or (l.state = 'allotted' and not is_firm(l.pinned, l.line_id))
)
select l.line_id, l.order_id, l.item_id, l.warehouse_id, o.priority, l.entry_seq, l.qty,
    l.state = 'allotted' as held, l.whole,
    o.ship_type = 'complete' as complete, whole_days(o.opened_at, $now) as days,
    (l.free_qty + sum(if(l.state = 'allotted', l.qty, 0)) over (partition by l.item_id, l.warehouse_id))::decimal(38, 4)
        as stock_qty, t.tie
from loose l
join sales_order o using (order_id)
join tie t on t.item_id = l.item_id and t.warehouse_id = l.warehouse_id
order by t.tie

-- name: expected_receipts
-- What comes to those pools, and to others at which sweeps look together with them: in how many days from today, below
-- zero if it is late; null: nobody said.
-- needs: coming, shelf, tie
select (c.due_on - $today)::integer as day, c.po_line_id as number, c.item_id, c.warehouse_id,
    c.qty::decimal(38, 4) as qty, c.tie
from coming c
semi join (
    select t.tie from shelf s join tie t on t.item_id = s.item_id and t.warehouse_id = s.warehouse_id where s.is_hard
) h on h.tie = c.tie

-- name: add_hard_parts
-- The parts of the lines in those pools, as the policy was seen to fill them.
-- makes: part
-- needs: hard_part, part
create or replace temp table part as
from part
union all
select line_id, if(po_line_id is null, 'shelf', 'po'), po_line_id, qty from hard_part

-- name: project
-- For each line that waits its parts, the earliest first: source (shelf, po, none), due_on and po. What nothing covers
-- is one part. projected_on is the day of the last unit, today for the shelf; null while any is not covered, late, or
-- without a day.
-- makes: projection
-- needs: coming, part, waiting
create or replace temp table projection as
with covered as (
    select p.line_id, p.source, c.due_on, c.po, sum(p.qty)::decimal(38, 4) as qty
    from part p
    left join coming c using (po_line_id)
    group by all
),
every as (
    from covered
    union all
    select w.line_id, 'none', null, null, (w.qty - coalesce(sum(c.qty), 0))::decimal(38, 4)
    from waiting w
    left join covered c using (line_id)
    group by w.line_id, w.qty
    having w.qty > coalesce(sum(c.qty), 0)
)
select line_id,
    list({'qty': qty, 'source': source, 'due_on': due_on, 'po': po}
        order by array_position(['shelf', 'po', 'none'], source), due_on nulls last, po) as parts,
    if(bool_and(source = 'shelf' or coalesce(source = 'po' and due_on >= $today, false)),
        max(coalesce(due_on, $today)), null) as projected_on
from every
group by line_id

-- name: prospects
-- The lines that wait in the projection, all or one order's, with its parts, how much of each open purchase orders have
-- left for it after those ahead, and when its uncovered units would come if they were ordered today: with what is
-- drafted already, as far as that goes round, else after the lead time.
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
        $today + lead_days(n.lead_time_days, i.lead_time_days, v.lead_time_days) as lead_on,
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
    select w.line_id, w.order_id, w.item_id, w.warehouse_id, w.ahead_qty, w.qty, j.parts, j.projected_on,
        coalesce(list_filter(j.parts, lambda part: part.source = 'none')[1].qty, 0) as bare_qty,
        sum(bare_qty) over (partition by w.item_id, w.warehouse_id order by w.rank
            rows between unbounded preceding and current row) as upto_qty
    from waiting w
    join projection j using (line_id)
)
select b.line_id, b.parts, b.projected_on,
    greatest(least(b.qty, p.supply_qty - greatest(b.ahead_qty, p.free_qty)), 0)::decimal(38, 4) as on_the_way_qty,
    case
        when b.bare_qty = 0 then null
        when b.upto_qty <= p.pending_qty then coalesce(p.pending_on, p.lead_on)
        else p.lead_on
    end as if_ordered_on
from bare b
join pool p on p.item_id = b.item_id and p.warehouse_id = b.warehouse_id
where $order_id::integer is null or b.order_id = $order_id

-- name: find_told
-- What was told last of each typed line of the pools told of, on which day first, and whether a promise for some of it
-- was broken already. Of lines that rest only those that wait are told of: again something is promised to them.
-- makes: told
-- needs: told_pool, waiting
create or replace temp table told as
with ledger as (
    select p.* from promise p join told_pool t on t.item_id = p.item_id and t.warehouse_id = p.warehouse_id
    union all by name
    select r.* from rested_promise r where r.root_line_id in (select root_line_id from waiting)
)
select p.root_line_id, any_value(p.order_id) as order_id, any_value(p.item_id) as item_id,
    any_value(p.warehouse_id) as warehouse_id, arg_max(p.state, p.promise_id) as state,
    arg_max((p.promised_on,), p.promise_id)[1] as promised_on, arg_max((p.parts,), p.promise_id)[1] as parts,
    arg_max((p.held_qty,), p.promise_id)[1] as held_qty,
    arg_min(p.promised_on, p.promise_id) filter (where p.promised_on is not null and p.state = 'open') as first_on,
    bool_or(len(list_filter(p.filled, lambda part: not is_kept(part.first_on, part.filled_on))) > 0) as is_broken
from ledger p
group by p.root_line_id

-- name: has_told_open
-- Whether any of them was told last that it waits.
-- needs: told
select exists (from told where state = 'open')

-- name: find_told_units
-- The units told of, counted from the last one: those filled first are the ones that go. Beyond them are units that
-- nobody was told of yet. A row from before parts were kept speaks of all units alike.
-- makes: told_unit
-- needs: told
create or replace temp table told_unit as
with told_part as (
    select root_line_id, unnest(if(state = 'open', parts, []), recursive := true),
        generate_subscripts(if(state = 'open', parts, []), 1) as place
    from told where parts is not null
),
counted as (
    select root_line_id, first_on, sum(qty) over w - qty as from_qty, sum(qty) over w as to_qty
    from told_part
    window w as (partition by root_line_id order by place desc rows between unbounded preceding and current row)
)
select root_line_id, first_on, from_qty::decimal(38, 4) as from_qty, to_qty::decimal(38, 4) as to_qty,
    true as is_told from counted
union all
select root_line_id, null, max(to_qty), 1e15, false from counted group by root_line_id
union all
select root_line_id, if(state = 'open', first_on, null), 0, 1e15, false
from told where root_line_id not in (select root_line_id from counted)

-- name: find_said
-- What there is to say of each typed line that waits: its parts, those of its siblings together, each with the day
-- promised first for its units. A part that is late already, or has no day, promises none.
-- makes: said
-- needs: projection, told_unit, waiting
create or replace temp table said as
with waiting_part as (
    select w.root_line_id, w.order_id, w.item_id, w.warehouse_id, unnest(p.parts, recursive := true)
    from waiting w
    join projection p using (line_id)
),
summed as (
    select root_line_id, any_value(order_id) as order_id, any_value(item_id) as item_id,
        any_value(warehouse_id) as warehouse_id, source, due_on, po, sum(qty) as qty
    from waiting_part
    group by root_line_id, source, due_on, po
),
counted as (
    select *, sum(qty) over w - qty as from_qty, sum(qty) over w as to_qty
    from summed
    window w as (
        partition by root_line_id
        order by array_position(['shelf', 'po', 'none'], source) desc, due_on desc nulls first, po desc
        rows between unbounded preceding and current row)
),
aligned as (
    select c.*, coalesce(t.first_on, if(c.due_on >= $today, c.due_on, null)) as first_on,
        least(c.to_qty, coalesce(t.to_qty, c.to_qty)) as upto_qty,
        (least(c.to_qty, coalesce(t.to_qty, c.to_qty))
            - greatest(c.from_qty, coalesce(t.from_qty, 0)))::decimal(38, 4) as part_qty
    from counted c
    left join told_unit t
        on t.root_line_id = c.root_line_id and t.from_qty < c.to_qty and c.from_qty < t.to_qty
),
merged as (
    select root_line_id, any_value(order_id) as order_id, any_value(item_id) as item_id,
        any_value(warehouse_id) as warehouse_id, source, due_on, po, first_on, max(upto_qty) as upto_qty,
        sum(part_qty)::decimal(38, 4) as qty
    from aligned
    group by root_line_id, source, due_on, po, first_on
)
select root_line_id, any_value(order_id) as order_id, any_value(item_id) as item_id,
    any_value(warehouse_id) as warehouse_id, sum(qty) as waits_qty,
    list({'qty': qty, 'source': source, 'due_on': due_on, 'po': po, 'first_on': first_on}
        order by upto_qty desc) as parts,
    if(bool_and(source = 'shelf' or coalesce(due_on >= $today, false)), max(due_on), null) as promised_on
from merged
group by root_line_id

-- name: find_news
-- The typed lines of which there is something new to write down: other parts than told last, or none any more. A row
-- from before parts were kept stands as long as it is true of every unit.
-- makes: news
-- needs: said, told, told_unit
create or replace temp table news as
with differing as (
    select coalesce(s.root_line_id, t.root_line_id) as root_line_id, coalesce(s.order_id, t.order_id) as order_id,
        coalesce(s.item_id, t.item_id) as item_id, coalesce(s.warehouse_id, t.warehouse_id) as warehouse_id,
        s.parts, s.promised_on, coalesce(s.waits_qty, 0) as waits_qty, coalesce(t.held_qty, 0) as old_held_qty,
        t.state is null as is_new, coalesce(t.is_broken, false) as is_broken, t.first_on,
        t.parts is null and t.state = 'open' as is_unknown
    from said s
    full join told t using (root_line_id)
    where case
        when s.root_line_id is null then t.state = 'open'
        when t.state is null or t.state <> 'open' then true
        when t.parts is null then s.promised_on is distinct from t.promised_on
            or (s.promised_on is null and len(list_filter(s.parts, lambda part: part.source <> 'none')) > 0)
        else t.parts is distinct from s.parts
    end
),
line as (
    select root_line_id, coalesce(sum(qty) filter (where state in ('allotted', 'shipped')), 0) as held_qty
    from order_line
    where root_line_id in (select root_line_id from differing)
    group by all
),
-- The units told of that do not wait any more, the earliest part first; as many as got their stock were filled.
gone as (
    select d.root_line_id, u.first_on, u.to_qty - greatest(u.from_qty, d.waits_qty) as qty,
        sum(u.to_qty - greatest(u.from_qty, d.waits_qty)) over (
            partition by d.root_line_id order by u.to_qty desc
            rows between unbounded preceding and current row) as upto_qty,
        l.held_qty - d.old_held_qty as filled_qty
    from differing d
    join told_unit u on u.root_line_id = d.root_line_id and u.is_told and u.to_qty > d.waits_qty
    join line l on l.root_line_id = d.root_line_id
),
filled as (
    select root_line_id,
        list({'qty': least(qty, filled_qty - upto_qty + qty)::decimal(38, 4), 'filled_on': $today, 'first_on': first_on}
            order by upto_qty) as filled
    from gone
    where filled_qty > upto_qty - qty
    group by root_line_id
)
select d.*, l.held_qty, f.filled
from differing d
join line l using (root_line_id)
left join filled f using (root_line_id)

-- name: add_news
-- A new row for every typed line that waits and of which there is something new to say, and a last one for every one
-- that waits no more: broken if units of it were filled later than promised first, kept if none was, withdrawn if it
-- was cancelled (R40).
-- needs: news
insert into promise
select nextval('promise_number'), root_line_id, order_id, item_id, warehouse_id,
    case
        when parts is not null then 'open'
        when held_qty = 0 then 'withdrawn'
        when is_broken or len(list_filter(filled, lambda part: not is_kept(part.first_on, part.filled_on))) > 0
            or (is_unknown and not is_kept(first_on, $today)) then 'broken'
        else 'kept'
    end,
    if(parts is not null, promised_on, $today), $now, $cause, $actor, $run_id, parts, filled, held_qty
from (from news order by parts is null, root_line_id)

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
with last_promise as (
    select p.root_line_id, any_value(p.order_id) as order_id,
        arg_min(p.promised_on, p.promise_id) filter (where p.promised_on is not null and p.state = 'open') as first_on,
        arg_max((p.state, p.promised_on, p.cause, p.since_at, p.parts), p.promise_id) as latest,
        count(*) filter (where p.filled is null) - 1 as changes
    from every_promise p
    group by p.root_line_id
),
waits as (
    select root_line_id, min(line_no) as line_no, sum(qty)::decimal(38, 4) as qty
    from order_line where state = 'backordered' group by all
),
-- Of a line that was told of before parts were kept, all units are one.
promised_part as (
    select t.root_line_id, unnest(coalesce(t.latest[5], [{'qty': w.qty, 'source': if(t.latest[2] is null, 'none', 'po'),
        'due_on': t.latest[2], 'po': null, 'first_on': t.first_on}]), recursive := true)
    from last_promise t
    join waits w using (root_line_id)
    where t.latest[1] = 'open'
),
summed as (
    select root_line_id, min(first_on) as first_on, bool_or(is_overdue(first_on, $today)) as overdue,
        max(slipped_days(first_on, due_on, $today)) as slip_days,
        bool_or(due_on < $today) as is_late, sum(qty) filter (where source = 'none') as bare_qty,
        if(bool_and(source = 'shelf' or coalesce(due_on >= $today, false)), max(coalesce(due_on, $today)),
            null) as now_on
    from promised_part
    group by root_line_id
)
select o.number as "order", c.code as customer, c.name as customer_name, l.line_no as line, w.line_no as wait_line,
    i.lic, w.qty,
    s.first_on, s.now_on, t.latest[5] as parts, coalesce(s.bare_qty, 0)::decimal(38, 4) as bare_qty,
    coalesce(s.is_late, false) as is_late,
    s.overdue, s.slip_days, t.changes, t.latest[3] as last_cause, t.latest[4] as since_at
from summed s
join last_promise t using (root_line_id)
join waits w using (root_line_id)
join order_line l on l.line_id = t.root_line_id
join sales_order o on o.order_id = t.order_id
join customer c using (customer_id)
join item i on i.item_id = l.item_id
order by overdue desc, slip_days > 0 desc nulls last, slip_days desc nulls last, now_on nulls last, o.number, l.line_no

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
line as (
    select order_id, list_max(coalesce(
        list_transform(row[2], lambda part: slipped_days(part.first_on, part.due_on, $today)),
        [slipped_days(first_on, row[3], $today)])) as slip_days
    from latest
    where row[1] = 'open'
),
slip_counts as (
    select order_id, count(*) as waiting, count(*) filter (where slip_days > 0) as slipped,
        sum(slip_days) filter (where slip_days > 0) as days_slipped
    from line
    group by order_id
)
select c.code as customer, c.name as customer_name,
    coalesce(sum(e.kept), 0)::integer as kept, coalesce(sum(e.broken), 0)::integer as broken,
    coalesce(sum(w.waiting), 0)::integer as waiting, coalesce(sum(w.slipped), 0)::integer as slipped,
    round(sum(e.days_late) / nullif(sum(e.broken), 0), 1) as days_late,
    round(sum(w.days_slipped) / nullif(sum(w.slipped), 0), 1) as days_slipped
from ended e
full join slip_counts w using (order_id)
join sales_order o using (order_id)
join customer c using (customer_id)
group by all
order by broken desc, slipped desc, c.name

-- name: by_vendor
-- How each vendor keeps the day said first: lines received by it, lines received later, lines still owed past it.
with came as (
    select po_line_id, desk_day(max(moved_at), $clock) as came_on, sum(qty) as qty
    from movement
    where po_line_id is not null
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
order by owed_late desc, late desc, v.name

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

-- name: select_pools_of_orders
-- Every pool the touched orders ever asked from.
-- makes: touched_pool
-- needs: touched_order
create or replace temp table touched_pool as
select distinct item_id, warehouse_id from order_line join touched_order using (order_id)
