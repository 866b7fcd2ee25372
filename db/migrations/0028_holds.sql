-- Hold and not-before (R45).

-- Why, by whom and until which day an order, a line or all that a customer wants is on hold: on that day it is not any
-- more; 9999-12-31: until it is lifted. null: never, or lifted.
alter table sales_order add column hold struct(until_on date, held_by varchar, reason varchar);
alter table order_line add column hold struct(until_on date, held_by varchar, reason varchar);
alter table customer add column hold struct(until_on date, held_by varchar, reason varchar);
-- The day before which nobody wants it; null: now.
alter table sales_order add column not_before date;
alter table order_line add column not_before date;

-- Until when a line is paused: the day on which the last hold on it, its order and its customer has ended and none of its
-- days lies further ahead than the lead days; null if that day has come. What waits and is paused has no part in the
-- queue; what has its stock and is paused is put on no shipment.
create macro paused_until(line_hold, line_day, order_hold, order_day, customer_hold, today, lead_days) as nullif(greatest(
    today, line_hold.until_on, line_day - lead_days::integer, order_hold.until_on, order_day - lead_days::integer,
    customer_hold.until_on), today);
-- Whether a line may be paused, or was until its day came and no sweep has looked since.
create macro may_pause(line_hold, line_day, order_hold, order_day, customer_hold) as coalesce(line_hold.until_on, line_day,
    order_hold.until_on, order_day, customer_hold.until_on) is not null;

-- A hold of its parts; null without a day.
create macro hold_of(until_on, held_by, reason) as if(until_on::date is null, null,
    {'until_on': until_on::date, 'held_by': held_by::varchar, 'reason': reason::varchar});
-- A hold as the record log keeps it.
create macro hold_text(hold) as if(hold is null, null, format('until {} by {}: {}',
    if(hold.until_on = date '9999-12-31', 'lifted', hold.until_on::varchar), hold.held_by, hold.reason));

-- What a run could not see of a typed line, since it was paused; no walk was asked about it.
alter table run_part add column paused boolean default false;
