-- Drafts are written after a run as well as on request; which run that was is kept with them.

alter table notice add column run_id integer;  -- null: somebody looked for news

-- Of the table notice_mark only the first row counts from now on: where the first look of all began. What is news to a
-- customer is counted from what they were told last, however often somebody looked meanwhile.
