-- Projects: a part of a team's things that people of other teams may be shown into.
-- Whatever has a project_id has the team_id of that project too: the foreign keys say both.

create table projects (
  project_id uuid primary key,
  team_id uuid not null references teams (team_id),
  name text not null,
  description text not null default '',
  created_by uuid references users (user_id),
  created_at timestamptz not null,
  archived_at timestamptz,
  unique (project_id, team_id)
);
comment on column projects.archived_at is 'Null while something may be run in it.';
create unique index projects_name on projects (team_id, lower(name));

create table project_members (
  project_id uuid not null references projects (project_id) on delete cascade,
  user_id uuid not null references users (user_id) on delete cascade,
  role text not null check (role in ('lead', 'developer', 'viewer', 'sre', 'ci')),
  added_by uuid references users (user_id),
  added_at timestamptz not null,
  primary key (project_id, user_id)
);
create index project_members_user on project_members (user_id);

alter table test_definitions add column project_id uuid;
alter table test_definitions add foreign key (project_id, team_id) references projects (project_id, team_id);
comment on column test_definitions.project_id is 'Null: of the team as a whole.';
drop index test_definitions_name;
create unique index test_definitions_name on test_definitions (team_id, project_id, name) nulls not distinct
  where not deleted;
create index test_definitions_project on test_definitions (project_id, updated_at desc, id desc)
  where not deleted and project_id is not null;

alter table test_executions add column project_id uuid;
alter table test_executions add column idempotency_project_id uuid;
alter table test_executions add foreign key (project_id, team_id) references projects (project_id, team_id);
comment on column test_executions.project_id is 'That of its definition. Null: of the team as a whole.';
comment on column test_executions.idempotency_project_id is 'The workspace that idempotency_key was given in: a key stands for something else in another. Null: the whole team.';
drop index test_executions_idempotency;
create unique index test_executions_idempotency
  on test_executions (team_id, submitted_by, idempotency_project_id, idempotency_key) nulls not distinct
  where idempotency_key is not null;
create index test_executions_project on test_executions (project_id, submitted_at desc, execution_id desc)
  where project_id is not null;

alter table uploads add column project_id uuid;
alter table uploads add foreign key (project_id, team_id) references projects (project_id, team_id);
comment on column uploads.project_id is 'Where it was sent to. Null: the team as a whole.';
drop index uploads_content;
create index uploads_content on uploads (team_id, project_id, sha256);

alter table secrets add column project_id uuid;
alter table secrets add foreign key (project_id, team_id) references projects (project_id, team_id);
comment on column secrets.project_id is 'Null: of the whole team; of two of one name a project sees its own.';
alter table secrets drop constraint secrets_team_id_name_key;
create unique index secrets_name on secrets (team_id, project_id, name) nulls not distinct;
