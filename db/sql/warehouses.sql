-- name: standings
-- Every warehouse: whether it is the one meant where none is named, and why it cannot be closed, if it cannot.
select w.code, w.name, w.closed, h.warehouse_id is not null as is_home, sorted_list(k.why) as keeping_open
from warehouse w
left join home_warehouse h on h.warehouse_id = w.warehouse_id
left join keeps_open k on k.warehouse_id = w.warehouse_id
where $code is null or w.code = $code
group by all
order by min(w.warehouse_id)

-- name: set_name
-- What a warehouse is called.
update warehouse set name = $name where code = $code

-- name: set_closed
-- Whether a warehouse is closed.
update warehouse set closed = $closed where code = $code
