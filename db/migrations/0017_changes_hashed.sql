-- The fingerprint of a run is of what it changes, since it need not walk the pools of which sums say that nothing changes.

alter table run_result add column hash_of varchar default 'grants';  -- grants: of all that was granted | changes
