-- Executions, their groups and units, logs and artifacts.

create table test_executions (
  execution_id uuid primary key,
  definition_id uuid not null references test_definitions (id),
  environment_id uuid not null references execution_environments (environment_id),
  status text not null check (status in (
    'submitted', 'validating', 'rejected', 'queued', 'expired', 'scheduled', 'initializing', 'running',
    'completing', 'completed', 'failed', 'timeout', 'cancelled', 'retrying', 'cleanup', 'archived')),
  submitted_at timestamptz not null,
  started_at timestamptz,
  completed_at timestamptz,
  retry_count int not null default 0 check (retry_count >= 0),
  pod_name text,
  node_name text,
  metrics jsonb,
  submitted_by uuid not null references users (user_id),
  failure_reason text,
  exit_code int,
  team_id uuid not null references teams (team_id),
  definition_version int not null,
  effective_definition jsonb not null,
  framework text,
  attempt int not null default 0 check (attempt >= 0),
  priority int not null,
  queue_seq bigint generated always as identity,
  queued_at timestamptz,
  queue_deadline_at timestamptz,
  run_deadline_at timestamptz,
  retry_at timestamptz,
  status_changed_at timestamptz not null,
  ending_reason text check (ending_reason in ('cancelled', 'timeout', 'failed')),
  verdict text check (verdict in (
    'passed', 'flaky', 'failed', 'infrastructure', 'timeout', 'cancelled', 'expired', 'rejected')),
  failure_message text,
  counts jsonb,
  cpu_request_millis int not null check (cpu_request_millis >= 0),
  memory_request_bytes bigint not null check (memory_request_bytes >= 0),
  parallelism int not null check (parallelism > 0),
  placement jsonb,
  content_commit text,
  setup_chosen text,
  count_verified boolean,
  cancel_requested_by uuid references users (user_id),
  claimed_by text,
  claim_expires_at timestamptz,
  rerun_of uuid references test_executions (execution_id) on delete set null,
  rerun_only text not null default 'all' check (rerun_only in ('all', 'failed')),
  idempotency_key text,
  archived_at timestamptz,
  foreign key (definition_id, definition_version) references test_definition_versions (definition_id, version)
);
comment on column test_executions.retry_count is 'attempt, under the name of the specification; attempt rules and both are written together.';
comment on column test_executions.pod_name is 'That of the first group; execution_groups rules.';
comment on column test_executions.node_name is 'That of the first group; execution_groups rules.';
comment on column test_executions.metrics is 'Summary copy of TEST_METRICS, which rules.';
comment on column test_executions.effective_definition is 'The pinned version with the overrides of this one run applied; what is run.';
comment on column test_executions.queue_seq is 'Order of arrival among executions of one priority.';
comment on column test_executions.ending_reason is 'Why completing was entered before the last unit was reported; null when it was not.';
comment on column test_executions.verdict is 'Written once, before cleanup.';
comment on column test_executions.counts is 'Final counts, copied from the results when the verdict is written.';
comment on column test_executions.claimed_by is 'The server that schedules or collects this execution now, until claim_expires_at.';

create index test_executions_queue on test_executions (priority desc, queue_seq) where status = 'queued';
create index test_executions_listing on test_executions (team_id, submitted_at desc, execution_id desc);
create index test_executions_alive on test_executions (status, status_changed_at) where status <> 'archived';
create index test_executions_team_alive on test_executions (team_id, status) where status <> 'archived';
create index test_executions_definition on test_executions (definition_id, submitted_at desc);
create index test_executions_submitter on test_executions (submitted_by);
create index test_executions_rerun on test_executions (rerun_of) where rerun_of is not null;
create unique index test_executions_idempotency
  on test_executions (team_id, submitted_by, idempotency_key) where idempotency_key is not null;

-- Heartbeats rewrite these rows often: room on the page keeps such updates off the indexes.
create table execution_groups (
  group_id uuid primary key,
  execution_id uuid not null references test_executions (execution_id) on delete cascade,
  attempt int not null check (attempt >= 0),
  group_index int not null check (group_index >= 0),
  status text not null check (status in ('starting', 'running', 'finished', 'lost', 'ended')),
  lead boolean not null default false,
  pod_name text,
  node_name text,
  host text,
  pid int,
  process_started_at text,
  token_hash bytea unique,
  phase text,
  last_heartbeat_at timestamptz,
  launch_claimed_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  next_sequence bigint not null default 1,
  next_claim bigint not null default 1,
  manifest jsonb,
  lost_reason text,
  cpu_request_millis int,
  memory_request_bytes bigint,
  units_reported int not null default 0,
  artifacts_stored int not null default 0,
  counts jsonb,
  unique (execution_id, attempt, group_index)
) with (fillfactor = 70);
comment on column execution_groups.process_started_at is 'Start time as the system tells it; pid and this together name a process even after a pid is reused.';
comment on column execution_groups.launch_claimed_at is 'A server of this node took it upon itself to start the process; taken again when no process came of it.';
comment on column execution_groups.next_sequence is 'First report of the agent that was not seen yet.';
create index execution_groups_alive on execution_groups (status) where status in ('starting', 'running');

create table execution_units (
  unit_id uuid primary key,
  execution_id uuid not null references test_executions (execution_id) on delete cascade,
  attempt int not null check (attempt >= 0),
  unit_key text not null,
  key_hash bytea not null,
  title text not null,
  file text,
  position int not null,
  estimated_ms int,
  expected_tests int,
  status text not null default 'pending' check (status in ('pending', 'claimed', 'reported')),
  group_id uuid references execution_groups (group_id) on delete set null,
  claim_number bigint,
  outcome text check (outcome in ('passed', 'failed', 'error', 'skipped')),
  reason text,
  message text,
  total int,
  passed int,
  failed int,
  skipped int,
  flaky int,
  duration_ms int,
  exit_code int,
  started_at timestamptz,
  finished_at timestamptz,
  unique (execution_id, attempt, key_hash)
);
comment on column execution_units.key_hash is 'SHA-256 of unit_key: a key may be longer than an index entry can be.';
create index execution_units_claiming
  on execution_units (execution_id, attempt, estimated_ms desc nulls first, position) where status = 'pending';
create index execution_units_group on execution_units (group_id, claim_number) where group_id is not null;

create table log_chunks (
  group_id uuid not null references execution_groups (group_id) on delete cascade,
  stream text not null check (stream in ('setup', 'output')),
  byte_offset bigint not null check (byte_offset >= 0),
  content bytea not null,
  created_at timestamptz not null default now(),
  primary key (group_id, stream, byte_offset)
);

create table artifact_types (
  artifact_type_id uuid primary key,
  type_name text not null unique,
  description text not null,
  retention_days int not null check (retention_days > 0),
  compress boolean not null default false
);

create table test_artifacts (
  artifact_id uuid primary key,
  execution_id uuid not null references test_executions (execution_id) on delete cascade,
  artifact_type_id uuid not null references artifact_types (artifact_type_id),
  file_name text not null check (octet_length(file_name) <= 2048),
  s3_path text not null,
  file_size_bytes bigint not null check (file_size_bytes >= 0),
  content_type text,
  checksum text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  group_id uuid references execution_groups (group_id) on delete set null,
  result_id uuid,
  attempt int not null default 0 check (attempt >= 0),
  state text not null default 'stored' check (state in ('stored', 'missing', 'deleted')),
  unique nulls not distinct (execution_id, attempt, group_id, file_name, checksum)
);
comment on column test_artifacts.s3_path is 'Key in the artifact store, whichever it is: a folder or S3.';
comment on column test_artifacts.file_name is 'At most 2048 bytes: it is part of a unique key, and an index entry has a limit.';
comment on column test_artifacts.result_id is 'The result it belongs to. No foreign key: results leave with their month''s partition, artifacts by team and type.';
create index test_artifacts_expiry on test_artifacts (expires_at) where state = 'stored';
create index test_artifacts_result on test_artifacts (result_id) where result_id is not null;
create index test_artifacts_group on test_artifacts (group_id) where group_id is not null;
