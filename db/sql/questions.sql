-- name: acknowledge
-- A draft of an acknowledgement for each of some orders of which something waits, unless it has one already (R51): one
-- that went away unsent is none, and neither is one from before the order started again.
-- Unlike news it begins nowhere in the ledgers; which promises it tells is known when it is settled.
insert into notice
with asked as (
    select unnest($order_ids::integer[]) as order_id
),
written as (
    select order_id, max(drafted_at) as drafted_at
    from notice
    where kind = 'acknowledgement' and state <> 'replaced' and order_id in (from asked)
    group by order_id
),
started_again as (
    select w.order_id
    from record_log g
    join written w on w.order_id = g.order_id and g.logged_at > w.drafted_at
    where g.record = 'order' and g.line_id is null and g.field = 'state' and g.old_value = 'void'
        and g.new_value = 'pending'
)
select (select coalesce(max(notice_id), 0) from notice) + row_number() over (order by o.order_id), o.customer_id,
    'draft', '', '', 0, 0, 0, 0, $now, $actor, null, null, null, $run_id, 'acknowledgement', o.order_id
from sales_order o
where o.order_id in (from asked)
    and exists (select 1 from order_line l where l.order_id = o.order_id and l.state = 'backordered')
    and o.order_id not in (select order_id from written where order_id not in (select order_id from started_again))

-- name: retire_acknowledgements
-- Drafts of acknowledgements of orders of which nothing waits any more: news say what became of them. One of an order
-- that is pending again stays, should it be opened again.
update notice set state = 'replaced', settled_at = $now, settled_by = $actor
where state = 'draft' and kind = 'acknowledgement' and order_id in (
    select o.order_id from sales_order o
    where o.state <> 'pending'
        and not exists (select 1 from order_line l where l.order_id = o.order_id and l.state = 'backordered'))

-- name: withdraw_of_orders
-- Takes back the questions about some orders that are in no letter yet.
delete from question
where answer is null and order_id in (select unnest($order_ids::integer[]))
    and notice_id in (select notice_id from notice where state = 'draft')

-- name: retire_letters
-- Drafts about some orders that start again: they are about what was taken back, and may be to another customer.
update notice set state = 'replaced', settled_at = $now, settled_by = $actor
where state = 'draft' and kind in ('acknowledgement', 'question')
    and order_id in (select unnest($order_ids::integer[]))
    and notice_id not in (select notice_id from question)

-- name: find_slipped
-- The asked lines and those of questions not sent, or all, that wait and of which units slipped more days than
-- $least_days since the day that their customer counts on: the one promised first for them, or what the newest question
-- about them said that was answered or not sent.
-- makes: slipped
-- needs: asked_line
create or replace temp table slipped as
with unsent as (
    select q.root_line_id from question q join notice n using (notice_id) where q.answer is null and n.state = 'draft'
),
latest as (
    select root_line_id, max(promise_id) as promise_id, arg_max(state, promise_id) as state
    from promise
    where $everything or root_line_id in (select root_line_id from asked_line union select root_line_id from unsent)
    group by root_line_id
),
waits as (
    select root_line_id, sum(qty) as qty from order_line where state = 'backordered' group by root_line_id
),
promised as (
    select p.root_line_id, p.order_id, p.promise_id, w.qty as waiting_qty, unnest(p.parts, recursive := true)
    from latest t
    join promise p using (promise_id)
    join waits w on w.root_line_id = p.root_line_id
    where t.state = 'open'
),
over_with as (
    select q.root_line_id, max(greatest(coalesce(q.due_on, q.first_on),
        desk_day(coalesce(q.answered_at, n.settled_at), $clock))) as counted_on
    from question q
    join notice n using (notice_id)
    where q.answer is not null or n.state = 'dropped'
    group by all
),
slip as (
    select p.root_line_id, p.order_id, p.promise_id, p.waiting_qty, p.qty,
        if(p.due_on >= $today, p.due_on, null) as due_on,
        greatest(p.first_on, coalesce(v.counted_on, p.first_on)) as counted_on
    from promised p
    left join over_with v using (root_line_id)
    where p.first_on is not null and p.source <> 'shelf'
)
select root_line_id, order_id, promise_id, least(sum(qty), any_value(waiting_qty))::decimal(18, 4) as qty,
    min(counted_on) as first_on, if(bool_and(due_on is not null), max(due_on), null) as due_on
from slip
where slipped_days(counted_on, due_on, $today) > $least_days
group by all

-- name: differing_count
-- How many questions there are to ask, to ask otherwise, or to leave.
-- needs: slipped
select (
    select count(*) from slipped s
    left join open_question q on q.root_line_id = s.root_line_id
    where q.root_line_id is null
        or (q.letter_state = 'draft' and (q.qty, q.first_on, q.due_on) is distinct from (s.qty, s.first_on, s.due_on))
) + (
    select count(*) from question q
    join notice n using (notice_id)
    where q.answer is null and n.state = 'draft' and q.root_line_id not in (select root_line_id from slipped)
)

-- name: find_changed
-- The lines that are asked about otherwise from now on: their news are read as well.
-- makes: asked_line
-- needs: asked_line, slipped
create or replace temp table asked_line as
from asked_line
union
select l.root_line_id, l.order_id, o.customer_id
from order_line l
join sales_order o using (order_id)
where l.line_id in (
    select root_line_id from slipped union
    select q.root_line_id from question q join notice n using (notice_id) where q.answer is null and n.state = 'draft')

-- name: leave
-- Takes back questions that are in no letter yet, of lines that did not slip, or slipped otherwise: these are asked
-- anew.
-- needs: asked_line
delete from question
where answer is null and notice_id in (select notice_id from notice where state = 'draft')
    and root_line_id in (select root_line_id from asked_line)

-- name: add_letters
-- A letter for each order with something to ask that has none in draft; like acknowledgements, it begins nowhere.
-- needs: slipped
insert into notice
select (select coalesce(max(notice_id), 0) from notice) + row_number() over (order by o.order_id), o.customer_id,
    'draft', '', '', 0, 0, 0, 0, $now, $actor, null, null, null, $run_id, 'question', o.order_id
from sales_order o
where o.order_id in (
        select s.order_id from slipped s where s.root_line_id not in (select root_line_id from open_question))
    and not exists (
        select 1 from notice n where n.order_id = o.order_id and n.kind = 'question' and n.state = 'draft')

-- name: add
-- The questions of the lines that slipped and are not asked about.
-- needs: slipped
insert into question
select (select coalesce(max(question_id), 0) from question) + row_number() over (order by s.root_line_id), n.notice_id,
    s.order_id, s.root_line_id, s.qty, s.first_on, s.due_on, s.promise_id, $now, $actor, null, null, null
from slipped s
join notice n on n.order_id = s.order_id and n.kind = 'question' and n.state = 'draft'
where s.root_line_id not in (select root_line_id from open_question)

-- name: end_letters
-- Drafts that have nothing to ask any more. One of which all was answered stays, unseen, should an undo want it.
update notice set state = 'replaced', settled_at = $now, settled_by = $actor
where state = 'draft' and kind = 'question' and notice_id not in (select notice_id from question)

-- name: unanswered
-- The questions without an answer, those due first, then the oldest: of one order or of all.
select o.number as "order", c.code as customer, c.name as customer_name, root.line_no as line, i.lic, i.description,
    q.qty, q.first_on, q.due_on, q.letter_state <> 'draft' as asked,
    if(q.letter_state = 'draft', null, desk_day(q.told_at, $clock)) as asked_on,
    if(q.letter_state = 'draft', null, whole_days(q.told_at, $now)) as days,
    coalesce(whole_days(q.told_at, $now) >= $answer_days, false) and q.letter_state <> 'draft' as is_due,
    q.notice_id, q.question_id, q.root_line_id, o.order_id
from open_question q
join sales_order o using (order_id)
join customer c using (customer_id)
join order_line root on root.line_id = q.root_line_id
join item i on i.item_id = root.item_id
where $order_id is null or q.order_id = $order_id
order by is_due desc, days desc nulls last, o.number, root.line_no

-- name: lines_that_wait
-- The parts of some typed lines that wait.
select l.root_line_id, l.line_no, l.whole
from order_line l
where l.root_line_id in (select unnest($root_line_ids::bigint[])) and l.state = 'backordered'
order by l.line_no

-- name: answer
-- What a customer answered to some questions.
update question set answer = $answer, answered_at = $now, answered_by = $actor
where question_id in (select unnest($question_ids::integer[]))

-- name: set_answer
-- The answer to the newest question about a typed line that has another, set back.
update question set answer = $new, answered_at = if($new is null, null, $now),
    answered_by = if($new is null, null, $actor)
where question_id = (
    select max(question_id) from question
    where root_line_id = $root_line_id and answer is not distinct from $old)

-- name: has_answer
-- Whether a question about a typed line has this answer, or none.
select exists (from question where root_line_id = $root_line_id and answer is not distinct from $old)

-- name: is_awaited
-- Whether a customer was told a question about a typed line and did not answer.
select exists (from open_question where root_line_id = $root_line_id and letter_state <> 'draft')

-- name: withdraw
-- Takes the question about a typed line back that is in no letter yet, where an earlier one is awaited again.
delete from question
where answer is null and root_line_id = $root_line_id
    and notice_id in (select notice_id from notice where state = 'draft')

-- name: acknowledged
-- What some drafts of acknowledgements say of the lines of their orders, as they stand: what has its stock and can
-- leave, what has it and is paused (R45), until which day, and the parts of what waits.
with wanted as (
    select notice_id, order_id from letter_draft
    where kind = 'acknowledgement' and notice_id in (select unnest($notice_ids::bigint[]))
),
line as (
    select l.root_line_id, l.order_id, l.qty, l.state,
        if(l.state = 'allotted', paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days),
            null) as paused_until
    from order_line l
    join sales_order o using (order_id)
    join customer u using (customer_id)
    where l.order_id in (select order_id from wanted)
),
typed_line as (
    select root_line_id, order_id,
        coalesce(sum(qty) filter (where state in ('allotted', 'shipped') and paused_until is null), 0) as held_qty,
        coalesce(sum(qty) filter (where paused_until is not null), 0) as paused_qty, max(paused_until) as paused_until,
        coalesce(sum(qty) filter (where state = 'backordered'), 0) as wait_qty
    from line
    group by all
),
latest as (
    select root_line_id, arg_max(parts, promise_id) as parts, arg_max(state, promise_id) as state
    from promise
    where order_id in (select order_id from wanted)
    group by all
)
select n.notice_id, c.name as customer_name, o.number as "order", i.lic, i.description,
    o.ship_type = 'complete' as is_complete, line.held_qty::decimal(18, 4) as held_qty,
    line.paused_qty::decimal(18, 4) as paused_qty, line.paused_until, line.wait_qty::decimal(18, 4) as wait_qty,
    if(t.state = 'open', t.parts, null) as parts
from wanted n
join sales_order o using (order_id)
join customer c using (customer_id)
join typed_line line using (order_id)
join order_line root on root.line_id = line.root_line_id
join item i on i.item_id = root.item_id
left join latest t on t.root_line_id = line.root_line_id
where line.held_qty + line.paused_qty + line.wait_qty > 0
order by n.notice_id, root.line_no

-- name: asked
-- What some drafts of questions ask.
select n.notice_id, c.name as customer_name, o.number as "order", i.lic, i.description, q.qty, q.first_on, q.due_on
from letter_draft n
join open_question q using (notice_id)
join sales_order o on o.order_id = n.order_id
join customer c on c.customer_id = n.customer_id
join order_line root on root.line_id = q.root_line_id
join item i on i.item_id = root.item_id
where n.notice_id in (select unnest($notice_ids::bigint[]))
order by n.notice_id, root.line_no

-- name: keep_acknowledged
-- The days that acknowledgements name stay with them when they are settled.
insert into notice_line
select n.notice_id, 'acknowledged', l.root_line_id, n.order_id, sum(l.qty), null
from letter_draft n
join order_line l on l.order_id = n.order_id
where n.kind = 'acknowledgement' and l.state = 'backordered' and n.notice_id in (select unnest($notice_ids::bigint[]))
group by all

-- name: keep_asked
-- What questions ask stays with their letters when they are settled.
insert into notice_line
select q.notice_id, 'asked', q.root_line_id, q.order_id, q.qty, q.due_on
from open_question q
where q.letter_state = 'draft' and q.notice_id in (select unnest($notice_ids::bigint[]))
