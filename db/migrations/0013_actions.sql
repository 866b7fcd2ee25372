-- Undo reads data and not sentences: a row of the record log says which action wrote it and which line it is about, and
-- movements and returns say whose they are. An action is what one transaction wrote.

create sequence action_number;
alter table record_log add column action_id bigint;
alter table record_log add column line_no integer;     -- of the line of the order that the row is about; null: of none
alter table record_log add column po_line_id integer;  -- of the line of the purchase order that it is about
alter table movement add column action_id bigint;      -- null: written before, and more than one action may have moved it
alter table goods_return add column action_id bigint;  -- the same

-- What was written before. One transaction writes at a time, so that the rows of each stand together: with one instant, one
-- actor and one run.
update record_log set action_id = a.action_id
from (
    select log_id, count(*) filter (where is_first) over (order by log_id) as action_id
    from (
        select log_id, (logged_at, actor, coalesce(run_id, 0))
            is distinct from lag((logged_at, actor, coalesce(run_id, 0))) over (order by log_id) as is_first
        from record_log
    )
) a
where a.log_id = record_log.log_id;
select setval('action_number', max(action_id)) from record_log having max(action_id) is not null;

-- The line: where units went their way by its id, else as the row says it or its sentence begins, if the order has such a line.
update record_log set line_no = l.line_no from order_line l where l.line_id = record_log.line_id;
update record_log set line_no = l.line_no
from order_line l
where record_log.line_id is null and record_log.record = 'order' and record_log.kind in ('edit', 'log')
    and record_log.field in ('line', 'qty', 'unit_price', 'line_note', 'answer', 'whole', 'entry', 'pinned', 'returned')
    and l.order_id = record_log.order_id
    and l.line_no = try_cast(if(record_log.field = 'line', record_log.new_value,
        regexp_extract(record_log.sentence, '^Line (\d+)[: ]', 1)) as integer);
update record_log set po_line_id = try_cast(split_part(record_id, '/', -1) as integer) where record = 'po line';

-- Values in one spelling: flags in small letters; an answer to a shortage with what was available when it was given (R9).
update record_log set old_value = lower(old_value), new_value = lower(new_value)
where record = 'order' and kind = 'edit' and field in ('whole', 'pinned');
create macro answer_text(answer, available) as if(answer is null, null,
    to_json({'answer': answer, 'available': available})::varchar);
update record_log set
    old_value = answer_text(nullif(split_part(old_value, ' at ', 1), ''), nullif(split_part(old_value, ' at ', 2), '')),
    new_value = answer_text(nullif(split_part(new_value, ' at ', 1), ''), nullif(split_part(new_value, ' at ', 2), ''))
where record = 'order' and kind = 'edit' and field = 'answer';
drop macro answer_text;

-- Whose movements and returns are: of the only action of their instant and actor, of their instant and order. A sweep moves no
-- goods, so that one which ran at the same instant is none of them. Where there were several, nobody can tell.
create temp table mover as
select distinct g.action_id, g.logged_at, g.actor, g.order_id
from record_log g
left join run r using (run_id)
where r.run_id is null or r.sweep = 'undo';
update movement set action_id = m.action_id
from (
    select logged_at, actor, min(action_id) as action_id from mover group by all having count(distinct action_id) = 1
) m
where m.logged_at = movement.moved_at and m.actor = movement.actor;
update goods_return set action_id = m.action_id
from (
    select l.line_id, o.logged_at, min(o.action_id) as action_id
    from mover o
    join order_line l using (order_id)
    group by all
    having count(distinct o.action_id) = 1
) m
where m.line_id = goods_return.line_id and m.logged_at = goods_return.returned_at;
drop table mover;

-- The movements of the void that a voided receipt has now: those after its units came last.
create view last_void as
with came as (
    select receipt_id, max(movement_id) as movement_id from movement where kind = 'receipt' group by receipt_id
)
select m.movement_id, m.receipt_id, m.po_line_id, m.qty, m.action_id
from movement m
join came c on c.receipt_id = m.receipt_id and m.movement_id > c.movement_id
where m.kind = 'receipt void';
