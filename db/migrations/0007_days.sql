-- Days belong to the desk's time zone, and ages are counted in one way.

-- The day an instant falls on at the desk. `clock` is the parameter $clock, which every query is given that names it:
-- from which instants on the desk's clocks are how many seconds from UTC.
create macro desk_day(instant, clock) as
    (instant + to_seconds(clock.seconds[len(list_filter(clock.from_at, lambda changed_at: changed_at <= instant))]))::date;

-- An age: how many times 24 hours have passed between two instants.
create macro whole_days(since_at, until_at) as date_sub('day', since_at, until_at)::integer;
