-- A draft is kept as facts, and its letter is written when somebody reads or sends it: subject and body of a notice are
-- empty while it is a draft, and hold what the customer was told once it is settled. A draft from before keeps its text
-- until the next look has found its facts.

-- What the draft of each customer says of each typed line; of one that is settled, notice_line keeps it.
create table draft_line (
    customer_id    integer not null,
    kind           varchar not null,       -- ready | late | lost
    root_line_id   bigint not null,
    order_id       integer not null,
    qty            decimal(18, 4) not null,
    promised_on    date,                   -- late, lost: the day it gives for what waits; null: none
    told_on        date,                   -- late: the day the customer knows; null: none
    shipment_id    integer,                -- ready: what carries it; null: nothing yet
    has_left       boolean,                -- ready: that has left
    waits_for_rest boolean                 -- ready: it leaves only with the rest of its order
);
insert into draft_line
select n.customer_id, l.kind, l.root_line_id, l.order_id, l.qty, l.promised_on, null, null, null, null
from notice_line l
join notice n using (notice_id)
where n.state = 'draft';
delete from notice_line where notice_id in (select notice_id from notice where state in ('draft', 'replaced'));

-- Up to where the desk was read for news last, one row; none: the next look reads it from the beginning.
create table notice_look (
    log_id     bigint not null,
    promise_id bigint not null,
    looked_on  date not null               -- the desk's day: days that pass are news, too
);

-- Customers whose news the next look reads from the beginning, since the place from which they are read has moved.
create table news_due (
    customer_id integer not null
);
