-- The consistency proof (section 8 of docs/rules.md). Every check answers with the rows that break a rule, as
-- (problem, record, sentence) and facts; no rows is the proof. Where a row is one line of an order, line_no says which;
-- where its problem does not say what kind of record it is, kind does. A sentence names columns of its row in braces:
-- whoever reads it puts them in, since a check that finds nothing would pay for words that nobody reads.
--
-- A check asks of what is in question, which the first queries write into tables of their own: everything, or what was
-- written after two marks, with the pools it was written of and the orders that want something there. A large table is
-- read once for it, and the checks then read these.

-- name: question_pools
-- All pools.
-- makes: questioned_pool
create or replace temp table questioned_pool as
select item_id, warehouse_id from movement
union
select item_id, warehouse_id from balance
union
select item_id, warehouse_id from order_line

-- name: question_touched_pools
-- The pools of which something was written, and those that a sweep looked into besides.
-- makes: questioned_pool
-- needs: touched_pool
create or replace temp table questioned_pool as
select item_id, warehouse_id
from record_log
where log_id > $log_id and item_id is not null and warehouse_id is not null
union
select item_id, warehouse_id from movement where movement_id > $movement_id
union
from touched_pool

-- name: question_orders
-- The orders in question: those that were written of, and those with open lines in the pools in question.
-- makes: questioned_order
-- needs: questioned_pool
create or replace temp table questioned_order as
with chosen as (
    select order_id from sales_order where $everything
    union
    select order_id from record_log where log_id > $log_id and order_id is not null
    union
    select l.order_id
    from order_line l
    semi join questioned_pool p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
    where not $everything and is_open(l.state)
)
select o.* from sales_order o semi join chosen c on c.order_id = o.order_id

-- name: question_lines
-- All lines of these orders, with what the order says.
-- makes: questioned_line
-- needs: questioned_order
create or replace temp table questioned_line as
select l.line_id, l.order_id, l.line_no, l.root_line_id, l.item_id, l.warehouse_id, l.qty, l.ordered_qty, l.state,
    l.pinned, l.entry_seq, l.unit_price, l.waiting_since, l.hold, l.not_before, o.number, o.order_state, o.ship_type
from order_line l
join (
    select order_id, any_value(number) as number, any_value(state) as order_state, any_value(ship_type) as ship_type
    from questioned_order
    group by order_id
) o on o.order_id = l.order_id

-- name: add_up_ledger
-- The units of each typed line among them by state, as the record log says it.
-- makes: logged_state
-- needs: questioned_line
create or replace temp table logged_state as
with entry as (
    select g.root_line_id, g.new_value, g.old_value, sum(g.qty) as qty
    from record_log g
    semi join questioned_line q on q.root_line_id = g.root_line_id
    where g.field = 'state' and g.line_id is not null
    group by all
)
select root_line_id, state, sum(qty) as qty
from (
    select root_line_id, new_value as state, qty from entry
    union all
    select root_line_id, old_value, -qty from entry
)
where state <> 'pending'
group by root_line_id, state
having sum(qty) <> 0

-- name: add_up_movements
-- What of each of these lines left the shelf, and what came back to it as a return.
-- makes: moved_line
-- needs: questioned_line
create or replace temp table moved_line as
select m.line_id, coalesce(sum(m.qty) filter (where m.kind in ('shipment', 'shipment void')), 0) as shipped_qty,
    coalesce(sum(m.qty) filter (where m.kind = 'return'), 0) as returned_qty
from movement m
semi join questioned_line q on q.line_id = m.line_id
group by m.line_id

-- name: question_returns
-- What came back of each of these lines, and what of it fit to sell.
-- makes: questioned_return
-- needs: questioned_line
create or replace temp table questioned_return as
select r.line_id, sum(r.qty) as qty, sum(r.qty) filter (where r.sellable) as sellable_qty
from goods_return r
semi join questioned_line q on q.line_id = r.line_id
group by r.line_id

-- name: question_shipments
-- The shipments in question: those that were written of, and those that carry, or carried, one of these lines.
-- makes: questioned_shipment
-- needs: questioned_line
create or replace temp table questioned_shipment as
with chosen as (
    select shipment_id from shipment where $everything
    union
    select shipment_id from record_log where log_id > $log_id and shipment_id is not null
    union
    select sl.shipment_id
    from shipment_line sl
    semi join questioned_line q on q.line_id = sl.line_id
    where not $everything
)
select s.* from shipment s semi join chosen c on c.shipment_id = s.shipment_id

-- name: question_aboard
-- All that these shipments carry.
-- makes: questioned_aboard
-- needs: questioned_shipment
create or replace temp table questioned_aboard as
select sl.line_id, sl.shipment_id, sl.qty, s.state
from shipment_line sl
join (select distinct shipment_id, state from questioned_shipment) s on s.shipment_id = sl.shipment_id
where sl.live

-- name: question_pos
-- The purchase orders in question: those that were written of, and those that still bring something to the pools in
-- question.
-- makes: questioned_po
-- needs: questioned_pool
create or replace temp table questioned_po as
with chosen as (
    select po_id from purchase_order where $everything
    union
    select po_id from record_log where log_id > $log_id and po_id is not null
    union
    select l.po_id
    from movement m
    join po_line l on l.po_line_id = m.po_line_id
    where m.movement_id > $movement_id
    union
    select l.po_id
    from po_line l
    join purchase_order p using (po_id)
    semi join questioned_pool q on q.item_id = l.item_id and q.warehouse_id = p.warehouse_id
    where $in_pools and p.state in ('pending', 'open')
    union
    select l.po_id
    from po_line l
    join purchase_order p using (po_id)
    semi join questioned_pool q on q.item_id = l.item_id and q.warehouse_id = p.from_warehouse_id
    where $in_pools and p.state in ('pending', 'open')
)
select p.* from purchase_order p semi join chosen c on c.po_id = p.po_id

-- name: question_questions
-- What was asked about these orders and lines (R51).
-- makes: questioned_question
-- needs: questioned_line, questioned_order
create or replace temp table questioned_question as
from question q
where $everything or q.order_id in (select order_id from questioned_order)
    or q.root_line_id in (select root_line_id from questioned_line)

-- name: question_letters
-- The letters about these orders, and those that ask this: acknowledgements and questions (R51).
-- makes: questioned_letter
-- needs: questioned_order, questioned_question
create or replace temp table questioned_letter as
select notice_id, customer_id, order_id, kind, state, settled_at, drafted_at
from notice
where kind in ('acknowledgement', 'question')
    and ($everything or order_id in (select order_id from questioned_order)
        or notice_id in (select notice_id from questioned_question))

-- name: trace_letters
-- Letters with what was so before them. A letter is to the customer whom its order had when it was drafted,
-- an acknowledgement in draft to the one it has; starts: how often the order had started again by then, where it has
-- several acknowledgements.
-- makes: traced_letter
-- needs: questioned_letter
create or replace temp table traced_letter as
with elsewhere as (
    select n.notice_id, n.order_id, n.drafted_at
    from questioned_letter n
    join sales_order o on o.order_id = n.order_id and o.customer_id <> n.customer_id
    where n.state <> 'draft' or n.kind = 'question'
),
had as (
    select e.notice_id, min_by(g.old_value, g.log_id) as code
    from record_log g
    join elsewhere e on e.order_id = g.order_id and g.logged_at > e.drafted_at
    where g.record = 'order' and g.field = 'customer'
    group by all
),
again as (
    select n.notice_id, count(*) as starts
    from record_log g
    join (
        from questioned_letter qualify kind = 'acknowledgement' and count(*) over (partition by kind, order_id) > 1
    ) n on n.order_id = g.order_id and g.logged_at <= n.drafted_at
    where g.record = 'order' and g.line_id is null and g.field = 'state' and g.old_value = 'void'
        and g.new_value = 'pending'
    group by all
)
select n.* exclude (drafted_at), coalesce(a.starts, 0) as starts,
    coalesce(n.customer_id = coalesce(c.customer_id, o.customer_id), false) as is_to_its_own
from questioned_letter n
left join sales_order o on o.order_id = n.order_id
left join had h on h.notice_id = n.notice_id
left join customer c on c.code = h.code
left join again a on a.notice_id = n.notice_id

-- name: negative_on_hand
-- On hand is below zero nowhere, unless an admin allowed it.
-- needs: questioned_pool
select 'negative on hand' as problem, i.lic as record,
    '{record} has {qty} on hand, below zero.' as sentence, h.qty
from (
    select p.item_id, p.warehouse_id, sum(p.qty) as qty
    from on_hand_part p
    semi join questioned_pool q on q.item_id = p.item_id and q.warehouse_id = p.warehouse_id
    group by all
) h
join item i using (item_id)
where not $allow_negative and h.qty < 0

-- name: promised_twice
-- Allotted and firm units are on hand, in every pool. (With negative stock allowed, firm ones may not be.)
-- needs: questioned_line, questioned_pool
with held as (
    select l.item_id, l.warehouse_id, sum(l.qty) as qty,
        coalesce(sum(l.qty) filter (where is_firm(l.pinned, l.line_id)), 0) as firm_qty
    from questioned_line l
    semi join questioned_pool q on q.item_id = l.item_id and q.warehouse_id = l.warehouse_id
    where l.state = 'allotted'
    group by all
),
stock as (
    select p.item_id, p.warehouse_id, sum(p.qty) as qty
    from on_hand_part p
    semi join held h on h.item_id = p.item_id and h.warehouse_id = p.warehouse_id
    group by all
)
select 'promised twice' as problem, i.lic as record,
    '{record} has {on_hand} on hand but {qty} allotted.' as sentence, coalesce(m.qty, 0) as on_hand, h.qty
from held h
join item i using (item_id)
left join stock m on m.item_id = h.item_id and m.warehouse_id = h.warehouse_id
where i.inventoried and h.qty > greatest(coalesce(m.qty, 0), if($allow_negative, h.firm_qty, 0))

-- name: wrong_line_state
-- Lines of open orders are allotted, waiting, shipped or cancelled; lines of other orders are not demand.
-- needs: questioned_line
select 'wrong line state' as problem, number as record,
    'Line {line_no} of order {record} is {state} while the order is {order_state}.' as sentence, line_no, state,
    order_state
from questioned_line
where state not in ('pending', 'backordered', 'allotted', 'shipped', 'cancelled')
    or (order_state = 'open' and state = 'pending')
    or (order_state <> 'open' and is_open(state))
    or (order_state in ('pending', 'void') and state = 'shipped')
    or (order_state = 'closed' and state = 'pending')

-- name: unranked
-- Every line that is demand has its place in the queue, and only lines that wait say since when.
-- needs: questioned_line
select 'unranked line' as problem, number as record,
    'Line {line_no} of order {record} has no place in the queue or a wrong waiting time.' as sentence, line_no
from questioned_line
where (is_open(state) and entry_seq is null)
    or (waiting_since is null) <> (state <> 'backordered')

-- name: bad_quantity
-- Every line has a quantity above zero with no more places than its LIC allows.
-- needs: questioned_line
select 'bad quantity' as problem, l.number as record,
    'Line {line_no} of order {record} has the quantity {qty}.' as sentence, l.line_no, l.qty
from questioned_line l
join item i using (item_id)
where l.qty <= 0 or l.qty % ([1, 0.1, 0.01, 0.001, 0.0001]::decimal(18, 4)[])[i.decimals + 1] <> 0

-- name: siblings_do_not_sum
-- Split siblings sum to what was ordered, cancelled ones included (R5).
-- needs: questioned_line
select 'siblings do not sum' as problem, any_value(number) as record,
    'Line {line_no} of order {record}: {ordered_qty} were ordered but its parts sum to {qty}.' as sentence,
    min(line_no) as line_no, max(ordered_qty) as ordered_qty, sum(qty) as qty
from questioned_line
group by root_line_id
having sum(qty) <> max(ordered_qty) or count(ordered_qty) <> 1

-- name: siblings_differ
-- Split siblings share LIC, warehouse, price and entry sequence (R5).
-- needs: questioned_line
select 'siblings differ' as problem, l.number as record,
    'Line {line_no} of order {record} differs from the line it was split from.' as sentence, l.line_no
from questioned_line l
join order_line r on r.line_id = l.root_line_id
where l.line_id <> r.line_id and (
    (l.order_id, l.item_id, l.warehouse_id) <> (r.order_id, r.item_id, r.warehouse_id)
    or l.unit_price is distinct from r.unit_price
    or l.entry_seq is distinct from r.entry_seq
)

-- name: not_on_one_shipment
-- Every allotted line of a Partial OK order is on exactly one pending or picking shipment, and no other line is (R30).
-- One that is paused is on none; it goes on one with the first sweep or event after its day, which the proof does not
-- know (R45).
-- needs: questioned_aboard, questioned_line, questioned_order
with carried as (
    select line_id, count(*) as shipments from questioned_aboard where state in ('pending', 'picking') group by all
)
select 'not on one shipment' as problem, o.number as record,
    'Line {line_no} of order {record} is {state} but on {shipments} open shipments.' as sentence, l.line_no, l.state,
    coalesce(a.shipments, 0) as shipments
from questioned_line l
join questioned_order o using (order_id)
join item i using (item_id)
join customer u on u.customer_id = o.customer_id
left join carried a using (line_id)
where coalesce(a.shipments, 0) > 1
    or (l.state = 'allotted' and i.inventoried and o.ship_type = 'partial' and a.shipments is null
        and not may_pause(l.hold, l.not_before, o.hold, o.not_before, u.hold))
    or (l.state <> 'allotted' and a.shipments is not null)

-- name: complete_torn_apart
-- A Complete order has nothing on a pending shipment while one of its lines waits (R30).
-- needs: questioned_aboard, questioned_line
select 'complete order torn apart' as problem, number as record,
    'Order {record} ships complete, yet line {waiting_line_no} waits while others are on a pending shipment.'
        as sentence,
    min(line_no) as waiting_line_no
from questioned_line
where ship_type = 'complete' and state = 'backordered' and order_id in (
    select x.order_id
    from questioned_line x
    join questioned_aboard a on a.line_id = x.line_id and a.state = 'pending'
)
group by number

-- name: shipment_disagrees
-- A shipment carries what its lines say: their quantities, customer and state.
-- needs: questioned_aboard, questioned_shipment
select 'shipment disagrees' as problem, s.shipment_id::varchar as record,
    'Shipment {record} carries {aboard_qty} of line {carried_line_no} of order {number}, which is {state} with {qty}.'
        as sentence,
    sl.qty as aboard_qty, l.line_no as carried_line_no, o.number, l.state, l.qty
from questioned_aboard sl
join questioned_shipment s using (shipment_id)
join order_line l using (line_id)
join sales_order o using (order_id)
where (
    s.state = 'void' or sl.qty <> l.qty or s.customer_id <> o.customer_id or s.warehouse_id <> l.warehouse_id
    or (s.state = 'shipped') <> (l.state = 'shipped')
)

-- name: empty_shipment
-- A shipment that is not void carries something.
-- needs: questioned_aboard, questioned_shipment
select 'empty shipment' as problem, shipment_id::varchar as record,
    'Shipment {record} is {state} and carries nothing.' as sentence, state
from questioned_shipment
where state <> 'void' and shipment_id not in (select shipment_id from questioned_aboard)

-- name: unlogged_state
-- Every unit's state is the sum of its record-log rows (section 9): the log is the ledger of line states.
-- needs: logged_state, questioned_line
with real as (
    select root_line_id, state, sum(qty) as qty
    from questioned_line
    where state <> 'pending'
    group by all
)
select 'state without its log' as problem, l.number as record,
    'Line {line_no} of order {record}: {qty} are {state} but the record log says {logged_qty}.' as sentence, l.line_no,
    coalesce(r.qty, 0) as qty, coalesce(r.state, g.state) as state, coalesce(g.qty, 0) as logged_qty
from real r
full join logged_state g on g.root_line_id = r.root_line_id and g.state = r.state
join questioned_line l on l.line_id = coalesce(r.root_line_id, g.root_line_id)
where coalesce(r.qty, 0) <> coalesce(g.qty, 0)

-- name: shipped_without_movement
-- What shipped left on hand, exactly once.
-- needs: moved_line, questioned_line
select 'shipped without movement' as problem, l.number as record,
    'Line {line_no} of order {record} is {state} but {left_qty} of it left the shelf.' as sentence, l.line_no, l.state,
    -coalesce(m.shipped_qty, 0) as left_qty
from questioned_line l
join item i using (item_id)
left join moved_line m using (line_id)
where i.inventoried and -coalesce(m.shipped_qty, 0) <> if(l.state = 'shipped', l.qty, 0)

-- name: returned_too_much
-- What came back had left: of a line no more than shipped, and nothing of one that a void put back whole (R33, R34).
-- needs: questioned_line, questioned_return
select 'returned too much' as problem, l.number as record,
    'Line {line_no} of order {record} is {state} with {qty}, of which {returned_qty} came back.' as sentence, l.line_no,
    l.state, l.qty, r.qty as returned_qty
from questioned_return r
join questioned_line l using (line_id)
where r.qty not between 0 and if(l.state = 'shipped', l.qty, 0)

-- name: return_without_movement
-- What came back fit to sell went on hand, exactly once.
-- needs: moved_line, questioned_line, questioned_return
select 'return without movement' as problem, l.number as record,
    'Line {line_no} of order {record}: {sellable_qty} came back to sell, but {returned_qty} went on hand.' as sentence,
    l.line_no, coalesce(r.sellable_qty, 0) as sellable_qty, coalesce(m.returned_qty, 0) as returned_qty
from questioned_return r
full join moved_line m using (line_id)
join questioned_line l using (line_id)
join item i using (item_id)
where i.inventoried and coalesce(r.sellable_qty, 0) <> coalesce(m.returned_qty, 0)

-- name: lost_order
-- An open order has something left to ship; a closed one has not (R31).
-- needs: questioned_line
select 'order state' as problem, number as record,
    if(order_state = 'open', 'Order {record} is open although nothing of it is left to ship.',
        'Order {record} is closed although some of it has not shipped.') as sentence
from questioned_line
where order_state in ('open', 'closed')
group by order_id, number, order_state
having (order_state = 'open') <> bool_or(is_open(state))

-- name: twins
-- Every id and every number is given once: of records in question, of the LICs of pools and lines and of those that
-- were written of, and of customers.
-- needs: questioned_line, questioned_order, questioned_po, questioned_pool, questioned_shipment
with questioned_item as (
    select i.item_id, i.lic
    from item i
    semi join (
        select item_id from questioned_pool
        union
        select item_id from questioned_line
        union
        select item_id from record_log where log_id > $log_id and item_id is not null
    ) q on q.item_id = i.item_id
),
questioned_customer as (
    select c.customer_id, c.code from customer c semi join questioned_order q on q.customer_id = c.customer_id
),
twin_id as (
    select 'order' as kind, order_id as id from questioned_order group by order_id having count(*) > 1
    union all
    select 'order line', l.line_id
    from order_line l
    semi join questioned_line q on q.line_id = l.line_id
    group by l.line_id
    having count(*) > 1
    union all
    select 'shipment', shipment_id from questioned_shipment group by shipment_id having count(*) > 1
    union all
    select 'purchase order', po_id from questioned_po group by po_id having count(*) > 1
    union all
    select 'movement', movement_id
    from movement
    where movement_id > $movement_id
    group by movement_id
    having count(*) > 1
    union all
    select 'LIC', item_id from questioned_item group by item_id having count(*) > 1
    union all
    select 'customer', customer_id from questioned_customer group by customer_id having count(*) > 1
),
twin_number as (
    select 'order' as kind, o.number
    from sales_order o
    semi join questioned_order q on q.number = o.number
    group by o.number
    having count(*) > 1
    union all
    select 'purchase order', p.number
    from purchase_order p
    semi join questioned_po q on q.number = p.number
    group by p.number
    having count(*) > 1
    union all
    select 'LIC', i.lic from item i semi join questioned_item q on q.lic = i.lic group by i.lic having count(*) > 1
    union all
    select 'customer', c.code
    from customer c
    semi join questioned_customer q on q.code = c.code
    group by c.code
    having count(*) > 1
)
select 'id given twice' as problem, id::varchar as record, 'The {kind} id {record} is given twice.' as sentence, kind
from twin_id
union all
select 'number given twice', number, 'The {kind} {record} is there twice.', kind from twin_number

-- name: po_disagrees
-- A purchase order is closed when all of it is here, and not before (R39).
-- needs: questioned_po
select 'purchase order state' as problem, p.number as record,
    '{po} is {state} with {received_qty} of {qty} received.' as sentence,
    capital(po_named(p.from_warehouse_id, p.number)) as po, p.state, sum(r.qty)::decimal(38, 4) as received_qty,
    sum(l.qty)::decimal(38, 4) as qty
from questioned_po p
join po_line l using (po_id)
join received r using (po_line_id)
where p.state in ('open', 'closed', 'pending')
group by p.number, p.state, p.from_warehouse_id
having (p.state <> 'pending' and (p.state = 'closed') <> bool_and(r.open_qty = 0))
    or (p.state = 'pending' and sum(r.qty) <> 0)

-- name: unlogged_po_line
-- What is ordered on a line of a purchase order is what its newest record-log row says, if it has one (section 9).
-- needs: questioned_po
with logged as (
    select po_line_id, last(new_value order by log_id)::decimal(18, 4) as qty
    from record_log
    where is_po_line(record) and field = 'qty'
        and po_line_id in (select l.po_line_id from po_line l join questioned_po q on q.po_id = l.po_id)
    group by po_line_id
)
select 'quantity without its log' as problem, p.number as record,
    '{lic} on {po} is {qty} but the record log says {logged_qty}.' as sentence, i.lic,
    po_named(p.from_warehouse_id, p.number) as po, l.qty, t.qty as logged_qty
from logged t
join po_line l using (po_line_id)
join questioned_po p using (po_id)
join item i using (item_id)
where l.qty <> t.qty

-- name: goods_of_transfers
-- What a transfer brings has left its source, exactly once: all of it while it is in transit or closed, what came of
-- one that was cancelled, nothing before it is sent (R47).
-- needs: questioned_po
with line as (
    select l.po_line_id, l.item_id, l.qty, p.number, p.state, r.qty as received_qty
    from questioned_po p
    join po_line l on l.po_id = p.po_id
    join received r on r.po_line_id = l.po_line_id
    where p.from_warehouse_id is not null
),
gone as (
    select m.po_line_id, -sum(m.qty) as qty
    from movement m
    join (select distinct po_line_id from line) l on l.po_line_id = m.po_line_id
    where m.kind = 'transfer'
    group by all
)
select 'transfer without its goods' as problem, l.number as record,
    'Transfer {record} is {state} with {qty} of {lic}, of which {received_qty} came, but {gone_qty} left its source.'
        as sentence,
    l.state, l.qty, i.lic, l.received_qty, coalesce(g.qty, 0)::decimal(38, 4) as gone_qty
from line l
join item i using (item_id)
left join gone g using (po_line_id)
where away_qty(l.state, l.qty, l.received_qty) <> coalesce(g.qty, 0)

-- name: balance_disagrees
-- The balance of every pool that was carried forward is the sum of the movements that it stands for (section 8a).
-- needs: questioned_pool
with stood_for as (
    select m.item_id, m.warehouse_id, sum(m.qty) as qty
    from movement m
    semi join questioned_pool q on q.item_id = m.item_id and q.warehouse_id = m.warehouse_id
    where m.movement_id <= carried_movement_id()
    group by all
),
carried_balance as (
    select b.item_id, b.warehouse_id, sum(b.qty) as qty
    from balance b
    semi join questioned_pool q on q.item_id = b.item_id and q.warehouse_id = b.warehouse_id
    group by all
)
select 'balance without its movements' as problem, i.lic as record,
    '{record} was carried forward with {qty} on hand but its movements until then sum to {moved_qty}.' as sentence,
    coalesce(b.qty, 0) as qty, coalesce(m.qty, 0)::decimal(38, 4) as moved_qty
from carried_balance b
full join stood_for m on m.item_id = b.item_id and m.warehouse_id = b.warehouse_id
join item i on i.item_id = coalesce(b.item_id, m.item_id)
where coalesce(b.qty, 0) <> coalesce(m.qty, 0)

-- name: received_disagrees
-- What was carried forward as received of a line of a purchase order is the sum of the movements that it stands for.
-- needs: questioned_po
with stood_for as (
    select m.po_line_id, sum(m.qty) as qty
    from movement m
    join (select distinct x.po_line_id from po_line x join questioned_po q on q.po_id = x.po_id) l
        on l.po_line_id = m.po_line_id
    where m.movement_id <= carried_movement_id() and m.receipt_id is not null
    group by all
)
select 'receipts without their movements' as problem, p.number as record,
    '{lic} on {po} was carried forward with {qty} received but its movements until then sum to {moved_qty}.'
        as sentence,
    i.lic, po_named(p.from_warehouse_id, p.number) as po, l.carried_qty as qty,
    coalesce(m.qty, 0)::decimal(38, 4) as moved_qty
from po_line l
left join stood_for m using (po_line_id)
join questioned_po p using (po_id)
join item i using (item_id)
where l.carried_qty is distinct from coalesce(m.qty, 0)

-- name: asked_disagrees
-- A question is about a typed line of its order and stands in a letter to that order's customer; it asks about units,
-- and of a day that the promise ledger said of the line and that is later than the one counted on. It has an answer,
-- with when and by whom, or none of the three (R51).
-- needs: questioned_question, traced_letter
with asked as (
    select q.*, o.number, r.line_no,
        case
            when o.order_id is null or r.line_id is null or r.order_id <> q.order_id or r.root_line_id <> r.line_id
                then 'is about no line that was typed for it'
            when n.notice_id is null or n.kind <> 'question' or n.order_id is distinct from q.order_id
                or not n.is_to_its_own or n.state = 'replaced'
                then 'stands in no letter to its customer'
            when q.qty <= 0 or q.due_on <= q.first_on
                then 'asks about {qty} that slipped from {first_on} to {due_on}'
            when p.promise_id is null or p.root_line_id <> q.root_line_id
                or not coalesce(list_contains(list_transform(p.parts, lambda part: part.due_on), q.due_on), true)
                then 'tells a day that nobody promised'
            when coalesce(q.answer not in ('wait', 'send', 'cancel'), false)
                or (q.answer is null) <> (q.answered_at is null) or (q.answer is null) <> (q.answered_by is null)
                then 'has the answer {reply} by {by}'
        end as fault
    from questioned_question q
    left join sales_order o on o.order_id = q.order_id
    left join order_line r on r.line_id = q.root_line_id
    left join traced_letter n on n.notice_id = q.notice_id
    left join every_promise p on p.promise_id = q.promise_id
)
select 'question disagrees' as problem, coalesce(number, question_id::varchar) as record,
    concat('Question {question_id} about order {order} ', fault, '.') as sentence,
    if(number is null, null, line_no) as line_no, question_id, coalesce(number, 'nobody knows which') as "order", qty,
    first_on, due_on, coalesce(answer, 'none') as reply, coalesce(answered_by, 'nobody') as "by"
from asked
where fault is not null

-- name: asked_twice
-- A line that waits is asked about once as long as there is no answer (R51).
-- needs: questioned_letter, questioned_line, questioned_question
select 'asked twice' as problem, l.number as record,
    'Line {line_no} of order {record} waits for {questions} answers.' as sentence, min(l.line_no) as line_no,
    count(distinct q.question_id) as questions
from questioned_question q
join questioned_letter n on n.notice_id = q.notice_id and n.state in ('draft', 'told', 'sent')
join questioned_line l on l.root_line_id = q.root_line_id and l.state = 'backordered'
where q.answer is null
group by l.number, q.root_line_id
having count(distinct q.question_id) > 1

-- name: unlogged_answer
-- Every answer of a customer is the sum of its record-log rows (section 9, R51).
-- needs: questioned_letter, questioned_order, questioned_question
with entry as (
    select g.order_id, g.line_no, g.new_value, g.old_value
    from record_log g
    semi join (
        select order_id from questioned_question union select order_id from questioned_letter
    ) q on q.order_id = g.order_id
    where g.field = 'reply'
),
logged as (
    select order_id, line_no, answer, sum(answers) as answers
    from (
        select order_id, line_no, new_value as answer, 1 as answers from entry
        union all
        select order_id, line_no, old_value, -1 from entry
    )
    where answer is not null
    group by all
),
real as (
    select q.order_id, r.line_no, q.answer, count(distinct q.question_id) as answers
    from questioned_question q
    join order_line r on r.line_id = q.root_line_id
    where q.answer is not null
    group by all
)
select 'answer without its log' as problem, o.number as record,
    'Line {line_no} of order {record} was answered {answer} {answers} times but the record log says {logged}.'
        as sentence,
    line_no, answer, coalesce(r.answers, 0) as answers, coalesce(g.answers, 0) as logged
from real r
full join logged g using (order_id, line_no, answer)
join questioned_order o using (order_id)
where coalesce(r.answers, 0) <> coalesce(g.answers, 0)

-- name: letter_disagrees
-- An acknowledgement or a question is a letter to the customer of its order; it is settled or lies there, an order has
-- one acknowledgement each time it starts, and a question asks, told as it was asked (R51).
-- needs: questioned_question, traced_letter
with misquoting as (
    select l.notice_id
    from notice_line l
    join (select distinct notice_id from traced_letter) n on n.notice_id = l.notice_id
    left join questioned_question q on q.notice_id = l.notice_id and q.root_line_id = l.root_line_id
        and q.qty = l.qty and q.due_on is not distinct from l.promised_on
    where l.kind = 'asked' and q.question_id is null
),
lying as (
    select n.*, o.number,
        case
            when not n.is_to_its_own then 'is not to the customer of its order'
            when (n.settled_at is null) <> (n.state = 'draft') then 'is {state} at the wrong time'
            when n.kind = 'acknowledgement' and n.state <> 'replaced'
                and count(*) filter (n.state <> 'replaced') over (partition by n.kind, n.order_id, n.starts) > 1
                then 'acknowledges what another one does'
            when n.kind = 'question' and n.state <> 'replaced'
                and n.notice_id not in (select notice_id from questioned_question) then 'asks nothing'
            when n.notice_id in (select notice_id from misquoting) then 'told what was not asked'
        end as fault
    from traced_letter n
    left join sales_order o on o.order_id = n.order_id
)
select 'letter disagrees' as problem, coalesce(number, notice_id::varchar) as record,
    concat('Notice {notice_id} about order {order} ', fault, '.') as sentence, notice_id,
    coalesce(number, 'nobody knows which') as "order", state
from lying
where fault is not null

-- name: still_changing
-- After a sweep, the policy computed again for its pools changes nothing; run on the table of changes just made.
-- needs: change
select 'not settled' as problem, o.number as record,
    'Line {line_no} of order {record} would still ' || if(c.kind = 'gain', 'gain', 'lose') || ' {qty}.' as sentence,
    c.line_no, c.moved_qty as qty
from change c
join sales_order o using (order_id)
