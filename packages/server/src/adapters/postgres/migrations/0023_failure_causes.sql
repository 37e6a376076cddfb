-- Failures grouped by cause. A cause is of a team or of one of its projects, over all of their definitions;
-- its key is the hash of what core's causeOfFailure says its failures have in common.

create table failure_causes (
  cause_id uuid primary key,
  team_id uuid not null references teams (team_id) on delete cascade,
  project_id uuid,
  kind text not null check (kind in ('test', 'unit', 'execution')),
  key bytea not null check (octet_length(key) = 32),
  title text not null,
  given_title text,
  message text not null,
  sample text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  occurrences bigint not null check (occurrences >= 0),
  status text not null default 'open' check (status in ('open', 'known-issue', 'fixed', 'ignored')),
  known_until timestamptz check (known_until is null or status = 'known-issue'),
  fixed_at timestamptz check ((fixed_at is not null) = (status = 'fixed')),
  regressed_at timestamptz,
  regressed_in uuid,
  owner_id uuid references users (user_id) on delete set null,
  link text,
  updated_by uuid references users (user_id) on delete set null,
  updated_at timestamptz,
  merged_into uuid references failure_causes (cause_id) on delete set null,
  foreign key (project_id, team_id) references projects (project_id, team_id),
  unique nulls not distinct (team_id, project_id, kind, key)
);
comment on column failure_causes.project_id is 'Null: of the team as a whole.';
comment on column failure_causes.key is 'SHA-256 of its identity.';
comment on column failure_causes.title is 'As it was made from the failures; given_title rules.';
comment on column failure_causes.sample is 'What the last of them said, word for word.';
comment on column failure_causes.occurrences is 'All there ever were, those of the causes merged into it too; what retention has removed still counts.';
comment on column failure_causes.known_until is 'From then on a known issue is shown as open again. Null: for good.';
comment on column failure_causes.regressed_at is 'When it was last seen again after it was marked fixed.';
comment on column failure_causes.regressed_in is 'The execution. No foreign key: it may be gone.';
comment on column failure_causes.merged_into is 'The cause that people see instead. Never one that is merged itself.';
create index failure_causes_recent on failure_causes (team_id, last_seen_at desc, cause_id desc) where merged_into is null;
create index failure_causes_new on failure_causes (team_id, first_seen_at desc, cause_id desc) where merged_into is null;
create index failure_causes_frequent on failure_causes (team_id, occurrences desc, cause_id desc) where merged_into is null;
create index failure_causes_last_seen on failure_causes (last_seen_at);
create index failure_causes_merged on failure_causes (merged_into) where merged_into is not null;
create index failure_causes_owner on failure_causes (owner_id) where owner_id is not null;

-- The true count of a cause in an execution, however few of its occurrences are kept.
create table failure_cause_runs (
  execution_id uuid not null references test_executions (execution_id) on delete cascade,
  cause_id uuid not null references failure_causes (cause_id) on delete cascade,
  definition_id uuid not null references test_definitions (id) on delete cascade,
  at timestamptz not null,
  occurrences int not null check (occurrences > 0),
  primary key (execution_id, cause_id)
);
comment on column failure_cause_runs.cause_id is 'As its key says, also when that cause is merged into another: so a merge can be undone.';
create index failure_cause_runs_trend on failure_cause_runs (cause_id, at);
create index failure_cause_runs_definition on failure_cause_runs (definition_id, cause_id);

create table failure_occurrences (
  occurrence_id uuid primary key,
  cause_id uuid not null references failure_causes (cause_id) on delete cascade,
  execution_id uuid not null references test_executions (execution_id) on delete cascade,
  definition_id uuid not null references test_definitions (id) on delete cascade,
  result_id uuid,
  unit_id uuid,
  name text,
  file_path text,
  at timestamptz not null
);
comment on table failure_occurrences is 'Some of each cause in each execution; failure_cause_runs counts them all.';
comment on column failure_occurrences.result_id is 'No foreign key: results leave with their month''s partition. Null: no test failed.';
comment on column failure_occurrences.unit_id is 'Null: it never came to units.';
comment on column failure_occurrences.name is 'Suite and name of the test, or title of the unit, cut.';
create index failure_occurrences_cause on failure_occurrences (cause_id, occurrence_id desc);
create index failure_occurrences_execution on failure_occurrences (execution_id, cause_id);
create index failure_occurrences_definition on failure_occurrences (definition_id);

create table failure_cause_comments (
  comment_id uuid primary key,
  cause_id uuid not null references failure_causes (cause_id) on delete cascade,
  author_id uuid references users (user_id) on delete set null,
  body text not null,
  at timestamptz not null
);
comment on column failure_cause_comments.author_id is 'Null: Gauntlet itself, of a cause that was seen again.';
create index failure_cause_comments_cause on failure_cause_comments (cause_id, comment_id desc);
