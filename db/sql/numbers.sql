-- Numbers that are given in turn (0036_carried_numbers.sql).

-- name: forget_carried
-- The highest numbers that were carried forward before make room.
delete from carried_number

-- name: carry_forward
-- The highest number of each series, up to the newest record.
insert into carried_number
select series, max(record_id), coalesce(max(number), 0) from number_of_series group by series

-- name: find_next
-- The number of the next purchase order (PO) or transfer (TR) made here: one above the highest of its series.
select $series || (greatest(highest_carried($series), coalesce(max(number_in($series, number)), 0), 100) + 1)::varchar
from purchase_order
where po_id > carried_record_id($series)
