-- Tests in quarantine: run and recorded as ever, and their failures not counted in a verdict, until a moment
-- that somebody has to name. What a verdict did not count is written down with it.

create table test_quarantines (
  test_id uuid primary key references tests (test_id) on delete cascade,
  definition_id uuid not null references test_definitions (id) on delete cascade,
  name_hash bytea not null,
  reason text not null,
  quarantined_by uuid references users (user_id),
  quarantined_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table test_quarantines is 'Good until expires_at, without anybody''s doing; a row that has expired tells that it was.';
comment on column test_quarantines.name_hash is 'That of the test: a verdict asks by it.';
create index test_quarantines_definition on test_quarantines (definition_id, expires_at);

create table quarantined_results (
  execution_id uuid not null references test_executions (execution_id) on delete cascade,
  result_id uuid not null,
  failed boolean not null,
  reason text not null,
  expires_at timestamptz not null,
  primary key (execution_id, result_id)
);
comment on table quarantined_results is 'Results whose test was in quarantine when the verdict was given.';

alter table test_executions add column quarantined jsonb;
comment on column test_executions.quarantined is 'How many tests were in quarantine when the verdict was given, and how many of them failed ({total, failed}); null before.';
alter table execution_units add column unexplained text;
comment on column execution_units.unexplained is 'What went wrong in its run besides tests that failed.';
alter table test_runs add column quarantined boolean not null default false;
comment on column test_runs.quarantined is 'It was in quarantine when the verdict was given.';
