-- Undo of what people and replenishment wrote on purchase orders. Their lines stand field by field in the record log
-- (record 'po line' or 'transfer line', by po_line_id), their states in rows of the record 'po' or 'transfer'. Whether
-- one is open or closed follows from its lines (R39) and is not undone but worked out anew.

-- name: find_orders
-- The purchase orders of the action: where each is now, where the action left it and where it was before (a new one was
-- not there: void), whether it was sent to its vendor since, and what came with it. One that a file brought in anew is
-- new once more: it was started and opened in one action. It is another if it was from or to elsewhere when it came in
-- anew, and is void again.
-- makes: po_back
-- needs: undone_row
create or replace temp table po_back as
with mentioned as (
    select distinct po_id from undone_row where is_po(record) or is_po_line(record)
),
moved as (
    select po_id, coalesce(first(old_value order by log_id), 'void') as old_state,
        last(new_value order by log_id) as new_state,
        bool_or(old_value is null) or (bool_or(old_value = 'void') and bool_or(old_value = 'pending')) as is_new
    from undone_row
    where is_po(record) and field = 'state'
    group by po_id
),
logged as (
    select po_id,
        last(new_value order by log_id) filter (where field = 'state' and log_id <= $last_log_id) as then_state,
        last(actor order by log_id) filter (where field = 'state' and log_id > $last_log_id) as who,
        coalesce(bool_or(field <> 'state' and log_id > $last_log_id), false) as is_another
    from record_log
    where is_po(record) and po_id in (select po_id from mentioned)
        and (field = 'state' or kind = 'log' and field in ('vendor', 'warehouse', 'from_warehouse'))
    group by po_id
),
came as (
    select l.po_id, sum(r.qty) as qty from po_line l join received r using (po_line_id) group by all
)
select p.po_id, p.number, p.from_warehouse_id, p.state as now_state, m.old_state, m.new_state, coalesce(m.is_new,
    false) as is_new,
    coalesce(t.who, 'somebody') as who,
    coalesce(t.then_state = 'pending' and p.state in ('open', 'closed'), false) as was_sent,
    coalesce(c.qty, 0) as came_qty,
    coalesce(t.is_another and p.state = 'void' and m.new_state = 'void', false) as is_another,
    m.po_id is not null and if(m.old_state = 'closed', 'open', m.old_state) <> if(m.new_state = 'closed', 'open',
        m.new_state) as moves,
    p.from_warehouse_id is not null and p.state in ('pending', 'void') and m.old_state in ('open',
    'closed') as goes_out,
    null::varchar as stays
from purchase_order p
join mentioned using (po_id)
left join moved m using (po_id)
left join logged t using (po_id)
left join came c using (po_id)

-- name: find_free
-- What nobody holds where the transfers of the action come from: no more can leave there once more (R47). Null where
-- nobody holds any and it may go below zero.
-- makes: source_free
-- needs: po_back
create or replace temp table source_free as
with source as (
    select distinct l.item_id, b.from_warehouse_id as warehouse_id
    from po_back b
    join po_line l using (po_id)
    where b.from_warehouse_id is not null
),
-- Added up over these pools alone: the view on_hand would add up every pool.
there as (
    select m.item_id, m.warehouse_id, m.qty, false as is_held
    from on_hand_part m
    join source s on s.item_id = m.item_id and s.warehouse_id = m.warehouse_id
    union all
    select l.item_id, l.warehouse_id, -l.qty, true
    from order_line l
    join source s on s.item_id = l.item_id and s.warehouse_id = l.warehouse_id
    where l.state = 'allotted'
)
select s.item_id, s.warehouse_id,
    if($allow_negative and not coalesce(bool_or(p.is_held), false), null, coalesce(sum(p.qty), 0)) as qty
from source s
left join there p on p.item_id = s.item_id and p.warehouse_id = s.warehouse_id
group by all

-- name: find_lines
-- The fields of lines that the action set: what each was before, what the action made it, what it is now and why it
-- must stay, if it must. A line that the action added had no quantity before.
-- makes: po_line_back
-- needs: po_back, source_free, undone_row
create or replace temp table po_line_back as
with asked as (
    select po_line_id, field,
        coalesce(first(old_value order by log_id), if(field = 'qty', '0', null)) as old_value,
        last(new_value order by log_id) as new_value, max(log_id) as last_id
    from undone_row
    where is_po_line(record) and field <> 'for'
    group by po_line_id, field
),
since as (
    select r.po_line_id, r.field, last(r.actor order by r.log_id) as who
    from record_log r
    where r.log_id > $last_log_id and is_po_line(r.record)
    group by all
)
select a.*, i.lic, o.number, o.from_warehouse_id, o.who as sender, coalesce(s.who, 'somebody') as who,
    in_words(r.qty) as came,
    case a.field when 'qty' then plain(l.qty) when 'expected_on' then l.expected_on::varchar when 'unit_cost'
        then plain(l.unit_cost)
        else l.edited::varchar end as now_value,
    case
        when now_value is distinct from a.new_value then 'changed'
        when o.now_state = 'void' and (not o.moves or o.new_state <> 'void' or o.is_another) then 'void'
        when o.now_state <> 'void' and o.moves and o.new_state = 'void' then 'moved'
        when o.was_sent then 'sent'
        when a.field = 'qty' and a.old_value::decimal(18, 4) < r.qty then 'came'
        when a.field = 'qty' and o.now_state in ('open', 'closed') and a.old_value::decimal(18, 4) - l.qty > f.qty
            then 'gone'
    end as stays
from asked a
join po_line l using (po_line_id)
join po_back o using (po_id)
join item i using (item_id)
join received r using (po_line_id)
left join source_free f on f.item_id = l.item_id and f.warehouse_id = o.from_warehouse_id
left join since s on s.po_line_id = a.po_line_id and s.field = a.field

-- name: kept_lines
-- The lines that stay as they are, and why.
-- needs: po_line_back
select lic, po_named(from_warehouse_id, number) as named, from_warehouse_id is not null as is_transfer, field,
    now_value, who, sender, came, stays from po_line_back where stays is not null
    order by last_id desc

-- name: orders_back
-- The ids of the purchase orders of the action.
-- needs: po_back
select po_id from po_back order by po_id

-- name: goes_out
-- The transfers whose goods are to leave once more.
-- needs: po_back
select po_id from po_back where goes_out and moves and stays is null order by po_id

-- name: set_lines_back
-- The fields of lines.
-- needs: po_line_back
update po_line set
    qty = if(list_contains(b.fields, 'qty'), b.facts['qty']::decimal(18, 4), po_line.qty),
    expected_on = if(list_contains(b.fields, 'expected_on'), b.facts['expected_on']::date, po_line.expected_on),
    unit_cost = if(list_contains(b.fields, 'unit_cost'), b.facts['unit_cost']::decimal(18, 4), po_line.unit_cost),
    edited = if(list_contains(b.fields, 'edited'), b.facts['edited']::boolean, po_line.edited)
from (
    select po_line_id, list(field) as fields, map(list(field), list(old_value)) as facts
    from po_line_back
    where stays is null
    group by po_line_id
) b
where b.po_line_id = po_line.po_line_id

-- name: links_back
-- For whom lines were ordered before the action (R44), where nobody said otherwise since and the line itself goes back.
-- needs: po_line_back, undone_row
with asked as (
    select po_line_id, root_line_id, first(old_value order by log_id)::decimal(18, 4) as old_qty,
        last(new_value order by log_id)::decimal(18, 4) as new_qty
    from undone_row
    where is_po_line(record) and field = 'for'
    group by all
)
select a.po_line_id, a.root_line_id, a.old_qty, a.new_qty
from asked a
left join bought_for b on b.po_line_id = a.po_line_id and b.root_line_id = a.root_line_id
where coalesce(b.qty, 0) = a.new_qty and not exists (
    select 1 from po_line_back p where p.po_line_id = a.po_line_id and p.field = 'qty' and p.stays is not null
)
order by a.po_line_id, a.root_line_id

-- name: check_states
-- Why purchase orders must stay where they are: they are others by now, somebody moved them since, something came with
-- them, or something is left on one that was only started.
-- makes: po_back
-- needs: po_back
update po_back set stays = case
        when is_another then 'another'
        when if(now_state = 'closed', 'open', now_state) <> if(new_state = 'closed', 'open', new_state) then 'moved'
        when old_state in ('pending', 'void') and new_state <> 'void' and came_qty <> 0
            and (is_new or old_state = 'pending') then 'came'
        when is_new and exists (select 1 from po_line l where l.po_id = po_back.po_id and l.qty > 0) then 'left'
    end
where moves

-- name: check_sources
-- Why transfers must stay where they are: too little lies free at the source by now to leave once more.
-- makes: po_back
-- needs: po_back, source_free
update po_back set stays = 'gone'
where goes_out and moves and stays is null and exists (
    select 1
    from po_line l
    join received r using (po_line_id)
    join source_free f on f.item_id = l.item_id and f.warehouse_id = po_back.from_warehouse_id
    where l.po_id = po_back.po_id
    group by f.item_id, f.qty
    having sum(r.open_qty) > f.qty
)

-- name: kept_orders
-- The purchase orders that stay where they are, and why; or the transfers whose goods do not leave once more.
-- needs: po_back
select capital(po_named(from_warehouse_id, number)) as named, now_state, who, in_words(came_qty::decimal(38,
    4)) as came, stays
from po_back
where stays is not null and goes_out = $goes_out
order by po_id

-- name: log_states
-- A row for each purchase order that goes back, or each transfer whose goods leave once more.
-- needs: po_back
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'log' as kind, po_record(p.from_warehouse_id) as record, b.number as record_id, p.warehouse_id, b.po_id,
        'state' as field, b.now_state as old_value, b.old_state as new_value,
        format('{} is {} ({}).', capital(po_named(p.from_warehouse_id, b.number)),
            if(b.is_new, 'cancelled', format('{} again',
                if(p.from_warehouse_id is not null and b.old_state = 'open', 'in transit', b.old_state))),
                $reason) as sentence
    from po_back b
    join purchase_order p using (po_id)
    where b.moves and b.stays is null and b.goes_out = $goes_out
    order by b.po_id
)

-- name: set_states
-- The state of each purchase order that goes back; one that is pending again was not opened yet.
-- needs: po_back
update purchase_order set state = b.old_state, opened_at = case
        when b.old_state = 'pending' then null
        when b.old_state = 'void' then purchase_order.opened_at
        else coalesce(purchase_order.opened_at, $now)
    end,
    version = version + 1, changed_at = $now, changed_by = $actor
from po_back b
where b.po_id = purchase_order.po_id and b.moves and b.stays is null and b.goes_out = $goes_out

-- name: rows_without_values
-- What was written of purchase orders before the record log kept their lines.
-- needs: undone_row
select sentence from undone_row
where (is_po(record) and field = 'line')
    or (is_po(record) and field = 'expected' and not exists (select 1 from undone_row where is_po_line(record)))
order by log_id desc
