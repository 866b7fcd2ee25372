-- name: every
-- The profiles of the desk by name, each as its text.
select name, kind, content, changed_at, changed_by from import_profile order by name

-- name: find
-- The profile of that name as its text.
select name, kind, content, changed_at, changed_by from import_profile where name = $name

-- name: forget
-- Takes the profile of that name away.
delete from import_profile where name = $name

-- name: keep
-- Keeps a profile, which has no other of its name beside it.
insert into import_profile values ($name, $kind, $content, $now, $actor)
