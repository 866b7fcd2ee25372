-- Promises by the unit (R40): each row of the ledger keeps the parts in which a line was said to be filled, and what was
-- filled meanwhile. Rows from before say a day for all of it, or none; which units that meant is not known, so their parts
-- stay empty.

-- What waited then, the earliest part first: units, where they come from (shelf | po | none), the day, the purchase order,
-- and the day that was promised first for these very units. null: said before parts were kept.
alter table promise add column parts
    struct(qty decimal(18, 4), source varchar, due_on date, po varchar, first_on date)[];
-- The units filled since the row before: on which day, and the day promised first for them.
alter table promise add column filled struct(qty decimal(18, 4), filled_on date, first_on date)[];
-- The units of the line that had their stock or had left when the row was written.
alter table promise add column held_qty decimal(18, 4);

-- What becomes of a promise, for units that were promised a first day or none (null). Kept: filled by it; without a day
-- there was nothing to break. Overdue: it has passed, and they wait. Slip: the days from it to the day as it is now; what
-- has no day to come is not there today.
create macro is_kept(first_on, filled_on) as coalesce(filled_on <= first_on, true);
create macro is_overdue(first_on, today) as coalesce(first_on < today, false);
create macro slipped_days(first_on, due_on, today) as greatest(coalesce(due_on, today), today) - first_on;

-- The units that lists of parts say of one source and day, and whether more are said of some day than before: then units
-- moved there. Units that only went, because they were filled, are no move.
create macro units_said(parts, of_source, of_day) as coalesce(list_sum(list_transform(
    list_filter(parts, lambda part: part.source = of_source and part.due_on is not distinct from of_day),
    lambda part: part.qty)), 0);
create macro has_moved(old, new) as len(list_filter(new, lambda one:
    units_said(new, one.source, one.due_on) > units_said(old, one.source, one.due_on))) > 0;
