-- name: taken
-- When and by whom a file of this content was taken in, unless that was undone since and not done again.
with recursive taken as (
    select t.*, (select min(log_id) from record_log where action_id = t.action_id) as first_log_id
    from taken_file t
    where t.kind = $kind and t.fingerprint = $fingerprint
),
undone as (
    select t.action_id, u.run_id, true as is_undone
    from taken t
    join undoing u on t.first_log_id between u.first_log_id and u.last_log_id
    union all
    select u.action_id, again.run_id, not u.is_undone
    from undone u
    join undoing again on again.undone_run_id = u.run_id
)
select name, taken_at, taken_by
from taken
where not coalesce((select arg_max(is_undone, run_id) from undone u where u.action_id = taken.action_id), false)
order by taken_at desc, action_id desc
limit 1

-- name: remember
-- Writes down that a file of this content is taken in by this very action.
insert into taken_file values ($kind, $fingerprint, $name, $action_id, $now, $actor)
