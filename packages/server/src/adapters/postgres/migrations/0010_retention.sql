-- What is old is found by its age, however much there is, and each chore is done by one server at a time.

create index test_executions_archived on test_executions (archived_at) where archived_at is not null;

create table housekeeping (
  chore text primary key,
  begun_at timestamptz not null
);
comment on table housekeeping is 'Chores that one of all servers does now and then; begun_at keeps the others off.';

create table installation (
  only_row boolean primary key default true check (only_row),
  installation_id uuid not null default gen_random_uuid()
);
comment on table installation is 'Names this database: an artifact store that belongs to another is not swept.';
insert into installation default values;
