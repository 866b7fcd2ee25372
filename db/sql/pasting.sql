-- name: named
-- The LICs that a pasted list names, each under the spelling it was given.
select distinct on (named.name) named.name, i.lic, i.decimals, i.active
from (select distinct unnest($names::varchar[]) as name) named
join item i on upper(i.lic) = upper(named.name)
order by named.name, i.lic = named.name desc, i.lic
