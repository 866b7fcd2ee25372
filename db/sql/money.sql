-- name: known
-- Whether a price or a cost of anything is known.
select exists (from item where unit_cost is not null)
    or exists (from order_line where unit_price is not null)
    or exists (from po_line where unit_cost is not null)
