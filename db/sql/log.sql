-- name: add_rows
-- Rows of the record log (section 9), in their order; the number of the action is drawn here if it has none yet.
-- needs: log_row
insert into record_log by name
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, a.action_id, $run_id as run_id, r.*
from log_row r, (select if($action_so_far::bigint is null, nextval('action_number'), $action_so_far) as action_id) a
returning action_id

-- name: next_action
-- The number of the next action: what one transaction writes.
select nextval('action_number')

-- name: highest_numbers
-- The highest number of a row of the record log and of an action so far.
select coalesce(max(log_id), 0) as log_id, coalesce(max(action_id), 0) as action_id from record_log

-- name: search
-- The record log, newest first: as a whole, or of one order, LIC, shipment, purchase order or run; by one person, about
-- one kind of record, of one kind, written between two instants, or that mentions some words.
select log_id, logged_at, actor, run_id, kind, record, record_id, field, old_value, new_value, qty, sentence
from record_log
where ($order_id is null or order_id = $order_id or other_order_id = $order_id)
    and ($item_id is null or item_id = $item_id)
    and ($shipment_id is null or shipment_id = $shipment_id)
    and ($po_id is null or po_id = $po_id)
    and ($run is null or run_id = $run)
    and ($actor is null or actor = $actor)
    and ($record is null or record = $record)
    and ($kind is null or kind = $kind)
    and ($from_at::timestamp is null or logged_at >= $from_at)
    and ($until_at::timestamp is null or logged_at < $until_at)
    and ($word is null or mentions(sentence, $word) or upper($word) in (upper(record_id), upper(actor)))
order by log_id desc
limit $most

-- name: row_count
-- How many rows the record log has.
select count(*) from record_log

-- name: people
-- Everybody who wrote into the record log.
select distinct actor from record_log order by lower(actor), actor
