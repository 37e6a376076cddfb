-- Results, assertions and metrics: partitioned by month through ranges of their UUIDv7 keys, whose
-- first 48 bits are milliseconds since 1970, so that retention drops whole partitions.
--
-- A result leaves with its partition. test_assertions.result_id nevertheless is a real foreign key:
-- whoever drops a month (partitions.ts) drops that month's assertions first, deletes the few later
-- assertions that still point into it (written across the month's end), and then detaches the
-- partition of results before dropping it, as PostgreSQL demands of a partition that is pointed to.

create table test_results (
  result_id uuid primary key,
  execution_id uuid not null references test_executions (execution_id) on delete cascade,
  test_name text not null,
  status text not null check (status in ('passed', 'failed', 'error', 'skipped')),
  duration_ms int not null default 0,
  error_message text,
  stack_trace text,
  assertions jsonb,
  executed_at timestamptz not null,
  file_path text,
  line_number int,
  unit_id uuid,
  group_id uuid,
  attempt int not null check (attempt >= 0),
  suite text[] not null default '{}',
  name_hash bytea not null,
  project text,
  flaky boolean not null default false,
  retries int not null default 0,
  output text,
  tags text[] not null default '{}',
  result_key text
) partition by range (result_id);
comment on column test_results.assertions is 'Copy of TEST_ASSERTIONS, written with them for reading in one go; TEST_ASSERTIONS rules.';
comment on column test_results.name_hash is 'SHA-256 over file, project, suite and name: the same test in another run. Names may be longer than an index entry can be.';
comment on column test_results.unit_id is 'No foreign key: units and results of an execution leave together, and each check would be paid per row.';
comment on column test_results.group_id is 'No foreign key, as for unit_id.';
create index test_results_listing on test_results (execution_id, attempt, result_id);
create index test_results_failures on test_results (execution_id, status) where status in ('failed', 'error');
create index test_results_unit on test_results (unit_id);
create table test_results_default partition of test_results default;

create table test_assertions (
  assertion_id uuid primary key,
  result_id uuid not null references test_results (result_id) on delete cascade,
  assertion_type text not null,
  expected_value text,
  actual_value text,
  passed boolean not null,
  message text
) partition by range (assertion_id);
comment on column test_assertions.result_id is 'Drop a month''s assertions before its results; see the head of the migration.';
create index test_assertions_result on test_assertions (result_id);
create table test_assertions_default partition of test_assertions default;

create table test_metrics (
  metric_id uuid primary key,
  execution_id uuid not null references test_executions (execution_id) on delete cascade,
  metric_name text not null,
  metric_value numeric not null,
  unit text,
  measured_at timestamptz not null,
  labels jsonb not null default '{}'
) partition by range (metric_id);
create index test_metrics_execution on test_metrics (execution_id, metric_name);
create table test_metrics_default partition of test_metrics default;

-- The smallest UUIDv7 of a moment: the lower bound of everything written from then on.
create function uuidv7_floor(moment timestamptz) returns uuid
language sql stable strict as $$
  select (lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- Creates the partitions that hold the given month (UTC) and moves nothing. Any number of callers at
-- once. One row per table, outcome: 'created', 'existing', or 'default-holds-rows' when rows of that
-- month already lie in the default partition, which then keeps the whole month.
create function ensure_month_partitions(moment timestamptz)
returns table (parent_name text, partition_name text, outcome text)
language plpgsql as $$
declare
  first_day timestamp := date_trunc('month', moment at time zone 'UTC');
  lower_bound uuid := uuidv7_floor(first_day at time zone 'UTC');
  upper_bound uuid := uuidv7_floor((first_day + interval '1 month') at time zone 'UTC');
begin
  perform pg_advisory_xact_lock(hashtextextended('gauntlet.month-partitions', 0));
  -- Results come first, as assertions point to them.
  foreach parent_name in array array['test_results', 'test_assertions', 'test_metrics'] loop
    partition_name := parent_name || to_char(first_day, '"_"YYYY"_"MM');
    if to_regclass(quote_ident(partition_name)) is not null then
      outcome := 'existing';
    else
      begin
        -- A table of its own, then attached: a weaker lock on the parent than PARTITION OF takes.
        execute format('create table %I (like %I including defaults including constraints including storage)',
          partition_name, parent_name);
        execute format('alter table %I attach partition %I for values from (%L) to (%L)',
          parent_name, partition_name, lower_bound, upper_bound);
        outcome := 'created';
      exception when check_violation then
        outcome := 'default-holds-rows';
      end;
    end if;
    return next;
  end loop;
end
$$;

select ensure_month_partitions(now());
select ensure_month_partitions(now() + interval '1 month');
