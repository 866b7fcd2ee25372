-- Transfers between warehouses (R47). Their heads and lines are those of purchase orders, in db/sql/supply.sql.

-- name: find_moves
-- What of each line of these transfers must still leave its source, or with a minus come back to it.
-- makes: transfer_move
create or replace temp table transfer_move as
with line as (
    select l.po_line_id, l.po_id, p.number, l.item_id, p.from_warehouse_id, p.warehouse_id, p.state,
        away_qty(p.state, l.qty, r.qty) as away_qty
    from purchase_order p
    join po_line l on l.po_id = p.po_id
    join received r on r.po_line_id = l.po_line_id
    where list_contains($po_ids::integer[], p.po_id) and p.from_warehouse_id is not null
),
gone as (
    select m.po_line_id, -sum(m.qty) as qty
    from movement m
    join line l on l.po_line_id = m.po_line_id
    where m.kind = 'transfer'
    group by all
)
select l.*, l.away_qty - coalesce(g.qty, 0) as qty
from line l
left join gone g on g.po_line_id = l.po_line_id
where l.away_qty <> coalesce(g.qty, 0)

-- name: moved_pools
-- The pools at the source, and whether on hand fell there or rose.
-- needs: transfer_move
select item_id, from_warehouse_id as warehouse_id, sum(qty) > 0 as fell from transfer_move group by all order by all

-- name: log_moves
-- What leaves its source, or comes back to it, on its transfer.
-- needs: transfer_move
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'log' as kind, 'transfer' as record, m.number as record_id, m.item_id, m.from_warehouse_id as warehouse_id,
        m.po_id,
        'sent' as field, plain(m.qty) as new_value, m.qty,
        format('{} of {} {} for warehouse {} with transfer {}.', in_words(abs(m.qty)), i.lic,
            if(m.qty > 0, format('left warehouse {}', s.code), format('is back in warehouse {}, meant', s.code)),
            w.code, m.number) as sentence
    from transfer_move m
    join item i using (item_id)
    join warehouse s on s.warehouse_id = m.from_warehouse_id
    join warehouse w on w.warehouse_id = m.warehouse_id
    order by m.po_line_id
)

-- name: move
-- Units of transfers leaving on hand at the source, or lying there again.
-- needs: transfer_move
insert into movement
select nextval('movement_number'), *
from (
    select $now, 'transfer', item_id, from_warehouse_id, -qty, po_line_id, null, null, null,
        null,
        format('transfer {}', number), $actor, $action_id
    from transfer_move
    order by po_line_id
)

-- name: lines_left
-- The lines of one transfer of which something is left, the last first.
select l.po_line_id, l.qty, r.open_qty
from po_line l
join received r using (po_line_id)
join item i using (item_id)
where l.po_id = $po_id and i.lic = $lic and r.open_qty > 0
order by l.po_line_id desc

-- name: set_qty
-- What a line of a transfer brings.
update po_line set qty = $qty where po_line_id = $po_line_id

-- name: expect
-- The day on which a transfer is expected.
update po_line set expected_on = $expected_on where po_id = $po_id

-- name: on_hand
-- What lies of each LIC of a transfer where it comes from, and how much of it is wanted there.
with wanted as (
    select l.item_id, p.from_warehouse_id as warehouse_id, sum(l.qty) as qty
    from po_line l
    join purchase_order p using (po_id)
    where l.po_id = $po_id and l.qty > 0
    group by all
)
select i.lic, i.decimals, s.qty::decimal(38, 4) as qty, coalesce(sum(m.qty), 0)::decimal(38, 4) as on_hand
from wanted s
join item i on i.item_id = s.item_id
left join on_hand_part m on m.item_id = s.item_id and m.warehouse_id = s.warehouse_id
group by i.lic, i.decimals, s.qty
order by i.lic

-- name: listed
-- Every transfer with its way, lines, what is left to come and when, and who started it; pending ones and those in
-- transit first.
select p.number as transfer, p.state, f.code as from_warehouse, w.code as warehouse, p.automatic, p.created_at,
    p.opened_at,
    count(*) filter (where l.qty > 0) as lines,
    coalesce(sum(l.qty), 0)::decimal(38, 4) as qty,
    coalesce(sum(r.qty), 0)::decimal(38, 4) as received,
    min(d.due_on) filter (where r.open_qty > 0) as expected_on, p.started_by
from purchase_order p
join warehouse f on f.warehouse_id = p.from_warehouse_id
join warehouse w on w.warehouse_id = p.warehouse_id
left join po_line l using (po_id)
left join received r on r.po_line_id = l.po_line_id
left join due_po_line($clock) d on d.po_line_id = l.po_line_id
where $state is null or p.state = $state
group by p.po_id, p.number, p.state, f.code, w.code, p.automatic, p.created_at, p.opened_at,
    p.started_by
order by array_position(['pending', 'open', 'closed', 'void'], p.state), p.created_at desc, p.po_id desc

-- name: spare
-- What lies free and wanted by nobody in other warehouses of the LICs of pools (R47): available there (R1), less what
-- pending transfers are to take already.
-- needs: lacking_pool
with item_of as (
    select distinct item_id from lacking_pool
),
there as (
    select m.item_id, m.warehouse_id, m.qty from on_hand_part m join item_of i on i.item_id = m.item_id
    union all
    select l.item_id, l.warehouse_id, -l.qty
    from order_line l
    join item_of i on i.item_id = l.item_id
    where is_open(l.state)
    union all
    select l.item_id, p.from_warehouse_id, -l.qty
    from po_line l
    join item_of i on i.item_id = l.item_id
    join purchase_order p on p.po_id = l.po_id
    where p.state = 'pending' and p.from_warehouse_id is not null
),
source as (
    select item_id, warehouse_id, sum(qty) as qty from there group by all having sum(qty) > 0
)
select p.item_id, p.warehouse_id, i.lic, w.code as warehouse, s.warehouse_id as from_warehouse_id,
    f.code as from_warehouse,
    s.qty::decimal(38, 4) as spare_qty
from lacking_pool p
join source s on s.item_id = p.item_id and s.warehouse_id <> p.warehouse_id
join warehouse f on f.warehouse_id = s.warehouse_id and not f.closed
join warehouse w on w.warehouse_id = p.warehouse_id
join item i on i.item_id = p.item_id
order by p.item_id, p.warehouse_id, s.qty desc, s.warehouse_id
