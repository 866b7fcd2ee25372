-- From here on the record log keeps the old and the new value of everything that can be set, purchase order lines
-- (record 'po line', number PO/po_line_id), levels and locations among it: what is on order as of a past instant is
-- told from them, and undone.

-- A desk that has purchase orders already says from which row on that can be told.
insert into record_log
select nextval('log_number'), now() at time zone 'UTC', 'desk', null, 'comment', 'desk', 'desk', null, null, null, null, null,
    null, null, 'po lines', null, null, null, null,
    'From here on the record log keeps what is ordered on every line of a purchase order.'
where exists (select 1 from po_line);

-- A value of the record log in one spelling, whoever wrote it: flags in small letters, costs without trailing zeros,
-- nothing and an empty text the same.
create macro spelled(field, value) as coalesce(
    case
        when field in ('inventoried', 'discontinued', 'active') then lower(value)
        when field = 'unit_cost' then plain(try_cast(value as decimal(18, 4)))
        else value
    end, '');

-- The levels of a pool as the record log keeps them (R35).
create macro levels_text(level_qty, target_qty, multiple_qty, minimum_qty, vendor, lead_time_days) as to_json({
    'level': plain(level_qty), 'target': plain(target_qty), 'multiple': plain(multiple_qty), 'minimum': plain(minimum_qty),
    'vendor': vendor, 'lead_time_days': lead_time_days})::varchar;

-- The highest id a LIC ever had: one that was taken back leaves its id to nobody, for the record log still names it.
create macro highest_item_id() as greatest(
    (select coalesce(max(item_id), 0) from item), (select coalesce(max(item_id), 0) from record_log));

-- A sentence of the record log by itself, away from the order or shipment whose log it stands in.
create macro apart(record, record_id, sentence) as if(
    record in ('order', 'shipment') and not contains(sentence, record_id),
    format('{} {}: {}', upper(record[1]) || record[2:], record_id, sentence), sentence);
