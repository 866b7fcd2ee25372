-- Why a warehouse cannot be closed yet, in words that follow "while", with the remedy; no row: it can.
create or replace view keeps_open as
with one as (
    select l.warehouse_id, 'orders ask from it ({}); ship or cancel their lines first' as why, o.number as named
    from order_line l
    join sales_order o on o.order_id = l.order_id
    where l.state = 'pending' or is_open(l.state)
    group by all
    union all
    select warehouse_id, if(from_warehouse_id is null,
            'purchase orders bring to it ({}); receive or cancel them first',
            'transfers bring to it ({}); receive or cancel them first'), number
    from purchase_order
    where state in ('pending', 'open')
    union all
    select from_warehouse_id, 'transfers take from it ({}); receive or cancel them first', number
    from purchase_order
    where state in ('pending', 'open') and from_warehouse_id is not null
    union all
    select h.warehouse_id, 'stock lies there ({}); ship it, or adjust it to zero first',
        format('{} of {}', in_words(h.qty), i.lic)
    from on_hand h
    join item i on i.item_id = h.item_id
    where h.qty <> 0
)
select warehouse_id, format(why, array_to_string(list(named order by named)[:3], ', ')
    || if(count(*) > 3, format(' and {} more', in_words(count(*) - 3)), '')) as why
from one
group by warehouse_id, one.why;
