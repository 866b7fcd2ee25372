-- Transfers (R47). A transfer is kept like a purchase order whose goods come from a warehouse in the place of a vendor:
-- what it brings is supply with a day, is received, reported late, looked back at and undone by the same rows. Pending it
-- changes nothing; sent, it is open: its goods have left the source as movements of the kind 'transfer', and are on order
-- where it goes.

alter table purchase_order alter column vendor_id drop not null;
-- Where its goods come from; null: from its vendor.
alter table purchase_order add column from_warehouse_id integer;
-- From which warehouse replenishment fetches; null: it buys.
alter table replenish_level add column from_warehouse_id integer;

-- What the record log calls it, what sentences call it, and which rows of the log are about either.
create macro po_record(from_warehouse_id) as if(from_warehouse_id is null, 'po', 'transfer');
create macro po_named(from_warehouse_id, number) as
    if(from_warehouse_id is null, 'purchase order ', 'transfer ') || number;
create macro capital(words) as upper(words[1]) || words[2:];
create macro is_po(record) as record in ('po', 'transfer');
create macro is_po_line(record) as record in ('po line', 'transfer line');

-- How much of a line of a transfer is away from its source: nothing before it is sent, and what came where it goes once
-- the rest was brought back.
create macro away_qty(state, qty, received_qty) as
    case state when 'pending' then 0 when 'void' then received_qty else qty end;

-- The movements that no balance stands for yet. Of a line of a purchase order those count that brought something: what a
-- transfer takes out of its source has a line and no receipt.
create or replace view movement_since as
select item_id, warehouse_id, movement_id, if(receipt_id is null, null, po_line_id) as po_line_id, qty
from movement
where movement_id > carried_movement_id();

-- How many days something takes to come: from a warehouse as the levels of the pool say it, if they say that it comes from
-- one; else as its vendor takes. The levels' days are those of the way that they name.
create macro way_days(from_warehouse_id, level_from_id, of_level, of_item, of_vendor) as
    if(from_warehouse_id is null, lead_days(if(level_from_id is null, of_level, null), of_item, of_vendor),
        if(level_from_id is null, null, of_level));
create or replace macro due_po_line(clock) as table
select l.po_line_id, l.po_id, p.number as po, p.state, p.vendor_id, p.from_warehouse_id, l.item_id, p.warehouse_id, l.qty,
    l.expected_on,
    way_days(p.from_warehouse_id, n.from_warehouse_id, n.lead_time_days, i.lead_time_days, v.lead_time_days) as lead_days,
    coalesce(l.expected_on, desk_day(p.opened_at, clock) + way_days(p.from_warehouse_id, n.from_warehouse_id,
        n.lead_time_days, i.lead_time_days, v.lead_time_days)) as due_on
from po_line l
join purchase_order p on p.po_id = l.po_id
join item i on i.item_id = l.item_id
left join vendor v on v.vendor_id = p.vendor_id
left join replenish_level n on n.item_id = l.item_id and n.warehouse_id = p.warehouse_id;

-- The levels of a pool as the record log keeps them (R35); rows from before say nothing of a warehouse.
create or replace macro levels_text(level_qty, target_qty, multiple_qty, minimum_qty, vendor, lead_time_days, transfer_from) as
    json_merge_patch(
        to_json({'level': plain(level_qty), 'target': plain(target_qty), 'multiple': plain(multiple_qty),
            'minimum': plain(minimum_qty), 'vendor': vendor, 'lead_time_days': lead_time_days}),
        if(transfer_from is null, '{}', to_json({'transfer_from': transfer_from})))::varchar;

-- Why a warehouse cannot be closed yet, in words that follow "while", with the remedy; no row: it can.
create or replace view keeps_open as
with one as (
    select l.warehouse_id, 'orders ask from it ({}); ship or cancel their lines first' as why, o.number as named
    from order_line l
    join sales_order o on o.order_id = l.order_id
    where l.state = 'pending' or is_open(l.state)
    group by all
    union all
    select warehouse_id, if(from_warehouse_id is null,
            'purchase orders bring to it ({}); receive them or call them off first',
            'transfers bring to it ({}); receive them or call them off first'), number
    from purchase_order
    where state in ('pending', 'open')
    union all
    select from_warehouse_id, 'transfers take from it ({}); receive them or call them off first', number
    from purchase_order
    where state in ('pending', 'open') and from_warehouse_id is not null
    union all
    select h.warehouse_id, 'stock lies there ({}); ship it, or adjust it to zero first', format('{} of {}', plain(h.qty), i.lic)
    from on_hand h
    join item i on i.item_id = h.item_id
    where h.qty <> 0
)
select warehouse_id, format(why, array_to_string(list(named order by named)[:3], ', ')
    || if(count(*) > 3, format(' and {} more', count(*) - 3), '')) as why
from one
group by warehouse_id, one.why;
