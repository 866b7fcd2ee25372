-- name: at
-- The rows of the record log and of the promise ledger that were the newest before an instant.
select (select coalesce(max(log_id), 0) from record_log where logged_at < $instant) as log_id,
    (select coalesce(max(promise_id), 0) from every_promise where since_at < $instant) as promise_id

-- name: beginning
-- The beginning of all news of this desk: where the first look of all looked back to.
select log_id, promise_id from notice_mark order by made_at, log_id limit 1

-- name: begin
-- The first look of all.
insert into notice_mark values ($now, $actor, $log_id, $promise_id)

-- name: run_started
-- When a run of a sweep started.
select started_at from run where run_id = $this_run_id

-- name: last_look
-- How far the desk was read for news last, and whether anything was written since, a day has passed or somebody's
-- news are due from the beginning; no row before the first look.
select log_id, promise_id, looked_on,
    (log_id, promise_id, looked_on) is distinct from (newest_log_id(), newest_promise_id(), $today)
        or exists (from news_due) as is_over
from notice_look

-- name: ask_customers
-- The customers whose news are read from the beginning: all of them, or those that are due.
-- makes: asked_customer
create or replace temp table asked_customer as
select customer_id from customer where $everybody or customer_id in (select customer_id from news_due)

-- name: ask_lines
-- The typed lines whose news are read now: those of which the record log or the promise ledger says something since the
-- last look, all lines of an order of which something is said as a whole, and all lines of the asked customers.
-- makes: asked_line
-- needs: asked_customer
create or replace temp table asked_line as
with written as (
    select distinct order_id, root_line_id from record_log where log_id > $log_id and order_id is not null
),
root as (
    select root_line_id from written where root_line_id is not null
    union
    select root_line_id from every_promise where promise_id > $promise_id
    union
    select root_line_id from order_line where order_id in (select order_id from written where root_line_id is null)
    union
    select l.root_line_id
    from order_line l
    join sales_order o using (order_id)
    semi join asked_customer a on a.customer_id = o.customer_id
)
select l.root_line_id, l.order_id, o.customer_id
from order_line l
join sales_order o using (order_id)
where l.line_id in (select root_line_id from root)

-- name: ask_lines_of_days
-- The lines that anybody ever named a day for which has come or passed since the last look.
-- makes: asked_line
-- needs: asked_line
create or replace temp table asked_line as
from asked_line
union all
select l.root_line_id, l.order_id, o.customer_id
from order_line l
join sales_order o using (order_id)
where l.line_id in (
    select root_line_id
    from promise
    where promised_on between $looked_on and $today or len(list_filter(parts, lambda part:
        part.due_on between $looked_on and $today or part.first_on between $looked_on and $today)) > 0
) and l.line_id not in (select root_line_id from asked_line)

-- name: waiting_count
-- How many of the asked lines wait, and how many questions are not sent: where there are none, no day can be news.
-- needs: asked_line
select (
    select count(*) from order_line
    where state = 'backordered' and root_line_id in (select root_line_id from asked_line)
) + (
    select count(*) from question q join notice n using (notice_id) where q.answer is null and n.state = 'draft'
)

-- name: find_basis
-- Where the news of each customer with asked lines begin: from where the draft began that still lies there,
-- else from where the last notice ended, else from the beginning; so that what is news does not depend on how often
-- anybody looked. When somebody names an instant: from there, but nothing before what was told last.
-- makes: notice_basis
-- needs: asked_line
create or replace temp table notice_basis as
with draft as (
    select customer_id, min(after_log_id) as log_id, min(after_promise_id) as promise_id
    from notice where state = 'draft' and kind = 'news' group by all
),
settled as (
    select customer_id, max(upto_log_id) as log_id, max(upto_promise_id) as promise_id
    from notice where state in ('told', 'sent', 'dropped') and kind = 'news' group by all
)
select c.customer_id,
    if($named, greatest($log_id, coalesce(t.log_id, 0)), coalesce(d.log_id, t.log_id, $log_id))::bigint as after_log_id,
    if($named, greatest($promise_id, coalesce(t.promise_id, 0)),
        coalesce(d.promise_id, t.promise_id, $promise_id))::bigint
        as after_promise_id
from customer c
left join draft d using (customer_id)
left join settled t using (customer_id)
where c.customer_id in (select customer_id from asked_line)

-- name: find_net
-- The units that each asked line gained since, less those it lost. Units that were ordered and set aside in one
-- instant never waited, so they are no news.
-- makes: notice_net
-- needs: asked_line, notice_basis
create or replace temp table notice_net as
with basis as materialized (  -- left to itself, the planner pairs every row of the log with every customer
    select a.root_line_id, b.after_log_id from asked_line a join notice_basis b using (customer_id)
),
event as (
    select r.root_line_id, r.order_id, r.logged_at,
        coalesce(sum(r.qty) filter (where r.old_value = 'backordered' and r.new_value = 'allotted'), 0) as gained_qty,
        coalesce(sum(r.qty) filter (where r.old_value = 'pending' and r.new_value = 'backordered'), 0) as entered_qty,
        coalesce(sum(r.qty) filter (where r.old_value in ('allotted', 'shipped') and r.new_value = 'backordered'),
            0) as lost_qty
    from record_log r
    join basis b using (root_line_id)
    where r.field = 'state' and r.log_id > (select min(after_log_id) from notice_basis) and r.log_id > b.after_log_id
    group by all
)
select root_line_id, order_id, sum(greatest(gained_qty - entered_qty, 0)) - sum(lost_qty) as net_qty
from event
group by all
having net_qty <> 0

-- name: find_days
-- The day that the customer knows, and the day as it is now, for the units of each asked line that waits, counted
-- from the last one. The customer knows what was told last, else the day that held when the news began, else the
-- first day after that. A day that was written down on that day itself was no promise: stock on the shelf and what is
-- due today come when they come. A row from before parts were kept speaks of all units alike.
-- makes: notice_day
-- needs: asked_line, notice_basis, notice_net
create or replace temp table notice_day as
with telling as (
    select l.root_line_id, n.upto_promise_id as promise_id, if(n.kind = 'news', n.drafted_at, n.settled_at) as told_at
    from notice_line l
    join asked_line a on a.root_line_id = l.root_line_id
    join notice n using (notice_id)
    where l.kind in ('late', 'lost', 'acknowledged', 'asked') and n.state in ('told', 'sent', 'dropped')
    union all
    select q.root_line_id, q.promise_id, q.answered_at  -- who answers knows what was asked, by whatever way
    from question q
    join asked_line a on a.root_line_id = q.root_line_id
    where q.answer is not null
),
last_told as (
    select root_line_id, max(promise_id) as promise_id, desk_day(max(told_at), $clock) as told_at
    from telling
    group by root_line_id
),
-- The rows are chosen by their numbers, since their parts are long to carry along.
chosen as (
    select p.root_line_id, any_value(t.told_at) as told_at, arg_max(p.state, p.promise_id) as state,
        max(p.promise_id) as now_id,
        max(p.promise_id) filter (
            where p.promise_id <= greatest(b.after_promise_id, coalesce(t.promise_id, 0))) as before_id,
        arg_min(p.promised_on, p.promise_id) filter (
            where p.promise_id > b.after_promise_id and p.promised_on is not null and p.state = 'open') as after_on
    from every_promise p
    join asked_line a on a.root_line_id = p.root_line_id
    join notice_basis b on b.customer_id = a.customer_id
    left join last_told t on t.root_line_id = p.root_line_id
    group by p.root_line_id
),
paired as (
    select n.root_line_id, n.order_id, c.told_at, greatest(desk_day(o.since_at, $clock), c.told_at) as before_at,
        coalesce(n.parts, [{'qty': 1e10, 'source': if(n.promised_on is null, 'none', 'po'), 'due_on': n.promised_on,
            'po': null, 'first_on': c.after_on}]) as now_parts,
        if(o.state = 'open', coalesce(o.parts, [{'qty': 1e10, 'source': 'po', 'due_on': o.promised_on, 'po': null,
            'first_on': null}]), []) as before_parts
    from chosen c
    join every_promise n on n.promise_id = c.now_id
    left join every_promise o on o.promise_id = c.before_id
    where c.state = 'open'
),
-- There may be something to say only of lines of which somebody knows a day, or that lost something.
open_promise as (
    select *
    from paired
    where told_at is not null
        or len(list_filter(now_parts, lambda part: part.first_on is not null)) > 0
        or len(list_filter(before_parts, lambda part: part.due_on is not null)) > 0
        or root_line_id in (select root_line_id from notice_net where net_qty < 0)
),
now_part as (
    select root_line_id, order_id, told_at is not null as is_told, before_at,
        unnest(now_parts, recursive := true),
        generate_subscripts(now_parts, 1) as nth
    from open_promise
),
before_part as (
    select root_line_id, unnest(before_parts, recursive := true), generate_subscripts(before_parts, 1) as nth
    from open_promise
),
now_unit as (
    select *, sum(qty) over w as to_qty, sum(qty) over w - qty as from_qty
    from now_part
    window w as (partition by root_line_id order by nth desc rows between unbounded preceding and current row)
),
before_unit as (
    select *, sum(qty) over w as to_qty, sum(qty) over w - qty as from_qty
    from before_part
    window w as (partition by root_line_id order by nth desc rows between unbounded preceding and current row)
    union all
    select root_line_id, null, null, null, null, null, null, 1e15, coalesce(sum(qty), 0) from (
        select root_line_id, null as qty from open_promise union all select root_line_id, qty from before_part)
        group by root_line_id
)
select n.root_line_id, n.order_id, n.is_told, least(n.to_qty, b.to_qty) - greatest(n.from_qty, b.from_qty) as qty,
    if(b.due_on > n.before_at, b.due_on, if(n.is_told, null, n.first_on)) as told_on,
    -- A day that is not to come is no promise; what lies there is given on its day.
    if(n.due_on > $today or (n.source = 'shelf' and n.due_on = $today), n.due_on, null) as later_on,
    n.source = 'shelf' or coalesce(n.due_on <= $today, false) as is_due,
    n.source = 'shelf' and coalesce(n.due_on < $today, true) as is_next
from now_unit n
join before_unit b on b.root_line_id = n.root_line_id and b.from_qty < n.to_qty and n.from_qty < b.to_qty

-- name: find_news
-- What customers are to be told of the asked lines: units newly set aside, newly taken back, and units of which the day
-- is later than was told or has passed, each day by itself; with where units set aside are, and whether they leave only
-- with the rest of their order. is_next: they wait, lie there and are given by the next sweep, which is no day.
-- makes: notice_news
-- needs: notice_day, notice_net
create or replace temp table notice_news as
with line as (
    select root_line_id,
        coalesce(sum(qty) filter (where state in ('allotted', 'shipped')), 0) as held_qty,
        coalesce(sum(qty) filter (where state = 'backordered'), 0) as wait_qty
    from order_line
    where root_line_id in (select root_line_id from notice_net union select root_line_id from notice_day)
    group by all
),
carried as (
    select l.root_line_id, max(s.shipment_id) as shipment_id, bool_and(s.state = 'shipped') as has_left
    from notice_net n
    join order_line l using (root_line_id)
    join shipment_line sl on sl.line_id = l.line_id and sl.live
    join shipment s using (shipment_id)
    where n.net_qty > 0 and s.state in ('pending', 'picking', 'shipped')
    group by all
),
piece as (
    select 'ready' as kind, n.root_line_id, n.order_id, least(n.net_qty, l.held_qty) as qty, null::date as promised_on,
        null::date as told_on, false as is_next
    from notice_net n join line l using (root_line_id)
    where n.net_qty > 0 and l.held_qty > 0
    union all
    select 'lost', n.root_line_id, n.order_id, least(-n.net_qty, l.wait_qty), d.later_on, d.told_on,
        coalesce(d.is_next, false)
    from notice_net n
    join line l using (root_line_id)
    left join (
        select root_line_id, max(told_on) as told_on, bool_and(is_next) as is_next,
            if(bool_and(later_on is not null or is_next), max(later_on), null) as later_on
        from notice_day group by root_line_id) d using (root_line_id)
    where n.net_qty < 0 and l.wait_qty > 0
    union all
    select 'late', d.root_line_id, d.order_id, least(sum(d.qty), any_value(l.wait_qty)), d.later_on, d.told_on,
        d.is_next
    from notice_day d
    join line l using (root_line_id)
    left join notice_net n on n.root_line_id = d.root_line_id and n.net_qty < 0
    where n.root_line_id is null and l.wait_qty > 0
        and d.root_line_id not in (select root_line_id from open_question where letter_state = 'draft')  -- that says it
        and (
        d.later_on > d.told_on                                              -- it moved
        or (d.told_on is not null and d.later_on is null and not d.is_due)  -- nothing is on its way any more
        or (d.told_on < $today and d.is_due)                          -- it passed
        or (d.is_told and d.told_on is null and d.later_on is not null))    -- we owed a day, and have one
    group by d.root_line_id, d.order_id, d.later_on, d.told_on, d.is_next
)
select o.customer_id, n.kind, n.root_line_id, n.order_id, n.qty::decimal(18, 4) as qty, n.promised_on,
    if(n.kind = 'late', n.told_on, null) as told_on, if(n.kind = 'ready', a.shipment_id, null) as shipment_id,
    n.kind = 'ready' and coalesce(a.has_left, false) as has_left,
    n.kind = 'ready' and o.ship_type = 'complete' and a.shipment_id is null as waits_for_rest, n.is_next
from piece n
join sales_order o using (order_id)
left join carried a on a.root_line_id = n.root_line_id
where o.state in ('open', 'closed') and n.qty > 0

-- name: find_no_news
-- Nothing is to be told of the asked lines.
-- makes: notice_news
create or replace temp table notice_news as from draft_line limit 0

-- name: find_changed_drafts
-- The customers of asked lines to whom other things are to be told than their draft says, and those whose draft is
-- older than its facts: it is the same as long as what is known of it is so.
-- makes: changed_draft
-- needs: asked_customer, asked_line, notice_news
create or replace temp table changed_draft as
with older as (
    -- letters are long to read
    select customer_id from notice where state = 'draft' and kind = 'news' and subject <> ''
),
in_draft as (
    select d.* from draft_line d join asked_line a on a.root_line_id = d.root_line_id
),
in_news as (
    select n.* replace (if(o.customer_id is null, n.told_on, null) as told_on,
        if(o.customer_id is null, n.shipment_id, null) as shipment_id,
        if(o.customer_id is null, n.has_left, null) as has_left,
        if(o.customer_id is null, n.waits_for_rest, null) as waits_for_rest)
    from notice_news n
    left join older o using (customer_id)
),
-- A fact that is in both comes twice, and goes.
differing as (
    select distinct customer_id
    from (
        select columns(* exclude (step)), sum(step) as steps
        from (select *, 1 as step from in_news union all select *, -1 from in_draft)
        group by all
    )
    where steps <> 0
)
select customer_id, true as is_new from differing
union all
select customer_id, false
from older
where customer_id in (select customer_id from asked_customer) and customer_id not in (select customer_id from differing)

-- name: replace
-- Drafts that say what is no longer so.
-- needs: changed_draft
update notice set state = 'replaced', settled_at = $now, settled_by = $actor
where state = 'draft' and kind = 'news' and customer_id in (select customer_id from changed_draft where is_new)

-- name: unwrite
-- A draft whose facts are known now needs no text.
-- needs: changed_draft
update notice set subject = '', body = ''
where state = 'draft' and kind = 'news' and customer_id in (select customer_id from changed_draft where not is_new)

-- name: forget_facts
-- The facts of the asked lines in the changed drafts.
-- needs: asked_line, changed_draft
delete from draft_line
where root_line_id in (select root_line_id from asked_line)
    and customer_id in (select customer_id from changed_draft)

-- name: add_facts
-- The facts that the changed drafts have now.
-- needs: changed_draft, notice_news
insert into draft_line from notice_news n semi join changed_draft c on c.customer_id = n.customer_id

-- name: last_id
-- The number of the newest notice.
select coalesce(max(notice_id), 0) from notice

-- name: add
-- A draft for each customer whose facts changed and are not nothing.
-- needs: changed_draft, notice_basis
insert into notice
select $last_id + row_number() over (order by b.customer_id), b.customer_id, 'draft', '', '', b.after_log_id,
    b.after_promise_id, newest_log_id(), newest_promise_id(),
    $now, $actor, null, null, null, $run_id, 'news', null
from changed_draft c
join notice_basis b using (customer_id)
where c.is_new and c.customer_id in (select customer_id from draft_line)

-- name: forget
-- The drafts that were replaced long enough ago for nobody to have them on a screen any more.
delete from notice where state = 'replaced' and settled_at < $before

-- name: forget_due
-- The customers who were due have been read from the beginning.
delete from news_due

-- name: add_due
-- Customers of whom no draft is left: from now on their news begin elsewhere.
-- needs: changed_draft
insert into news_due
select customer_id from changed_draft where is_new and customer_id not in (select customer_id from draft_line)

-- name: forget_look
-- The look before this one.
delete from notice_look

-- name: keep_look
-- Keeps up to where the desk was read for news.
insert into notice_look values (newest_log_id(), newest_promise_id(), $today)

-- name: drafts
-- The drafts that lie there, with the customer's address, the run after which they were written, how many lines they
-- name of each kind, and of how many orders, with the numbers of the first; one from before its facts were kept has its
-- text.
with asked as (
    select *
    from letter_draft
    where $notice_ids::bigint[] is null or notice_id in (select unnest($notice_ids::bigint[]))
),
fact as (
    select customer_id, kind, root_line_id, order_id
    from draft_line
    where $notice_ids::bigint[] is null or customer_id in (select customer_id from asked)
),
named as (
    select customer_id, count(*) filter (where kind = 'ready') as ready,
        count(*) filter (where kind = 'late') as late,
        count(*) filter (where kind = 'lost') as lost
    from (select distinct customer_id, kind, root_line_id from fact)
    group by customer_id
),
spoken_of as (
    select d.customer_id, o.number, min((array_position(['ready', 'lost', 'late'], d.kind), o.number)) as nth
    from fact d
    join sales_order o using (order_id)
    group by all
),
headed as (
    select customer_id, count(*) as orders, list(number order by nth)[:3] as first_orders
    from spoken_of
    group by customer_id
)
select n.notice_id, c.code as customer, c.name as customer_name, coalesce(k.email, '') as email, n.subject, n.body,
    coalesce(h.orders, 1) as orders, coalesce(h.first_orders, [o.number]) as first_orders, n.drafted_at, n.drafted_by,
    n.run_id, r.sweep, coalesce(l.ready, 0) as ready, coalesce(l.late, 0) as late, coalesce(l.lost, 0) as lost, n.kind
from asked n
join customer c using (customer_id)
left join customer_contact k using (customer_id)
left join run r using (run_id)
left join named l on l.customer_id = n.customer_id and n.kind = 'news'
left join headed h on h.customer_id = n.customer_id and n.kind = 'news'
left join sales_order o on o.order_id = n.order_id
where n.kind <> 'news' or l.customer_id is not null
order by array_position(['question', 'news', 'acknowledgement'], n.kind), lost desc, late desc, c.name, c.code,
    n.notice_id

-- name: facts
-- What some drafts say, in the order in which a letter says it. While sweeps are off nothing ships next: nobody gives
-- what lies there (R25).
select n.notice_id, c.name as customer_name, d.kind, o.number as "order", d.qty, i.lic, i.description, d.promised_on,
    d.told_on, d.shipment_id, coalesce(d.has_left, false) as has_left,
    coalesce(d.waits_for_rest, false) as waits_for_rest, d.is_next and $is_swept as is_next
from notice n
join customer c using (customer_id)
join draft_line d using (customer_id)
join sales_order o on o.order_id = d.order_id
join order_line l on l.line_id = d.root_line_id
join item i using (item_id)
where n.state = 'draft' and n.kind = 'news' and n.notice_id in (select unnest($notice_ids::bigint[]))
order by n.notice_id, array_position(['ready', 'lost', 'late'], d.kind), o.number, l.line_no, d.promised_on nulls last,
    d.told_on

-- name: draft_count
-- How many drafts lie there.
select count(*) from letter_draft

-- name: settled
-- What became of the newest notices.
select n.notice_id, c.code as customer, c.name as customer_name, n.state, n.subject, n.body, n.settled_at,
    n.settled_by, n.email
from notice n
join customer c using (customer_id)
where n.state in ('told', 'sent', 'dropped')
order by n.settled_at desc, n.notice_id desc
limit $most

-- name: states
-- Where some notices stand.
select notice_id, state, settled_by from notice where notice_id in (select unnest($notice_ids::bigint[]))

-- name: keep_facts
-- What some drafts say stays with them when they are settled.
insert into notice_line
select n.notice_id, d.kind, d.root_line_id, d.order_id, d.qty, d.promised_on
from notice n
join draft_line d using (customer_id)
where n.kind = 'news' and n.notice_id in (select unnest($notice_ids::bigint[]))

-- name: take_facts
-- The customers of these notices have no draft any more.
delete from draft_line
where customer_id in (
    select customer_id from notice where kind = 'news' and notice_id in (select unnest($notice_ids::bigint[])))

-- name: be_due
-- The news of their customers begin where these notices end.
insert into news_due
select distinct customer_id from notice where notice_id in (select unnest($notice_ids::bigint[]))

-- name: settle
-- What became of some drafts, with the letters as they were; those that are written of what is so when they are settled
-- tell the promises of that moment.
-- needs: settled_letter
update notice set upto_promise_id = if(kind = 'news', upto_promise_id, newest_promise_id()), state = $state,
    settled_at = $now, settled_by = $actor, subject = s.subject, body = s.body,
    email = if($state = 'sent', (select k.email from customer_contact k where k.customer_id = notice.customer_id), null)
from settled_letter s
where s.notice_id = notice.notice_id

-- name: log_settled
-- A row on every order that a notice speaks of.
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'log' as kind, 'order' as record, o.number as record_id, o.order_id, 'notice' as field, n.state as new_value,
        format('{} was {} of order {} by notice {}.', c.name, if(n.state = 'sent', 'told by e-mail', 'told'), o.number,
            n.notice_id) as sentence
    from notice n
    join customer c using (customer_id)
    join (select distinct notice_id, order_id from notice_line) l using (notice_id)
    join sales_order o on o.order_id = l.order_id
    where n.state in ('told', 'sent') and n.notice_id in (select unnest($notice_ids::bigint[]))
    order by n.notice_id, o.number
)

-- name: forget_address
-- A customer's address, before another one.
delete from customer_contact where customer_id = $customer_id

-- name: keep_address
-- Where a customer is written to.
insert into customer_contact values ($customer_id, $email)

-- name: address
-- Where a customer is written to.
select email from customer_contact where customer_id = $customer_id

-- name: addresses
-- Every customer and where they are written to.
select c.code as customer, c.name as customer_name, coalesce(k.email, '') as email
from customer c
left join customer_contact k using (customer_id)
order by c.name, c.code
