-- The pools that hang together with some, by orders that want something in several (R24, R43): said once, for whoever asks of
-- the open lines or of a past queue, of all of them or of those alone that could matter.

-- `pools`, and all that are reached from them: from a pool by each row of `joined` that is in it, to every pool in which a row of
-- `joining` is of the same order. They are names of tables or expressions; the last two have an order_id.
create macro reached_from(pools, joined, joining) as table
with recursive reached as (
    select item_id, warehouse_id from query_table(pools)
    union
    select other.item_id, other.warehouse_id
    from reached r
    join query_table(joined) l on l.item_id = r.item_id and l.warehouse_id = r.warehouse_id
    join query_table(joining) other on other.order_id = l.order_id
)
from reached;
