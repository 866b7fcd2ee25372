-- A slip, by the unit (R40): units of which a day was told wait for a later one, or for none any more. `from_on`: the
-- day told before; `day`: it does not come before that; what lies there leaves with the next sweep.
create macro has_slipped(source, from_on, due_on, day) as coalesce(
    if(due_on is null and source <> 'shelf', from_on is not null, slipped_days(from_on, due_on, day) > 0), false);

-- More units than wait of any line; the parts that were told of, of which all units are one before parts were kept.
create macro every_unit() as 1000000000000000::decimal(38, 4);
create macro told_parts(parts, qty, promised_on, first_on) as coalesce(parts, [{'qty': qty,
    'source': if(promised_on is null, 'none', 'po'), 'due_on': promised_on, 'po': null, 'first_on': first_on}]);

-- Parts with the unit with which each ends, counted from the last one, since those filled first are the ones that go.
create macro from_the_last(parts) as list_transform(parts, lambda part, place: struct_insert(part,
    upto_qty := list_sum(list_transform(parts[place:], lambda one: one.qty))));

-- What was told before of each unit: its day, or of those of which the list, or null, does not speak, that none was.
create macro told_before(parts) as list_append(
    from_the_last(list_transform(parts, lambda part:
        {'qty': part.qty, 'from_on': part.due_on, 'po': part.po, 'is_told': true})),
    {'qty': every_unit(), 'from_on': null, 'po': null, 'is_told': false,
        'upto_qty': every_unit() + coalesce(list_sum(list_transform(parts, lambda part: part.qty)), 0)});

-- What became of units from one list of parts to a later one: as many as have the same day before and now. Those that
-- the older list does not speak of were told of since, first for `first_on`.
create macro moved_units(old, new) as list_filter(flatten(list_transform(from_the_last(new), lambda now:
    list_transform(told_before(old), lambda was: {
        'qty': least(now.upto_qty, was.upto_qty) - greatest(now.upto_qty - now.qty, was.upto_qty - was.qty),
        'from_on': if(was.is_told, was.from_on, now.first_on), 'due_on': now.due_on, 'source': now.source,
        'from_po': was.po}))), lambda unit: unit.qty > 0);
