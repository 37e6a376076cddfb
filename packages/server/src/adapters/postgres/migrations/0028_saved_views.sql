-- Saved views of the list of executions: filters under a name.

create table saved_views (
  view_id uuid primary key,
  team_id uuid not null references teams (team_id) on delete cascade,
  project_id uuid,
  owner_id uuid not null references users (user_id) on delete cascade,
  name text not null check (length(name) between 1 and 80),
  filters jsonb not null check (jsonb_typeof(filters) = 'object'),
  visibility text not null check (visibility in ('private', 'shared')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  foreign key (project_id, team_id) references projects (project_id, team_id)
);
comment on column saved_views.project_id is 'The project it was saved in. Null: the team as a whole.';
comment on column saved_views.filters is 'As the list of executions takes them in its query.';
comment on column saved_views.visibility is 'shared: everybody in the workspace sees it; its owner and leads change it.';
comment on column saved_views.deleted_at is 'Null: it is there. Removed for good a day later.';
create unique index saved_views_name on saved_views (team_id, project_id, owner_id, lower(name)) nulls not distinct
  where deleted_at is null;
create index saved_views_listing on saved_views (team_id, project_id, lower(name), view_id) where deleted_at is null;
create index saved_views_deleted on saved_views (team_id, deleted_at) where deleted_at is not null;
create index saved_views_owner on saved_views (owner_id);
create index saved_views_project on saved_views (project_id) where project_id is not null;

create table default_views (
  user_id uuid not null references users (user_id) on delete cascade,
  team_id uuid not null references teams (team_id) on delete cascade,
  project_id uuid,
  view_id uuid not null references saved_views (view_id) on delete cascade,
  foreign key (project_id, team_id) references projects (project_id, team_id)
);
comment on table default_views is 'With which view the list of executions begins, for each person in each workspace. One that they cannot see any more counts for nothing.';
create unique index default_views_person on default_views (user_id, team_id, project_id) nulls not distinct;
create index default_views_view on default_views (view_id);
create index default_views_team on default_views (team_id);
create index default_views_project on default_views (project_id) where project_id is not null;
