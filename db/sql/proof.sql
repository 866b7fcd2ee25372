-- The consistency proof (section 8 of docs/rules.md). Every query answers with the rows that break a rule, as
-- (problem, record, sentence); no rows is the proof. Where a row is one line of an order, line_no says which; where its
-- problem does not say what kind of record it is, kind does.

-- name: negative_on_hand
-- On hand is below zero nowhere, unless an admin allowed it.
select 'negative on hand' as problem, i.lic as record,
    format('{} has {} on hand, below zero.', i.lic, plain(h.qty)) as sentence
from on_hand h
join item i using (item_id)
where not $allow_negative and h.qty < 0

-- name: promised_twice
-- Allotted and firm units are on hand, in every pool. (With negative stock allowed, firm ones may not be.)
with held as (
    select l.item_id, l.warehouse_id, sum(l.qty) as qty,
        coalesce(sum(l.qty) filter (where is_firm(l.pinned, l.line_id)), 0) as firm_qty
    from order_line l
    where l.state = 'allotted'
    group by all
)
select 'promised twice' as problem, i.lic as record,
    format('{} has {} on hand but {} allotted.', i.lic, plain(coalesce(m.qty, 0)), plain(h.qty)) as sentence
from held h
join item i using (item_id)
left join on_hand m on m.item_id = h.item_id and m.warehouse_id = h.warehouse_id
where i.inventoried and h.qty > greatest(coalesce(m.qty, 0), if($allow_negative, h.firm_qty, 0))

-- name: wrong_line_state
-- Lines of open orders are allotted, waiting, shipped or cancelled; lines of other orders are not demand.
select 'wrong line state' as problem, o.number as record,
    format('Line {} of order {} is {} while the order is {}.', l.line_no, o.number, l.state, o.state) as sentence,
    l.line_no
from order_line l
join sales_order o using (order_id)
where l.state not in ('pending', 'backordered', 'allotted', 'shipped', 'cancelled')
    or (o.state = 'open' and l.state = 'pending')
    or (o.state <> 'open' and is_open(l.state))
    or (o.state in ('pending', 'void') and l.state = 'shipped')
    or (o.state = 'closed' and l.state = 'pending')

-- name: unranked
-- Every line that is demand has its place in the queue, and only lines that wait say since when.
select 'unranked line' as problem, o.number as record,
    format('Line {} of order {} has no place in the queue or a wrong waiting time.', l.line_no, o.number) as sentence,
    l.line_no
from order_line l
join sales_order o using (order_id)
where (is_open(l.state) and l.entry_seq is null)
    or (l.waiting_since is null) <> (l.state <> 'backordered')

-- name: bad_quantity
-- Every line has a quantity above zero with no more places than its LIC allows.
select 'bad quantity' as problem, o.number as record,
    format('Line {} of order {} has the quantity {}.', l.line_no, o.number, plain(l.qty)) as sentence, l.line_no
from order_line l
join sales_order o using (order_id)
join item i using (item_id)
where l.qty <= 0 or l.qty % ([1, 0.1, 0.01, 0.001, 0.0001]::decimal(18, 4)[])[i.decimals + 1] <> 0

-- name: siblings_do_not_sum
-- Split siblings sum to what was ordered, cancelled ones included (R5).
select 'siblings do not sum' as problem, any_value(o.number) as record,
    format('Line {} of order {}: {} were ordered but its parts sum to {}.', min(l.line_no), any_value(o.number),
        plain(max(l.ordered_qty)), plain(sum(l.qty))) as sentence, min(l.line_no) as line_no
from order_line l
join sales_order o using (order_id)
group by l.root_line_id
having sum(l.qty) <> max(l.ordered_qty) or count(l.ordered_qty) <> 1

-- name: siblings_differ
-- Split siblings share LIC, warehouse, price and entry sequence (R5).
select 'siblings differ' as problem, o.number as record,
    format('Line {} of order {} differs from the line it was split from.', l.line_no, o.number) as sentence, l.line_no
from order_line l
join order_line r on r.line_id = l.root_line_id
join sales_order o on o.order_id = l.order_id
where l.line_id <> r.line_id and (
    (l.order_id, l.item_id, l.warehouse_id) <> (r.order_id, r.item_id, r.warehouse_id)
    or l.unit_price is distinct from r.unit_price
    or l.entry_seq is distinct from r.entry_seq
)

-- name: not_on_one_shipment
-- Every allotted line of a Partial OK order is on exactly one pending or picking shipment, and no other line is (R30).
with carried as (
    select line_id, count(*) as shipments from aboard where state in ('pending', 'picking') group by all
)
select 'not on one shipment' as problem, o.number as record,
    format('Line {} of order {} is {} but on {} open shipments.', l.line_no, o.number, l.state,
        coalesce(a.shipments, 0)) as sentence, l.line_no
from order_line l
join sales_order o using (order_id)
join item i using (item_id)
left join carried a using (line_id)
where coalesce(a.shipments, 0) > 1
    or (l.state = 'allotted' and i.inventoried and o.ship_type = 'partial' and a.shipments is null)
    or (l.state <> 'allotted' and a.shipments is not null)

-- name: complete_torn_apart
-- A Complete order has nothing on a pending shipment while one of its lines waits (R30).
select 'complete order torn apart' as problem, o.number as record,
    format('Order {} ships complete, yet line {} waits while others are on a pending shipment.', o.number,
        min(l.line_no)) as sentence
from sales_order o
join order_line l using (order_id)
where o.ship_type = 'complete' and l.state = 'backordered' and o.order_id in (
    select x.order_id
    from order_line x
    join shipment_line sl on sl.line_id = x.line_id and sl.live
    join shipment s on s.shipment_id = sl.shipment_id and s.state = 'pending'
)
group by o.number

-- name: shipment_disagrees
-- A shipment carries what its lines say: their quantities, customer and state.
select 'shipment disagrees' as problem, s.shipment_id::varchar as record,
    format('Shipment {} carries {} of line {} of order {}, which is {} with {}.', s.shipment_id, plain(sl.qty),
        l.line_no,
        o.number, l.state, plain(l.qty)) as sentence
from shipment_line sl
join shipment s using (shipment_id)
join order_line l using (line_id)
join sales_order o using (order_id)
where sl.live and (
    s.state = 'void' or sl.qty <> l.qty or s.customer_id <> o.customer_id or s.warehouse_id <> l.warehouse_id
    or (s.state = 'shipped') <> (l.state = 'shipped')
)

-- name: empty_shipment
-- A shipment that is not void carries something.
select 'empty shipment' as problem, shipment_id::varchar as record,
    format('Shipment {} is {} and carries nothing.', shipment_id, state) as sentence
from shipment
where state <> 'void' and shipment_id not in (select shipment_id from shipment_line where live)

-- name: unlogged_state
-- Every unit's state is the sum of its record-log rows (section 9): the log is the ledger of line states.
with ledger_row as (
    select root_line_id, new_value as state, sum(qty) as qty
    from record_log where field = 'state' and line_id is not null group by all
    union all
    select root_line_id, old_value, -sum(qty)
    from record_log where field = 'state' and line_id is not null group by all
),
logged as (
    select root_line_id, state, sum(qty) as qty from ledger_row where state <> 'pending'
    group by all having sum(qty) <> 0
),
real as (
    select root_line_id, state, sum(qty) as qty
    from order_line
    where state <> 'pending'
    group by all
)
select 'state without its log' as problem, o.number as record,
    format('Line {} of order {}: {} are {} but the record log says {}.', l.line_no, o.number, plain(coalesce(r.qty, 0)),
        coalesce(r.state, g.state), plain(coalesce(g.qty, 0))) as sentence, l.line_no
from real r
full join logged g on g.root_line_id = r.root_line_id and g.state = r.state
join order_line l on l.line_id = coalesce(r.root_line_id, g.root_line_id)
join sales_order o on o.order_id = l.order_id
where coalesce(r.qty, 0) <> coalesce(g.qty, 0)

-- name: shipped_without_movement
-- What shipped left on hand, exactly once.
with left_by_line as (
    select line_id, sum(qty) as qty from movement where kind in ('shipment', 'shipment void') group by all
)
select 'shipped without movement' as problem, o.number as record,
    format('Line {} of order {} is {} but {} of it left the shelf.', l.line_no, o.number, l.state,
        plain(-coalesce(m.qty, 0))) as sentence, l.line_no
from order_line l
join sales_order o using (order_id)
join item i using (item_id)
left join left_by_line m using (line_id)
where i.inventoried and -coalesce(m.qty, 0) <> if(l.state = 'shipped', l.qty, 0)

-- name: returned_too_much
-- What came back had left: of a line no more than shipped, and nothing of one that a void put back whole (R33, R34).
with returned as (
    select line_id, sum(qty) as qty from goods_return group by all
)
select 'returned too much' as problem, o.number as record,
    format('Line {} of order {} is {} with {}, of which {} came back.', l.line_no, o.number, l.state, plain(l.qty),
        plain(r.qty)) as sentence, l.line_no
from returned r
join order_line l using (line_id)
join sales_order o using (order_id)
where r.qty not between 0 and if(l.state = 'shipped', l.qty, 0)

-- name: return_without_movement
-- What came back fit to sell went on hand, exactly once.
with moved as (
    select line_id, sum(qty) as qty from movement where kind = 'return' group by all
),
returned as (
    select line_id, sum(qty) as qty from goods_return where sellable group by all
)
select 'return without movement' as problem, o.number as record,
    format('Line {} of order {}: {} came back to sell, but {} went on hand.', l.line_no, o.number,
        plain(coalesce(r.qty, 0)),
        plain(coalesce(m.qty, 0))) as sentence, l.line_no
from returned r
full join moved m using (line_id)
join order_line l using (line_id)
join sales_order o using (order_id)
join item i using (item_id)
where i.inventoried and coalesce(r.qty, 0) <> coalesce(m.qty, 0)

-- name: lost_order
-- An open order has something left to ship; a closed one has not (R31).
select 'order state' as problem, o.number as record,
    format('Order {} is {} although {}.', o.number, o.state,
        if(o.state = 'open', 'nothing of it is left to ship', 'some of it has not shipped')) as sentence
from sales_order o
join order_line l using (order_id)
where o.state in ('open', 'closed')
group by o.number, o.state
having (o.state = 'open') <> bool_or(is_open(l.state))

-- name: twin_ids
-- Every id is given once.
with twin as (
    select 'order' as kind, order_id as id from sales_order group by order_id having count(*) > 1
    union all select 'order line', line_id from order_line group by line_id having count(*) > 1
    union all select 'shipment', shipment_id from shipment group by shipment_id having count(*) > 1
    union all select 'purchase order', po_id from purchase_order group by po_id having count(*) > 1
    union all select 'movement', movement_id from movement group by movement_id having count(*) > 1
    union all select 'LIC', item_id from item group by item_id having count(*) > 1
    union all select 'customer', customer_id from customer group by customer_id having count(*) > 1
)
select 'id given twice' as problem, id::varchar as record,
    format('The {} id {} is given twice.', kind, id) as sentence, kind
from twin

-- name: twin_numbers
-- No two records carry the same number.
with twin as (
    select 'order' as kind, number from sales_order group by number having count(*) > 1
    union all select 'purchase order', number from purchase_order group by number having count(*) > 1
    union all select 'LIC', lic from item group by lic having count(*) > 1
    union all select 'customer', code from customer group by code having count(*) > 1
)
select 'number given twice' as problem, number as record,
    format('The {} {} is there twice.', kind, number) as sentence, kind
from twin

-- name: po_disagrees
-- A purchase order is closed when all of it is here, and not before (R39).
select 'purchase order state' as problem, p.number as record,
    format('Purchase order {} is {} with {} of {} received.', p.number, p.state, plain(sum(r.qty)::decimal(38, 4)),
        plain(sum(l.qty)::decimal(38, 4))) as sentence
from purchase_order p
join po_line l using (po_id)
join received r using (po_line_id)
where p.state in ('open', 'closed', 'pending')
group by p.number, p.state
having (p.state <> 'pending' and (p.state = 'closed') <> bool_and(r.open_qty = 0))
    or (p.state = 'pending' and sum(r.qty) <> 0)

-- name: unlogged_po_line
-- What is ordered on a line of a purchase order is what its newest record-log row says, if it has one (section 9).
with logged as (
    select po_line_id, last(new_value order by log_id)::decimal(18, 4) as qty
    from record_log
    where record = 'po line' and field = 'qty'
    group by po_line_id
)
select 'quantity without its log' as problem, p.number as record,
    format('{} on purchase order {} is {} but the record log says {}.', i.lic, p.number, plain(l.qty),
        plain(t.qty)) as sentence
from logged t
join po_line l using (po_line_id)
join purchase_order p using (po_id)
join item i using (item_id)
where l.qty <> t.qty

-- name: balance_disagrees
-- The balance of every pool that was carried forward is the sum of the movements that it stands for (section 8a).
with stood_for as (
    select item_id, warehouse_id, sum(qty) as qty
    from movement
    where movement_id <= carried_movement_id()
    group by all
),
carried_balance as (
    select item_id, warehouse_id, sum(qty) as qty from balance group by all
)
select 'balance without its movements' as problem, i.lic as record,
    format('{} was carried forward with {} on hand but its movements until then sum to {}.', i.lic,
        plain(coalesce(b.qty, 0)), plain(coalesce(m.qty, 0)::decimal(38, 4))) as sentence
from carried_balance b
full join stood_for m on m.item_id = b.item_id and m.warehouse_id = b.warehouse_id
join item i on i.item_id = coalesce(b.item_id, m.item_id)
where coalesce(b.qty, 0) <> coalesce(m.qty, 0)

-- name: received_disagrees
-- What was carried forward as received of a line of a purchase order is the sum of the movements that it stands for.
with stood_for as (
    select po_line_id, sum(qty) as qty
    from movement
    where po_line_id is not null and movement_id <= carried_movement_id()
    group by all
)
select 'receipts without their movements' as problem, p.number as record,
    format('{} on purchase order {} was carried forward with {} received but its movements until then sum to {}.',
        i.lic, p.number, plain(l.carried_qty), plain(coalesce(m.qty, 0)::decimal(38, 4))) as sentence
from po_line l
left join stood_for m using (po_line_id)
join purchase_order p using (po_id)
join item i using (item_id)
where l.carried_qty is distinct from coalesce(m.qty, 0)

-- name: still_changing
-- After a sweep, the policy computed again for its pools changes nothing; run on the table of changes just made.
-- needs: change
select 'not settled' as problem, o.number as record,
    format('Line {} of order {} would still {} {}.', c.line_no, o.number, if(c.kind = 'gain', 'gain', 'lose'),
        plain(c.moved_qty)) as sentence
from change c
join sales_order o using (order_id)
