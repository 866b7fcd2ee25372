-- name: find_open
-- Every open line, once for all policies. Not among the short ones is what gets all it wants by any of them: what is
-- firm, what needs no stock, and what there is enough of; but of what is paused nothing leaves, and what waits of it
-- gets nothing (R45).
-- makes: open_line
-- needs: short_line
create or replace temp table open_line as
select l.line_id, l.root_line_id, l.order_id, l.qty, o.customer_id, i.inventoried,
    paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days) is not null as is_paused,
    q.line_id is null and (l.state = 'allotted' or not is_paused) as is_given,
    l.line_id in (select line_id from aboard where state in ('pending', 'picking')) as is_aboard,
    o.ship_type = 'partial' as in_parts, whole_days(coalesce(l.waiting_since, $now), $now) as days
from order_line l
join sales_order o using (order_id)
join customer u on u.customer_id = o.customer_id
join item i on i.item_id = l.item_id
left join short_line q using (line_id)
where is_open(l.state)

-- name: find_outcome
-- Every open line with what the policy just walked grants it. An order can go, in its ship type's sense, as far as its
-- lines are granted and may leave (R30).
-- makes: outcome
-- needs: open_line, walked
create or replace temp table outcome as
with granted as (
    select l.*, if(l.is_given, l.qty, coalesce(w.granted_qty, 0))::decimal(18, 4) as granted_qty
    from open_line l
    left join walked w using (line_id)
),
order_outcome as (
    select order_id, bool_and(granted_qty = qty) as is_whole, bool_or(is_paused and not is_aboard) as has_paused
    from granted
    group by order_id
)
select g.*, s.is_whole,
    if(g.is_aboard or if(g.in_parts, not g.is_paused, s.is_whole and not s.has_paused), g.granted_qty, 0)
        ::decimal(18, 4) as ship_qty,
    if(g.is_aboard or g.in_parts or s.is_whole, 0, g.granted_qty)::decimal(18, 4) as aside_qty
from granted g
join order_outcome s using (order_id)

-- name: figures
-- What a policy comes to on the desk's own open orders (R43). Fairness is Jain's index of the customers' filled share:
-- 1 when all fare alike, 1/n when one has everything.
-- needs: outcome
with share as (
    select customer_id, sum(granted_qty)::double / sum(qty)::double as filled from outcome group by customer_id
),
line as (
    select root_line_id, bool_and(granted_qty = qty) as is_filled, max(days) filter (where granted_qty < qty) as days
    from outcome
    group by root_line_id
)
select
    sum(qty)::decimal(38, 4) as wanted_qty,
    sum(ship_qty)::decimal(38, 4) as ship_qty,
    count(distinct order_id) as orders,
    count(distinct order_id) filter (where is_whole) as orders_completed,
    (select count(*) from line where is_filled) as lines_filled,
    coalesce(sum(aside_qty) filter (where inventoried), 0)::decimal(38, 4) as set_aside_qty,
    (select count(*) from line where not is_filled) as lines_waiting,
    (select coalesce(sum(days), 0) from line where not is_filled)::bigint as waiting_days,
    (select coalesce(max(days), 0) from line where not is_filled)::integer as longest_days,
    (select power(sum(filled), 2) / (count(*) * sum(power(filled, 2))) from share) as fairness
from outcome
