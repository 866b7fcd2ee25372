-- A day in sentences of the record log, as people write it: 5 Dec 2026; engine.days.dated is its twin.
create macro dated(day) as strftime(day, '%-d %b %Y');
