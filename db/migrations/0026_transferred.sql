-- What came with transfers, out of one warehouse into the other, as a file out has it: both under one reference.
create view transferred as
with came as (
    select l.item_id, p.from_warehouse_id, p.warehouse_id, r.qty, p.number,
        own_reference('transfer', l.po_line_id, p.created_at) as reference
    from purchase_order p
    join po_line l on l.po_id = p.po_id
    join received r on r.po_line_id = l.po_line_id
    where p.from_warehouse_id is not null and r.qty <> 0
)
select item_id, from_warehouse_id as warehouse_id, -qty as qty, 'transfer ' || number as reason, reference from came
union all
select item_id, warehouse_id, qty, 'transfer ' || number, reference from came;
