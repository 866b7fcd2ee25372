-- name: every
-- The views of a list that a person sees, by name: those of the desk, and their own.
select name, content from saved_view where listing = $listing and owner in ('', $person) order by lower(name), owner

-- name: find
-- The view of a list with this name and owner.
select content from saved_view where listing = $listing and name = $name and owner = $owner

-- name: forget
-- Takes the view of a list with this name and owner away.
delete from saved_view where listing = $listing and name = $name and owner = $owner

-- name: keep
-- Keeps a view, which has no other of its list, name and owner beside it.
insert into saved_view values ($listing, $name, $owner, $content, $now, $actor)
