-- Who took it upon himself to start a group's process, so that a server that comes back knows its own claims.

alter table execution_groups add column launch_claimed_by text;
comment on column execution_groups.launch_claimed_by is
  'Host and data folder of the server that claimed the launch; it alone may take the claim back.';
