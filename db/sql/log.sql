-- name: write
-- One row of the record log (section 9).
insert into record_log
select nextval('log_number'), $now, $actor, $run_id, $kind, $record, $record_id, $order_id, $line_id, $root_line_id, $item_id,
    $warehouse_id, $shipment_id, $po_id, $field, $old_value, $new_value, $qty, $other_order_id, $sentence

-- name: search
-- The record log, newest first: as a whole, or of one order, LIC, shipment, purchase order or run, or with a word in it.
select log_id, logged_at, actor, run_id, kind, record, record_id, field, old_value, new_value, qty, sentence
from record_log
where ($order_id is null or order_id = $order_id or other_order_id = $order_id)
    and ($item_id is null or item_id = $item_id)
    and ($shipment_id is null or shipment_id = $shipment_id)
    and ($po_id is null or po_id = $po_id)
    and ($run is null or run_id = $run)
    and ($word is null or sentence ilike '%' || $word || '%' or record_id ilike $word or actor ilike $word)
order by log_id desc
limit $most
