-- Chaos engineering. An experiment is designed and reviewed; each of its executions runs once.

create table fault_types (
  fault_type_id uuid primary key,
  fault_name text not null unique,
  category text not null,
  parameters_schema jsonb not null,
  provider_mapping jsonb not null default '{}',
  description text
);

create table chaos_experiments (
  experiment_id uuid primary key,
  name text not null,
  fault_type_id uuid not null references fault_types (fault_type_id),
  fault_spec jsonb not null,
  target_selector jsonb not null,
  hypothesis jsonb not null,
  duration_seconds int not null check (duration_seconds > 0),
  halt_conditions jsonb not null default '[]',
  created_by uuid not null references users (user_id),
  status text not null check (status in ('draft', 'under-review', 'changes-requested', 'approved', 'deleted')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted boolean not null default false
);
comment on column chaos_experiments.status is 'Design and review; from scheduled on the state is that of CHAOS_EXECUTIONS.';
comment on column chaos_experiments.deleted is 'True exactly when status is deleted; status rules.';
create index chaos_experiments_fault on chaos_experiments (fault_type_id);
create index chaos_experiments_creator on chaos_experiments (created_by);
create index chaos_experiments_listing on chaos_experiments (status, updated_at desc) where not deleted;

create table chaos_executions (
  execution_id uuid primary key,
  experiment_id uuid not null references chaos_experiments (experiment_id),
  status text not null check (status in (
    'scheduled', 'waiting-for-window', 'postponed', 'pre-flight-check', 'blocked', 'ready-to-run', 'running',
    'monitoring', 'completed', 'aborted', 'failed', 'recovery', 'validated', 'escalated', 'analyzing-results',
    'incident-mode', 'hypothesis-confirmed', 'hypothesis-rejected', 'completed-success',
    'completed-action-required')),
  scheduled_at timestamptz,
  started_at timestamptz,
  completed_at timestamptz,
  baseline_metrics jsonb,
  chaos_metrics jsonb,
  recovery_metrics jsonb,
  hypothesis_validated boolean,
  recovery_time_seconds int check (recovery_time_seconds >= 0),
  abort_reason text
);
comment on column chaos_executions.status is 'Within monitoring, each look at the SLOs is a row of SLO_MEASUREMENTS.';
comment on column chaos_executions.baseline_metrics is 'Summary copy of CHAOS_RESULTS, which rules.';
comment on column chaos_executions.chaos_metrics is 'Summary copy of CHAOS_RESULTS, which rules.';
comment on column chaos_executions.recovery_metrics is 'Summary copy of CHAOS_RESULTS, which rules.';
comment on column chaos_executions.hypothesis_validated is 'Null while open and when the hypothesis could not be judged.';
create index chaos_executions_experiment on chaos_executions (experiment_id, scheduled_at desc);
create index chaos_executions_alive on chaos_executions (status, scheduled_at)
  where status not in ('completed-success', 'completed-action-required', 'incident-mode');

create table chaos_results (
  result_id uuid primary key,
  execution_id uuid not null references chaos_executions (execution_id) on delete cascade,
  metric_name text not null,
  baseline_value numeric,
  chaos_value numeric,
  recovery_value numeric,
  unit text,
  measured_at timestamptz not null
);
create index chaos_results_execution on chaos_results (execution_id, metric_name);

create table slo_measurements (
  measurement_id uuid primary key,
  execution_id uuid not null references chaos_executions (execution_id) on delete cascade,
  slo_name text not null,
  target_value numeric not null,
  actual_value numeric,
  met boolean,
  phase text not null check (phase in ('baseline', 'chaos', 'recovery')),
  measured_at timestamptz not null
);
comment on column slo_measurements.actual_value is 'Null: the metrics source gave no data for this look.';
comment on column slo_measurements.met is 'Null: could not be judged.';
create index slo_measurements_execution on slo_measurements (execution_id, measured_at);
