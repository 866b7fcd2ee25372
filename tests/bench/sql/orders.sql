-- The workload: who orders what. Chance is a hash of the seed and the place, so that every machine gets the same rows.

-- name: order_lines
-- The lines that are ordered: five different LICs an order, ten lines a LIC; of a skewed desk, the first tenth of the LICs
-- has nine tenths of the lines, of a mixed one 30 % of the orders ship complete and a quarter of the lines is whole.
-- makes: ordered
create or replace temp table ordered as
with slot as (
    select o, k, (hash(o, $seed) // 3)::bigint as order_chance, (hash(o, k, $seed) // 3)::bigint as line_chance
    from range($orders) orders(o), range(5) lines(k)
),
sized as (
    select *, $mix = 'skewed' and line_chance % 10 < 9 as is_hot, greatest($lics // 10, 5) as hot,
        if($mix <> 'skewed', 0, if(is_hot, 0, hot)) as first_lic,
        if($mix <> 'skewed', $lics, if(is_hot, hot, $lics - hot)) as lics
    from slot
)
select o as order_no, $first_order + o as order_id, k::integer + 1 as line_no, $first_line + 5 * o + k as line_id,
    -- From a place of its own in steps of its own: five steps never go once around.
    first_lic + (order_chance % lics + k * (1 + order_chance // lics % greatest((lics - 1) // 4, 1))) % lics as lic_no,
    (1 + line_chance // 10 % 20)::decimal(18, 4) as qty,
    (list_position([60, 75, 85, 95, 100], list_filter([60, 75, 85, 95, 100],
        lambda upto: upto > order_chance // 7 % 100)[1]) - 1)::tinyint as priority,
    if($mix = 'mixed' and order_chance // 700 % 100 < 30, 'complete', 'partial') as ship_type,
    $mix = 'mixed' and line_chance // 200 % 4 = 0 as whole,
    line_chance // 800 % 100 as line_percent,
    o % $customers as customer_no
from sized

-- name: half_of_it
-- What lies on the shelf: half of what is wanted of each LIC.
-- makes: shelf
-- needs: ordered
create or replace temp table shelf as
select lic_no, (sum(qty)::bigint // 2)::decimal(18, 4) as qty from ordered group by lic_no having sum(qty) >= 2

-- name: as_file
-- The same lines as a file to import.
-- needs: ordered
select format('B{}', order_no) as "order", format('C{}', customer_no) as customer, priority, ship_type,
    format('L{}', lic_no) as lic, qty::integer as qty, if(whole, 'whole', 'split') as on_shortage
from ordered
order by order_no, line_no
