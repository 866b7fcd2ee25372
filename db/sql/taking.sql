-- name: taken
-- When and by whom a file of this content was taken in, unless that was undone since.
select t.name, t.taken_at, t.taken_by
from taken_file t
where t.kind = $kind and t.fingerprint = $fingerprint
    and not exists (
        select 1 from undoing u
        where (select min(log_id) from record_log where action_id = t.action_id)
            between u.first_log_id and u.last_log_id)
order by t.taken_at desc, t.action_id desc
limit 1

-- name: remember
-- Writes down that a file of this content is taken in by this very action.
insert into taken_file values ($kind, $fingerprint, $name, $action_id, $now, $actor)
