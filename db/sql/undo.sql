-- Undo: reading back what one action or one run wrote, and compensating it. An action is what one transaction wrote:
-- rows of the record log, movements and returns with the same action_id.

-- name: last_action
-- The newest action that is neither an undo, nor undone already, nor only a remark, nor only typing on an order that is
-- void by now; among the rows of the record log after one. The undo of an undo did something again, and so is an action
-- like any other.
with recursive taking_back as (
    select run_id, true as takes_back
    from undoing u
    where u.undone_run_id is null or (select n.sweep from run n where n.run_id = u.undone_run_id) <> 'undo'
    union all
    select u.run_id, not t.takes_back from undoing u join taking_back t on u.undone_run_id = t.run_id
)
select r.log_id
from record_log r
where r.log_id > $after_log_id and r.kind in ('edit', 'log')
    and coalesce(r.run_id not in (select run_id from taking_back where takes_back), true)
    and not exists (select 1 from undoing u where r.log_id between u.first_log_id and u.last_log_id)
    and not (r.kind = 'edit' and coalesce(r.order_id in (select order_id from sales_order where state = 'void'), false))
order by r.log_id desc
limit 1

-- name: action_of
-- The action that wrote a row of the record log: its number, first and last row, actor, run and a telling sentence;
-- how many more rows say the same, of which records (three of them) and how many, unless it is all one record; and how
-- many other changes it made, of which records likewise. A change is what somebody edited, opened, sent, received,
-- cancelled or voided, and nothing that followed from it: a shipment that left, or an order that was cancelled, stands
-- for what became of each of their lines, and a pin goes with the stock that it held.
with acted as (
    select *, coalesce(field = 'state' and kind in ('edit', 'log'), false) as is_move,
        is_move and line_id is null as is_whole
    from record_log where action_id = (select action_id from record_log where log_id = $log_id)
),
followed as (
    select *,
        bool_or(is_move and record = 'shipment' and new_value = 'shipped') over () as something_left,
        bool_or(is_move and record = 'shipment' and new_value = 'void') over () as something_void,
        bool_or(record = 'transfer' and field = 'received') over () as transfer_came,
        bool_or(is_whole and record = 'order' and new_value = 'pending') over by_order as is_started,
        bool_or(is_whole and record = 'order' and new_value = 'void') over by_order as is_over,
        bool_or(is_move and line_id is not null and old_value = 'allotted') over by_line as let_go,
        bool_or(record = 'shipment' and field = 'line' and new_value = 'withdrawn') over by_record as is_emptied,
        bool_or(is_move and is_po(record) and new_value = 'pending') over by_po as po_started,
        bool_or(is_move and is_po(record) and (new_value = 'pending' or old_value = 'pending')) over by_po as po_goes
    from acted
    window by_order as (partition by order_id), by_line as (partition by order_id, line_no),
        by_record as (partition by record, record_id), by_po as (partition by po_id)
),
weighed as (
    select *, coalesce(case
        when kind = 'edit' then not (record = 'order' and field = 'pinned' and new_value = 'false' and let_go)
        when kind <> 'log' then false
        when record = 'order' and line_id is not null
            then is_move and new_value = 'cancelled' and not is_over and not something_left and not something_void
        when record = 'order' then is_move and (new_value = 'void' or old_value = 'pending' and not is_started)
        when record = 'shipment'
            then is_move and (new_value in ('picking', 'shipped') or new_value = 'void' and not is_emptied)
        when is_po(record) and field = 'received' then true
        when is_po(record)
            then is_move and (new_value in ('pending', 'void') or old_value = 'pending' and not po_started)
        when is_po_line(record) then not po_goes and not transfer_came
        when record = 'item' and field = 'on hand' then not something_left and not transfer_came
    end, false) as is_change
    from followed
),
telling as (
    select * from weighed
    order by record = 'file' desc, is_change desc, kind in ('edit', 'log') desc, log_id
    limit 1
),
beside as (
    select a.* replace (a.is_change and t.record <> 'file' as is_change), a.log_id <> t.log_id as is_other,
        a.kind = t.kind and a.record = t.record and a.field is not distinct from t.field
            and (a.line_id is null) = (t.line_id is null)
            and (t.field is distinct from 'state' or a.new_value is not distinct from t.new_value) as is_alike,
        a.record_id is distinct from t.record_id as is_elsewhere,
        case
            when a.record = 'preference' then 'a preference'
            when a.record = 'shipment' and t.record <> 'shipment' then 'shipment ' || a.record_id
            when is_po_line(a.record) and not is_po_line(t.record) then split_part(a.record_id, '/', 1)
            else a.record_id
        end as named
    from weighed a cross join telling t
),
others as (
    select is_alike, named, min(log_id) as log_id,
        bool_or(bool_or(is_elsewhere)) over (partition by is_alike) as is_told
    from beside
    where is_other and (is_alike or is_change)
    group by is_alike, named
    qualify is_told
)
select action_id, min(log_id) as first_log_id, max(log_id) as last_log_id, any_value(actor) as actor,
    any_value(run_id) as run_id,
    any_value(apart(record, record_id, sentence)) filter (where not is_other) as sentence,
    count(*) filter (where is_alike and is_other) as more,
    coalesce((select list(named order by log_id) from (from others where is_alike order by log_id limit 3)), [])
        as others,
    (select count(*) from others where is_alike) as other_records,
    count(*) filter (where is_change and not is_alike) as changes,
    coalesce((select list(named order by log_id) from (from others where not is_alike order by log_id limit 3)), [])
        as changed,
    (select count(*) from others where not is_alike) as changed_records
from beside
group by action_id

-- name: first_row_of_action
-- The first row that an action wrote into the record log, remarks and errors left out; none where it began the desk.
select min(log_id) from record_log where action_id = $which_action and kind in ('edit', 'log')
having not bool_or(record = 'desk')

-- name: action_since
-- The newest action of a person among the rows that the record log took in after one.
select max(action_id) from record_log where log_id > $log_id and actor = $who

-- name: action_of_run
-- The number of the action that a run is.
select min(action_id) from record_log where run_id = $which_run

-- name: first_row_of_run
-- The first row a run wrote into the record log.
select min(log_id) from record_log where run_id = $which_run

-- name: run_of
-- One run; of an undo also what it undid: a run, or an action by its first row.
select r.sweep, u.undone_run_id, u.first_log_id as undone_log_id
from run r
left join undoing u using (run_id)
where r.run_id = $which_run

-- name: undone_by
-- The run that undid an action.
select run_id from undoing where $first_log_id between first_log_id and last_log_id

-- name: redone_by
-- The run that undid the run that undid an action.
select again.run_id
from undoing u
join undoing again on again.undone_run_id = u.run_id
where $first_log_id between u.first_log_id and u.last_log_id

-- name: keep
-- Writes down that an action was undone, and by which run.
insert into undoing values ($run_id, $undone_run_id, $first_log_id, $last_log_id)

-- name: find_rows
-- The rows of the action.
-- makes: undone_row
create or replace temp table undone_row as
select * from record_log where action_id = $undone_action_id

-- name: find_facts
-- What the action did, each once: the kinds of records that it wrote about, and what became of shipments and of lines;
-- "goods moved" where stock was booked or came back, and where that may have been, as the book says no action of it.
-- needs: undone_row
select distinct record as fact from undone_row
union
select case
    when record = 'shipment' and (old_value in ('picking', 'shipped') or new_value in ('picking', 'shipped'))
        then 'shipment moved'
    when record = 'order' and line_id is null and new_value = 'void' then 'order voided'
    when line_id is not null and new_value = 'cancelled' then 'units cancelled'
    when line_id is not null and old_value = 'cancelled' then 'units revived'
    when line_id is not null and old_value = 'pending' then 'units opened'
    else record
end
from undone_row
where field = 'state'
union
select 'wait ended' from undone_row where field = 'state' and old_value = 'backordered'
union
select 'units held' from undone_row
where field = 'state' and line_id is not null and (new_value = 'allotted' or old_value in ('allotted', 'shipped'))
union
select 'edited' from undone_row
where line_id is null and shipment_id is null
    and (kind = 'edit' or kind = 'log' and (record not in ('order', 'file') or field = 'notice'))
union
select 'line let go' from undone_row where record = 'order' and field = 'pinned' and old_value = 'true'
union
select 'goods moved' from movement
where shipment_id is null and kind <> 'transfer' and (action_id = $undone_action_id
    or action_id is null and moved_at in (select logged_at from undone_row))
union
select 'goods moved' from goods_return
where action_id = $undone_action_id or action_id is null and returned_at in (select logged_at from undone_row)

-- name: set_waiting_since
-- What waits again since the action was undone has waited since before it: its age is what it was. What waited from the
-- beginning of an imported order, which is opened as it is entered, has since then and not since it was written here.
-- needs: undone_row
update order_line set waiting_since = b.since_at
from (
    select g.root_line_id, arg_max(
            if(g.old_value = 'pending' and o.opened_at = o.entered_at, o.opened_at, g.logged_at), g.log_id
        ) as since_at
    from record_log g
    join sales_order o on o.order_id = g.order_id
    semi join (
        select root_line_id from undone_row where field = 'state' and old_value = 'backordered'
    ) u on u.root_line_id = g.root_line_id
    where g.field = 'state' and g.new_value = 'backordered' and g.log_id < $first_log_id
        and coalesce(g.run_id not in (select run_id from undoing), true)  -- by which it only waited again
    group by all
) b
where b.root_line_id = order_line.root_line_id and order_line.state = 'backordered'
    and order_line.waiting_since = $now

-- name: edits
-- What the action edited, in the reverse order: fields of orders, preferences, schedules, and what else there is beside
-- what has steps of its own; of what became of orders, that somebody was told. That an order was started is left out
-- where it is open by now: its lines undo it.
-- needs: undone_row
select *
from undone_row
where line_id is null and shipment_id is null
    and (kind = 'edit' or kind = 'log' and (record not in ('order', 'file') or field = 'notice'))
    and (field = 'hold' or (record not in ('item', 'customer', 'location', 'vendor', 'warehouse') and not is_po(record)
        and not is_po_line(record)))
    and not (field = 'state' and new_value = 'pending' and exists (
        select 1 from sales_order o where o.order_id = undone_row.order_id and o.state in ('open', 'closed')))
order by log_id desc

-- name: who_since
-- Who wrote about the same field of the same record after a row.
select last(actor order by log_id) from record_log
where log_id > $log_id and record = $record and record_id = $record_id and field = $field

-- name: changed_customer
-- Whether the action made an order another customer's.
-- needs: undone_row
select exists (select 1 from undone_row where order_id = $order_id and record = 'order' and field = 'customer')

-- name: location_of_customer
-- The location that an order had before the action made it another customer's; nothing where that was not kept.
-- needs: undone_row
select first(old_value order by log_id) from undone_row
where order_id = $order_id and record = 'order' and field = 'location'

-- name: shipment_steps
-- What became of shipments in the action.
-- needs: undone_row
select shipment_id, arg_min(old_value, log_id) as old_state, arg_max(new_value, log_id) as new_state
from undone_row
where record = 'shipment' and field = 'state'
group by shipment_id
order by shipment_id desc

-- name: movements
-- What the action moved, but for shipments and what left or came back with transfers, which follows from where these
-- are.
select m.kind, i.lic, w.code as warehouse, m.item_id, m.warehouse_id, m.receipt_id, m.line_id, m.reference,
    sum(m.qty)::decimal(38, 4) as qty
from movement m
join item i using (item_id)
join warehouse w using (warehouse_id)
where m.shipment_id is null and m.kind <> 'transfer' and m.action_id = $undone_action_id
group by all
order by i.lic

-- name: returns
-- What came back in the action, or with a minus did not after all.
select r.line_id, l.line_no, sum(r.qty)::decimal(38, 4) as qty, r.sellable, o.number, i.lic, l.item_id,
    l.warehouse_id, w.code as warehouse, i.inventoried
from goods_return r
join order_line l using (line_id)
join sales_order o using (order_id)
join item i using (item_id)
join warehouse w on w.warehouse_id = l.warehouse_id
where r.action_id = $undone_action_id
group by all
having sum(r.qty) <> 0
order by r.line_id

-- name: unclaimed
-- Goods that moved at the instant of the action and do not say whose they are: they were booked before movements and
-- returns kept their action, and more than one was then. Sweeps move none.
-- needs: undone_row
with acted as (
    select distinct u.logged_at, u.actor, u.order_id
    from undone_row u
    left join run r using (run_id)
    where r.run_id is null or r.sweep = 'undo'
)
select i.lic, sum(m.qty)::decimal(38, 4) as qty
from movement m
join item i using (item_id)
where m.action_id is null and m.shipment_id is null and m.kind <> 'return'
    and (m.moved_at, m.actor) in (select (logged_at, actor) from acted)
group by i.lic
union all
select i.lic, sum(r.qty)::decimal(38, 4)
from goods_return r
join order_line l using (line_id)
join item i using (item_id)
where r.action_id is null and (r.returned_at, l.order_id) in (select (logged_at, order_id) from acted)
group by i.lic
order by i.lic

-- name: opened
-- What the typed lines are now that the action opened, and whether it is firm or has shipped.
-- needs: undone_row
select l.line_id, l.line_no, l.qty, l.state, l.order_id,
    l.state = 'shipped' or (l.state = 'allotted' and is_firm(l.pinned, l.line_id)) as firm
from order_line l
where l.state <> 'cancelled' and l.root_line_id in (
    select root_line_id from undone_row
    where field = 'state' and line_id is not null and old_value = 'pending' and new_value <> 'cancelled'
)
order by l.root_line_id, l.state = 'backordered' desc, l.line_id desc

-- name: cancelled
-- The units that the action cancelled, by typed line; from a draft or from an open order, and whose order it is now
-- where it came in again as another's since.
-- needs: undone_row
select u.root_line_id, u.old_value = 'pending' as is_draft, o.number as "order", l.line_no, i.lic, i.inventoried,
    sum(u.qty)::decimal(38, 4) as qty, a.customer as now_customer
from undone_row u
join order_line l on l.line_id = u.root_line_id
join sales_order o on o.order_id = l.order_id
join item i on i.item_id = l.item_id
left join (
    select order_id, last(new_value order by log_id) as customer
    from record_log
    where log_id > $last_log_id and record = 'order' and field = 'customer' and kind = 'log'
    group by order_id
) a on a.order_id = o.order_id and o.state = 'void'
where u.field = 'state' and u.line_id is not null and u.new_value = 'cancelled'
group by all
order by u.root_line_id

-- name: revived
-- The units that the action made wanted again, by typed line; of orders that are not void by now.
-- needs: undone_row
select u.root_line_id, o.number as "order", l.line_no, i.lic, sum(u.qty)::decimal(38, 4) as qty
from undone_row u
join order_line l on l.line_id = u.root_line_id
join sales_order o on o.order_id = l.order_id
join item i on i.item_id = l.item_id
where u.field = 'state' and u.line_id is not null and u.old_value = 'cancelled' and o.state <> 'void'
group by all
order by u.root_line_id

-- name: cancelled_lines
-- The cancelled parts of a typed line, the latest first.
select line_id, line_no, qty, state from order_line where root_line_id = $root_line_id and state = 'cancelled'
    order by line_id desc

-- name: find_wants
-- What each typed line is to gain, or with a minus to lose, so that it holds again what it held or had shipped; not of
-- what the action opened.
-- makes: want
-- needs: undone_row
create or replace temp table want as
select root_line_id, sum(case when new_value = 'allotted' then qty else -qty end)::decimal(38, 4) * -1 as qty
from undone_row
where field = 'state' and line_id is not null and (new_value = 'allotted' or old_value in ('allotted', 'shipped'))
    and root_line_id not in (
        select root_line_id from undone_row where field = 'state' and line_id is not null and old_value = 'pending'
    )
    and item_id in (select item_id from item where inventoried)
group by root_line_id
having sum(case when new_value = 'allotted' then qty else -qty end) <> 0

-- name: wants
-- What each typed line is to gain, or with a minus to lose.
-- needs: want
select root_line_id, qty from want

-- name: select_pools
-- The pools of what is to return, or of an action's orders.
-- makes: touched_pool
-- needs: want
create or replace temp table touched_pool as
select distinct l.item_id, l.warehouse_id from order_line l join want w on w.root_line_id = l.root_line_id

-- name: loose_lines
-- The lines of the touched pools that are to gain or lose, with what is free in their pools.
-- needs: pool_line, want
with free as (
    select item_id, warehouse_id, any_value(stock_qty) - sum(if(held, qty, 0)) as free_qty from pool_line group by all
)
select q.*, f.free_qty::decimal(38, 4) as free_qty
from pool_line q
join free f on f.item_id = q.item_id and f.warehouse_id = q.warehouse_id
where q.root_line_id in (select root_line_id from want)

-- name: standing
-- Where the units of the typed lines to return are now: why something of them cannot return.
-- needs: want
select l.root_line_id, o.number as "order", min(l.line_no) as line, any_value(i.lic) as lic,
    coalesce(sum(l.qty) filter (where l.state = 'shipped'), 0)::decimal(38, 4) as shipped_qty,
    coalesce(sum(l.qty) filter (where l.state = 'backordered'), 0)::decimal(38, 4) as waiting_qty,
    bool_or(l.state = 'allotted' and l.pinned) as is_pinned, max(a.shipment_id) as picking_id
from order_line l
join sales_order o using (order_id)
join item i using (item_id)
left join aboard a on a.line_id = l.line_id and a.state = 'picking'
where l.root_line_id in (select root_line_id from want)
group by l.root_line_id, o.number
order by o.number, line

-- name: free
-- What nobody holds of a pool; null: nobody holds any, and it may go below zero.
with held as (
    select sum(qty) as qty from order_line
    where state = 'allotted' and item_id = $item_id and warehouse_id = $warehouse_id
)
select if($allow_negative and qty is null, null, (
    (select coalesce(sum(qty), 0) from on_hand_part where item_id = $item_id and warehouse_id = $warehouse_id)
    - coalesce(qty, 0)
)::decimal(38, 4))
from held

-- name: lacking_of_receipt
-- The LICs of a receipt of which less is free by now than came; none that nobody holds and that may go below zero.
with came as (
    select item_id, warehouse_id, sum(qty) as qty from movement where receipt_id = $receipt_id
    group by all having sum(qty) > 0
),
-- Added up over these pools alone: the view on_hand would add up every pool.
moved as (
    select m.item_id, m.warehouse_id, sum(m.qty) as qty
    from on_hand_part m
    semi join came c on c.item_id = m.item_id and c.warehouse_id = m.warehouse_id
    group by all
),
held as (
    select item_id, warehouse_id, sum(qty) as qty from order_line where state = 'allotted' group by all
)
select i.lic, c.qty::decimal(38, 4) as qty, (m.qty - coalesce(h.qty, 0))::decimal(38, 4) as free
from came c
join moved m on m.item_id = c.item_id and m.warehouse_id = c.warehouse_id
left join held h on h.item_id = c.item_id and h.warehouse_id = c.warehouse_id
join item i on i.item_id = c.item_id
where m.qty - coalesce(h.qty, 0) < c.qty and not ($allow_negative and h.qty is null)
order by i.lic

-- name: select_orders
-- The orders the action was about.
-- makes: touched_order
-- needs: undone_row
create or replace temp table touched_order as select distinct order_id from undone_row where order_id is not null

-- name: find_revived
-- Void orders among the touched ones that are to be there again: those with lines that are wanted, and drafts that the
-- action cancelled before they had any.
-- makes: revived_order
-- needs: touched_order, undone_row
create or replace temp table revived_order as
with wanted as (
    select order_id, if(bool_or(state = 'pending'), 'pending', 'open') as state
    from order_line
    join touched_order using (order_id)
    where state in ('pending', 'backordered', 'allotted')
    group by order_id
    union
    select order_id, 'pending' from undone_row
    where record = 'order' and line_id is null and field = 'state' and old_value = 'pending' and new_value = 'void'
)
select order_id, min(w.state) as state from wanted w join sales_order o using (order_id) where o.state = 'void'
group by order_id

-- name: log_revived
-- A row of the record log for each order that is there again.
-- needs: revived_order
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        if(r.state = 'pending', 'edit', 'log') as kind, 'order' as record, o.number as record_id, o.order_id,
        'state' as field,
        'void' as old_value, r.state as new_value,
        format('Order {} is {} again.', o.number, if(r.state = 'pending', 'a draft', 'open')) as sentence
    from sales_order o
    join revived_order r using (order_id)
    order by o.order_id
)

-- name: revive
-- Orders that are there again go from void to open, or to pending for a draft.
-- needs: revived_order
update sales_order set state = r.state, version = version + 1, changed_at = $now, changed_by = $actor
from revived_order r
where r.order_id = sales_order.order_id

-- name: heir_of
-- The newest shipment in a state that carries exactly what left or was voided with another in the action, what stayed
-- behind of that, and what came off before it left.
-- needs: undone_row
with was as (
    select root_line_id, sum(qty) as qty
    from undone_row
    where shipment_id = $shipment_id
        and (field = 'state' and line_id is not null or field = 'line' and new_value = 'withdrawn')
    group by root_line_id
),
carried as (
    select sl.shipment_id, l.root_line_id, sum(sl.qty) as qty
    from shipment_line sl
    join shipment s using (shipment_id)
    join order_line l using (line_id)
    where sl.live and s.state = $state and sl.shipment_id in (
        select x.shipment_id from shipment_line x join order_line y using (line_id)
        where x.live and y.root_line_id in (select root_line_id from was)
    )
    group by all
),
content_of as (
    select shipment_id, string_agg(format('{}:{}', root_line_id, plain(qty)), ' ' order by root_line_id) as content
    from carried
    group by shipment_id
)
select max(shipment_id)
from content_of
where content = (select string_agg(format('{}:{}', root_line_id, plain(qty)), ' ' order by root_line_id) from was)

-- name: written
-- What the undo wrote into the record log.
select apart(record, record_id, sentence) as sentence from record_log
where log_id > $log_id and kind in ('edit', 'log')
order by log_id

-- name: untaken
-- The lines of a voided receipt that cannot take their goods once more, and why: the purchase order is not open, or
-- others came or somebody changed the line since the void, and less is left than came then.
with voided as (
    select po_line_id, -sum(qty) as qty, max(movement_id) as movement_id, max(action_id) as action_id
    from last_void
    where receipt_id = $receipt_id
    group by po_line_id
),
later as (
    select m.po_line_id
    from movement m
    join voided v using (po_line_id)
    where m.movement_id > v.movement_id and m.receipt_id is not null
    union
    select v.po_line_id
    from voided v
    join record_log r using (po_line_id)
    where r.field = 'qty' and r.action_id > coalesce(v.action_id, 0)
)
select i.lic, v.qty::decimal(38, 4) as qty,
    if(p.state <> 'open', format('{} is {}', po_named(p.from_warehouse_id, p.number), p.state),
        format('only {} of them are still to come with {}', in_words(r.open_qty), po_named(p.from_warehouse_id,
        p.number))) as why
from voided v
join po_line l using (po_line_id)
join purchase_order p using (po_id)
join item i on i.item_id = l.item_id
join received r using (po_line_id)
where v.qty > 0 and (p.state <> 'open' or (r.open_qty < v.qty and v.po_line_id in (select po_line_id from later)))
order by v.po_line_id

-- name: taken_back
-- The lines that wait of the typed lines that were to lose what the action gave them.
-- needs: want
select l.order_id, o.number, l.line_id, l.root_line_id, l.line_no, i.lic, l.hold
from want w
join order_line l on l.root_line_id = w.root_line_id
join sales_order o on o.order_id = l.order_id
join item i on i.item_id = l.item_id
where w.qty < 0 and l.state = 'backordered'
order by l.order_id, l.line_no
