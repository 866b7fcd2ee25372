-- Acknowledgements and questions (R51) lie among the notices: a letter about one order, beside the one draft of news that a
-- customer has. Their letters are written from what is so when somebody reads or sends them.
alter table notice add column kind varchar default 'news';   -- news | acknowledgement | question
alter table notice add column order_id integer;              -- what an acknowledgement or a question is about; null: news

-- What customers are asked of typed lines whose day slipped: to wait, to take what is there, or to cancel.
create table question (
    question_id  integer not null,
    notice_id    integer not null,        -- the letter that asks
    order_id     integer not null,
    root_line_id bigint not null,
    qty          decimal(18, 4) not null, -- the units that slipped
    first_on     date not null,           -- the day that the customer counts on: promised first, or accepted since
    due_on       date,                    -- the day as it is now; null: there is none
    promise_id   bigint not null,         -- the row of the promise ledger that says so
    asked_at     timestamp not null,      -- when it was drafted
    asked_by     varchar not null,
    answer       varchar,                 -- wait | send | cancel; null: none yet
    answered_at  timestamp,
    answered_by  varchar
);

-- What waits for an answer: drafted or told, of lines that still wait.
create view open_question as
select q.*, n.state as letter_state, n.settled_at as told_at
from question q
join notice n using (notice_id)
where q.answer is null and n.state in ('draft', 'told', 'sent')
    and exists (select 1 from order_line l where l.root_line_id = q.root_line_id and l.state = 'backordered');

-- The letters that lie there: news, acknowledgements of orders of which something waits, and questions that are open.
create view letter_draft as
select *
from notice n
where n.state = 'draft' and (n.kind = 'news'
    or (n.kind = 'acknowledgement'
        and exists (select 1 from order_line l where l.order_id = n.order_id and l.state = 'backordered'))
    or (n.kind = 'question' and n.notice_id in (select notice_id from open_question)));
