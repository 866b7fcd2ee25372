-- name: everything
-- Every schedule as it is stored.
select sweep, enabled, every_n, every_unit, at_times, weekdays, window_start, window_end, changed_at from schedule

-- name: add
-- The default schedule of a sweep that has none; what is due from $since on is caught up (R24, R26).
insert into schedule (sweep, enabled, every_n, every_unit, at_times, weekdays, window_start, window_end, changed_at,
    changed_by)
values ($sweep, $enabled, $every_n, $every_unit, $at_times, $weekdays, $window_start, $window_end, $since, $actor)

-- name: keep
-- A schedule as somebody changed it; what was due before now is not caught up (R26).
update schedule
set enabled = $enabled, every_n = $every_n, every_unit = $every_unit, at_times = $at_times, weekdays = $weekdays,
    window_start = $window_start, window_end = $window_end, changed_at = $now, changed_by = $actor
where sweep = $sweep

-- name: newest_scheduled_for
-- The newest scheduled time for which a sweep ran or runs; a run that was killed does not count (R27, R28), nor
-- does one for a time to come: it ran while the machine's clock was wrong.
select max(scheduled_for) from run where sweep = $sweep and outcome <> 'interrupted' and scheduled_for <= $until

-- name: last_runs
-- The last run of every sweep over all there is; in_part: it left out what was at fault before it (R29); done_at: when
-- the last one began that went well.
select sweep, started_at, run_trigger, outcome, outcome = 'done' and error <> '' as in_part,
    max(started_at) filter (where outcome = 'done') over (partition by sweep) as done_at
from run
where scope = ''
qualify row_number() over (partition by sweep order by run_id desc) = 1
