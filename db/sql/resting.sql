-- What is over rests apart (section 8a of docs/rules.md).

-- name: select_ended_lines
-- The typed lines of which nothing is promised any more.
-- makes: ended_line
create or replace temp table ended_line as
select root_line_id from promise group by root_line_id having arg_max(state, promise_id) <> 'open'

-- name: lay_promises
-- The rows of the ledger on these lines are laid to rest.
-- needs: ended_line
insert into rested_promise
from promise
where root_line_id in (select root_line_id from ended_line)
order by root_line_id, promise_id

-- name: forget_promises
-- Acts do not read the ledger's rows on these lines any more.
-- needs: ended_line
delete from promise where root_line_id in (select root_line_id from ended_line)

-- name: spread
-- How many row groups of so many rows the lines lie in that an act can ask for, and how few they could lie in.
select count(distinct rowid // $group_rows) as groups, ceil(count(*) / $group_rows)::bigint as fewest
from order_line
where state not in ('shipped', 'cancelled')

-- name: take_lines_up
-- All lines, those that are over first, by their state.
-- makes: line_in_order
create or replace temp table line_in_order as
from order_line
order by state in ('shipped', 'cancelled') desc, if(state in ('shipped', 'cancelled'), state, ''), line_id

-- name: clear_lines
-- Makes room for the same lines in this order.
delete from order_line

-- name: put_lines_down
-- All lines again, so that those that are over fill row groups of their own, which the others' zone maps tell apart.
-- needs: line_in_order
insert into order_line from line_in_order
