-- Definitions that are run by the clock.

create table schedules (
  schedule_id uuid primary key,
  team_id uuid not null references teams (team_id) on delete cascade,
  project_id uuid,
  definition_id uuid not null references test_definitions (id) on delete cascade,
  cron text not null,
  time_zone text not null,
  missed text not null check (missed in ('skip', 'run-once', 'run-all')),
  missed_limit int not null check (missed_limit between 1 and 100),
  overlap text not null check (overlap in ('skip', 'queue')),
  status text not null check (status in ('enabled', 'paused')),
  paused_reason text,
  next_run_at timestamptz,
  pending_runs timestamptz[] not null default '{}',
  last_run_at timestamptz,
  last_outcome text check (last_outcome in ('submitted', 'skipped-overlap', 'skipped-missed', 'refused')),
  last_message text,
  last_execution_id uuid references test_executions (execution_id) on delete set null,
  created_by uuid not null references users (user_id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  foreign key (project_id, team_id) references projects (project_id, team_id)
);
comment on column schedules.project_id is 'That of its definition. Null: of the team as a whole.';
comment on column schedules.next_run_at is 'Null while it is paused, or when no time is left.';
comment on column schedules.pending_runs is 'Times that were decided to be run and are not submitted yet, the oldest first. Each is submitted under an idempotency key of its own, so that it is run once whoever dies in between.';
comment on column schedules.created_by is 'In whose name it runs; what they may do is asked at each run.';
create index schedules_due on schedules (next_run_at) where status = 'enabled';
create index schedules_pending on schedules (schedule_id) where pending_runs <> '{}';
create index schedules_listing on schedules (team_id, schedule_id desc);
create index schedules_definition on schedules (definition_id);
create index schedules_execution on schedules (last_execution_id) where last_execution_id is not null;
