-- What a draft says of units that lie there and that the next sweep gives: they have no day and need none. One from before
-- is written anew by the next look at its lines.
alter table draft_line add column is_next boolean default false;
