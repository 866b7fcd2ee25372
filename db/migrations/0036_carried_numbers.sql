-- Numbers carried forward, as balances are (0015): the highest number in its series when the day was closed last. Who makes an
-- order looks for the next number among those made since, and not through the orders of years.

-- A number of a series is its letters and at most 15 digits; the highest of that form has none after it.
create macro number_in(series, number) as
    if(regexp_full_match(number, series || '[0-9]{1,15}') and number <> series || '999999999999999',
        substr(number, length(series) + 1)::bigint, null);

-- Every number in its series: '' of orders, PO and TR, whatever of the two has it.
create view number_of_series as
select '' as series, order_id as record_id, number_in('', number) as number from sales_order
union all
select s.series, p.po_id, number_in(s.series, p.number)
from purchase_order p
cross join (values ('PO'), ('TR')) s(series);

-- Up to which record the highest number of a series stands; no row: for none yet.
create table carried_number (
    series    varchar not null,
    record_id integer not null,
    number    bigint not null
);
insert into carried_number
select series, max(record_id), coalesce(max(number), 0) from number_of_series group by series;

create macro carried_record_id(of_series) as (
    select coalesce(max(record_id), 0) from carried_number where series = of_series
);
create macro highest_carried(of_series) as (
    select coalesce(max(number), 0) from carried_number where series = of_series
);
