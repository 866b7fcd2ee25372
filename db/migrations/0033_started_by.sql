-- Who started a purchase order or a transfer, as the record log says: lists name it, and none of them reads the log.

alter table purchase_order add column started_by varchar;

update purchase_order set started_by = r.actor
from (
    select po_id, arg_min(actor, log_id) as actor
    from record_log
    where record in ('po', 'transfer') and field = 'state' and old_value is null
    group by po_id
) r
where r.po_id = purchase_order.po_id;
