-- Drafts are written after a run as well as on request; which run that was is kept with them.

alter table notice add column run_id integer;  -- null: somebody looked for news
