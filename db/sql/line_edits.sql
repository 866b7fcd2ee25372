-- name: set_whole
-- A line ships in one piece, or may be split again (R7).
update order_line set whole = $whole, on_shortage = $on_shortage where line_id = $line_id

-- name: send_to_back
-- All parts of a typed line take the last place of the queue; they share one (R5, R14).
update order_line set entry_seq = (select max(entry_seq) + 1 from order_line) where root_line_id = $root_line_id

-- name: set_place
-- All parts of a typed line take a place of the queue back.
update order_line set entry_seq = $entry_seq where root_line_id = $root_line_id
