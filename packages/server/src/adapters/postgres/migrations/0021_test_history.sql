-- Tests as things with a past. What an execution ran is named by content_key; each test of a definition has
-- one row in tests and, for each execution that reported it, one in test_runs. A subscriber of the event
-- store writes both once a verdict is given: no view of a test's past looks at test_results.

alter table test_executions add column content_key text;
comment on column test_executions.content_key is 'What was run: git:<commit>, archive:<sha256> or inline:<sha256>. Null as long as it is not known. Two executions of a definition with the same key ran the same content.';
update test_executions set content_key = 'git:' || content_commit where content_commit is not null;
create index test_executions_content on test_executions (definition_id, content_key, submitted_at desc)
  where content_key is not null;

-- The id of a test follows from what it is, so that a result knows its test without a look-up: a UUIDv8 of
-- SHA-256 over the definition and the name's hash.
create function test_id_of(definition_id uuid, name_hash bytea) returns uuid
language sql immutable strict parallel safe as $$
  select encode(set_byte(set_byte(hash, 6, (get_byte(hash, 6) & 15) | 128), 8, (get_byte(hash, 8) & 63) | 128), 'hex')::uuid
  from (select substring(sha256(uuid_send(definition_id) || name_hash) for 16) as hash) as hashed
$$;

-- Every run rewrites every row of its tests: half of each page is kept free for that, which keeps it off the indexes.
create table tests (
  test_id uuid primary key,
  definition_id uuid not null references test_definitions (id) on delete cascade,
  team_id uuid not null references teams (team_id),
  project_id uuid,
  name_hash bytea not null,
  name text not null,
  suite text[] not null default '{}',
  file text,
  runner_project text,
  owner_id uuid references users (user_id),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  last_execution_id uuid not null,
  last_outcome text not null check (last_outcome in ('passed', 'flaky', 'failed', 'error', 'skipped')),
  standing text check (standing in ('passing', 'failing')),
  standing_since timestamptz,
  last_failed_at timestamptz,
  average_ms real not null default 0,
  typical_ms int not null default 0,
  first_flaky_at timestamptz,
  last_flaky_at timestamptz,
  judged_runs int not null default 0 check (judged_runs >= 0),
  flaky_runs int not null default 0 check (flaky_runs >= 0),
  flaky_rate real not null default 0,
  flaky_low real not null default 0,
  flaky_high real not null default 1,
  foreign key (project_id, team_id) references projects (project_id, team_id)
) with (fillfactor = 50);
comment on column tests.test_id is 'test_id_of(definition_id, name_hash).';
comment on column tests.project_id is 'That of its definition. Null: of the team as a whole.';
comment on column tests.runner_project is 'The project of the framework (playwright, vitest), not of ours.';
comment on column tests.last_execution_id is 'No foreign key: executions leave by their age, and a test stays as long as it is seen.';
comment on column tests.standing is 'By the last run that was not skipped; standing_since is when it last changed, or was first known.';
comment on column tests.average_ms is 'Moving average of the durations, a fifth of each new one.';
comment on column tests.typical_ms is 'average_ms as it was when it was last off by more than a tenth, so that most runs leave its index alone.';
comment on column tests.judged_runs is 'Of the last hundred runs those that were not skipped; flaky_runs, rate and bounds are over them, and as of the last run that could change them.';
create index tests_names on tests (team_id, left(name, 200), test_id);
create index tests_slowest on tests (team_id, typical_ms desc, test_id desc);
create index tests_failures on tests (team_id, last_failed_at desc, test_id desc) where last_failed_at is not null;
create index tests_flaky on tests (team_id, flaky_rate desc, test_id desc) where last_flaky_at is not null;
create index tests_standing on tests (team_id, standing, standing_since desc);
create index tests_definition on tests (definition_id);
create index tests_owner on tests (owner_id) where owner_id is not null;


create table test_runs (
  execution_id uuid not null,
  test_id uuid not null,
  result_id uuid not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('passed', 'flaky', 'failed', 'error', 'skipped')),
  duration_ms int not null,
  content_key text,
  flip boolean not null,
  message text,
  primary key (execution_id, test_id)
) partition by range (execution_id);
comment on table test_runs is 'One row for each test of an execution, over all of its attempts. Partitioned by the month of the execution.';
comment on column test_runs.execution_id is 'No foreign key: it would be checked for each of a hundred thousand rows. Who deletes executions deletes these.';
comment on column test_runs.outcome is 'flaky: it failed first and passed in the same execution, by a retry of the runner or in a later attempt.';
comment on column test_runs.flip is 'The same content had shown the other outcome before, or did so within this execution.';
comment on column test_runs.message is 'The head of the failure''s message.';
create index test_runs_history on test_runs (test_id, execution_id desc);
create index test_runs_failures on test_runs (execution_id) where outcome in ('flaky', 'failed', 'error');
create table test_runs_default partition of test_runs default;

-- Quarters of an hour, because there are time zones that are off by as much: a day of anybody's is a sum of them.
create table execution_rollups (
  team_id uuid not null references teams (team_id) on delete cascade,
  project_id uuid,
  since timestamptz not null,
  executions int not null default 0,
  passed int not null default 0,
  flaky int not null default 0,
  failed int not null default 0,
  infrastructure int not null default 0,
  others int not null default 0,
  tests bigint not null default 0,
  tests_failed bigint not null default 0,
  timed int not null default 0,
  duration_ms bigint not null default 0,
  longest_ms bigint not null default 0,
  waited_ms bigint not null default 0,
  unique nulls not distinct (team_id, since, project_id),
  foreign key (project_id, team_id) references projects (project_id, team_id)
);
comment on table execution_rollups is 'Verdicts by the quarter of an hour (UTC) in which they were given.';
comment on column execution_rollups.timed is 'How many of them ran at all: duration_ms and waited_ms are sums over these.';
create index execution_rollups_age on execution_rollups (since);

create or replace function ensure_month_partitions(moment timestamptz)
returns table (parent_name text, partition_name text, outcome text)
language plpgsql as $$
declare
  first_day timestamp := date_trunc('month', moment at time zone 'UTC');
  lower_bound uuid := uuidv7_floor(first_day at time zone 'UTC');
  upper_bound uuid := uuidv7_floor((first_day + interval '1 month') at time zone 'UTC');
begin
  perform pg_advisory_xact_lock(hashtextextended('gauntlet.month-partitions', 0));
  -- Results come first, as assertions point to them.
  foreach parent_name in array array['test_results', 'test_assertions', 'test_metrics', 'test_runs'] loop
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
