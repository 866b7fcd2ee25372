-- name: at
-- The rows of the record log and of the promise ledger that were the newest before an instant.
select (select coalesce(max(log_id), 0) from record_log where logged_at < $instant) as log_id,
    (select coalesce(max(promise_id), 0) from promise where since_at < $instant) as promise_id

-- name: beginning
-- From where this desk tells anything at all: where the first look of all looked back to.
select log_id, promise_id from notice_mark order by made_at, log_id limit 1

-- name: begin
-- The first look of all.
insert into notice_mark values ($now, $actor, $log_id, $promise_id)

-- name: run_started
-- When a run of a sweep started.
select started_at from run where run_id = $this_run_id

-- name: find_basis
-- From where each customer's news are read: from where the draft began that still lies there, else from where the last
-- notice ended, else from the beginning; so that what is news does not depend on how often anybody looked. When
-- somebody names another place: from there, but nothing before what was told last.
-- makes: notice_basis
create or replace temp table notice_basis as
with draft as (
    select customer_id, min(after_log_id) as log_id, min(after_promise_id) as promise_id
    from notice where state = 'draft' group by all
),
settled as (
    select customer_id, max(upto_log_id) as log_id, max(upto_promise_id) as promise_id
    from notice where state in ('told', 'sent', 'dropped') group by all
)
select c.customer_id,
    if($named, greatest($log_id, coalesce(t.log_id, 0)), coalesce(d.log_id, t.log_id, $log_id))::bigint as after_log_id,
    if($named, greatest($promise_id, coalesce(t.promise_id, 0)),
        coalesce(d.promise_id, t.promise_id, $promise_id))::bigint
        as after_promise_id
from customer c
left join draft d using (customer_id)
left join settled t using (customer_id)

-- name: find_net
-- For each typed line, the units that it gained since, less those it lost. Units that were ordered and set aside in one
-- instant never waited, so they are no news.
-- makes: notice_net
-- needs: notice_basis
create or replace temp table notice_net as
with basis as materialized (  -- left to itself, the planner pairs every row of the log with every customer
    select o.order_id, b.after_log_id from sales_order o join notice_basis b using (customer_id)
),
event as (
    select r.root_line_id, r.order_id, r.logged_at,
        coalesce(sum(r.qty) filter (where r.old_value = 'backordered' and r.new_value = 'allotted'), 0) as gained_qty,
        coalesce(sum(r.qty) filter (where r.old_value = 'pending' and r.new_value = 'backordered'), 0) as entered_qty,
        coalesce(sum(r.qty) filter (where r.old_value in ('allotted', 'shipped') and r.new_value = 'backordered'),
            0) as lost_qty
    from record_log r
    join basis b using (order_id)
    where r.field = 'state' and r.root_line_id is not null and r.log_id > b.after_log_id
    group by all
)
select root_line_id, order_id, sum(greatest(gained_qty - entered_qty, 0)) - sum(lost_qty) as net_qty
from event
group by all
having net_qty <> 0

-- name: find_days
-- For the units of each typed line that waits, counted from the last one, the day the customer knows and the day as it
-- is now. The customer knows what was told last, else the day that held when the news began, else the first day after
-- that. A day that was written down on that day itself was no promise: stock on the shelf and what is due today come
-- when they come. A row from before parts were kept speaks of all units alike.
-- makes: notice_day
-- needs: notice_basis
create or replace temp table notice_day as
with last_told as (
    select l.root_line_id, max(n.upto_promise_id) as promise_id, desk_day(max(n.drafted_at), $clock) as told_at
    from notice_line l
    join notice n using (notice_id)
    where l.kind in ('late', 'lost') and n.state in ('told', 'sent', 'dropped')
    group by all
),
ledger as (
    select p.root_line_id, p.order_id, any_value(t.told_at) as told_at, arg_max(p.state, p.promise_id) as state,
        arg_max((p.parts, p.promised_on), p.promise_id) as now_row,
        arg_max((p.parts, p.promised_on, p.state, desk_day(p.since_at, $clock)), p.promise_id)
            filter (where p.promise_id <= greatest(b.after_promise_id, coalesce(t.promise_id, 0))) as before_row,
        arg_min(p.promised_on, p.promise_id) filter (
            where p.promise_id > b.after_promise_id and p.promised_on is not null and p.state = 'open') as after_on
    from promise p
    join sales_order o using (order_id)
    join notice_basis b on b.customer_id = o.customer_id
    left join last_told t using (root_line_id)
    group by all
),
open_promise as (
    select *,
        coalesce(now_row[1], [{'qty': 1e10, 'source': if(now_row[2] is null, 'none', 'po'), 'due_on': now_row[2],
            'po': null,
            'first_on': after_on}]) as now_parts,
        if(before_row[3] = 'open', coalesce(before_row[1],
            [{'qty': 1e10, 'source': 'po', 'due_on': before_row[2], 'po': null,
            'first_on': null}]), []) as before_parts
    from ledger
    where state = 'open'
),
now_part as (
    select root_line_id, order_id, told_at is not null as is_told, greatest(before_row[4], told_at) as before_at,
        unnest(now_parts, recursive := true),
        generate_subscripts(now_parts, 1) as place
    from open_promise
),
before_part as (
    select root_line_id, unnest(before_parts, recursive := true), generate_subscripts(before_parts, 1) as place
    from open_promise
),
now_unit as (
    select *, sum(qty) over w as to_qty, sum(qty) over w - qty as from_qty
    from now_part
    window w as (partition by root_line_id order by place desc rows between unbounded preceding and current row)
),
before_unit as (
    select *, sum(qty) over w as to_qty, sum(qty) over w - qty as from_qty
    from before_part
    window w as (partition by root_line_id order by place desc rows between unbounded preceding and current row)
    union all
    select root_line_id, null, null, null, null, null, null, 1e15, coalesce(sum(qty), 0) from (
        select root_line_id, null as qty from open_promise union all select root_line_id, qty from before_part)
        group by root_line_id
)
select n.root_line_id, n.order_id, n.is_told, least(n.to_qty, b.to_qty) - greatest(n.from_qty, b.from_qty) as qty,
    if(b.due_on > n.before_at, b.due_on, if(n.is_told, null, n.first_on)) as told_on,
    if(n.due_on > $today, n.due_on, null) as later_on,  -- a day that is not to come is no promise
    n.source = 'shelf' or coalesce(n.due_on <= $today, false) as is_due
from now_unit n
join before_unit b on b.root_line_id = n.root_line_id and b.from_qty < n.to_qty and n.from_qty < b.to_qty

-- name: find_news
-- What each customer is to be told: units newly set aside, newly taken back, and units of which the day is later than
-- was told or has passed, each day by itself; with where the units are, and whether they leave only with the rest of
-- their order.
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
        null::date as told_on
    from notice_net n join line l using (root_line_id)
    where n.net_qty > 0 and l.held_qty > 0
    union all
    select 'lost', n.root_line_id, n.order_id, least(-n.net_qty, l.wait_qty), d.later_on, d.told_on
    from notice_net n
    join line l using (root_line_id)
    left join (
        select root_line_id, max(told_on) as told_on,
            if(bool_and(later_on is not null), max(later_on), null) as later_on
        from notice_day group by root_line_id) d using (root_line_id)
    where n.net_qty < 0 and l.wait_qty > 0
    union all
    select 'late', d.root_line_id, d.order_id, least(sum(d.qty), any_value(l.wait_qty)), d.later_on, d.told_on
    from notice_day d
    join line l using (root_line_id)
    left join notice_net n on n.root_line_id = d.root_line_id and n.net_qty < 0
    where n.root_line_id is null and l.wait_qty > 0 and (
        d.later_on > d.told_on                                              -- it moved
        or (d.told_on is not null and d.later_on is null and not d.is_due)  -- nothing is on its way any more
        or (d.told_on < $today and d.is_due)                          -- it passed
        or (d.is_told and d.told_on is null and d.later_on is not null))    -- we owed a day, and have one
    group by d.root_line_id, d.order_id, d.later_on, d.told_on
)
select o.customer_id, c.code as customer, c.name as customer_name, n.kind, o.number as "order", n.order_id,
    n.root_line_id, l.line_no as line, i.lic, i.description, n.qty::decimal(38, 4) as qty, n.promised_on, n.told_on,
    a.shipment_id, coalesce(a.has_left, false) as has_left,
    o.ship_type = 'complete' and a.shipment_id is null as waits_for_rest
from piece n
join sales_order o using (order_id)
join customer c using (customer_id)
join order_line l on l.line_id = n.root_line_id
join item i using (item_id)
left join carried a on a.root_line_id = n.root_line_id
where o.state in ('open', 'closed') and n.qty > 0

-- name: news
-- The news, customer by customer, in the order in which a letter says them.
-- needs: notice_news
select * from notice_news
order by customer_name, customer, array_position(['ready', 'lost', 'late'], kind), "order", line,
    promised_on nulls last, told_on

-- name: is_changed
-- Whether the letters written now are others than the drafts that lie there.
-- needs: notice_letter
with draft as (select customer_id, body from notice where state = 'draft'),
letter as (select customer_id, body from notice_letter)
select exists (from letter except from draft) or exists (from draft except from letter)

-- name: replace
-- Drafts that say what is no longer so.
-- needs: notice_letter
update notice set state = 'replaced', settled_at = $now, settled_by = $actor
where state = 'draft' and (customer_id, body) not in (select (customer_id, body) from notice_letter)

-- name: last_id
-- The number of the newest notice.
select coalesce(max(notice_id), 0) from notice

-- name: add
-- A draft of each letter that does not lie there yet.
-- needs: notice_basis, notice_letter
insert into notice
select $last_id + row_number() over (order by b.customer_id), b.customer_id, 'draft', l.subject, l.body, b.after_log_id,
    b.after_promise_id, newest_log_id(), newest_promise_id(),
    $now, $actor, null, null, null, $run_id
from notice_letter l
join notice_basis b using (customer_id)
where l.customer_id not in (select customer_id from notice where state = 'draft')

-- name: add_lines
-- What these drafts say of each typed line.
-- needs: notice_news
insert into notice_line
select n.notice_id, w.kind, w.root_line_id, w.order_id, w.qty, w.promised_on
from notice n
join notice_news w using (customer_id)
where n.notice_id > $last_id

-- name: forget_lines
-- The lines of drafts that were replaced long enough ago for nobody to have them on a screen any more.
delete from notice_line
where notice_id in (select notice_id from notice where state = 'replaced' and settled_at < $before)

-- name: forget
-- The drafts that were replaced long enough ago for nobody to have them on a screen any more.
delete from notice where state = 'replaced' and settled_at < $before

-- name: drafts
-- The drafts that lie there, with the customer's address, the run after which they were written, and how many lines
-- they name of each kind.
with named as (
    select notice_id, count(distinct root_line_id) filter (where kind = 'ready') as ready,
        count(distinct root_line_id) filter (where kind = 'late') as late,
        count(distinct root_line_id) filter (where kind = 'lost') as lost
    from notice_line
    group by notice_id
)
select n.notice_id, c.code as customer, c.name as customer_name, coalesce(k.email, '') as email, n.subject, n.body,
    n.drafted_at, n.drafted_by, n.run_id, r.sweep, l.ready, l.late, l.lost
from notice n
join customer c using (customer_id)
left join customer_contact k using (customer_id)
left join run r using (run_id)
join named l using (notice_id)
where n.state = 'draft'
order by lost desc, late desc, c.name, c.code

-- name: draft_count
-- How many drafts lie there.
select count(*) from notice where state = 'draft'

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
select notice_id, state, settled_by from notice where notice_id in (select unnest($notice_ids::integer[]))

-- name: settle
-- What became of some drafts.
update notice set state = $state, settled_at = $now, settled_by = $actor,
    email = if($state = 'sent', (select k.email from customer_contact k where k.customer_id = notice.customer_id), null)
where notice_id in (select unnest($notice_ids::integer[]))

-- name: log_settled
-- A row on every order that a notice speaks of.
insert into record_log by name
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'log' as kind, 'order' as record, o.number as record_id, o.order_id, 'notice' as field, n.state as new_value,
    format('{} was {} of order {} by notice {}.', c.name, if(n.state = 'sent', 'told by e-mail', 'told'), o.number,
        n.notice_id) as sentence
from notice n
join customer c using (customer_id)
join (select distinct notice_id, order_id from notice_line) l using (notice_id)
join sales_order o on o.order_id = l.order_id
where n.state in ('told', 'sent') and n.notice_id in (select unnest($notice_ids::integer[]))
order by n.notice_id, o.number

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
