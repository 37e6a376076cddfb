-- Channels lead to people; rules say what goes where. Both belong to a team, and to a project if one is said.

create table notification_channels (
  channel_id uuid primary key,
  team_id uuid not null references teams (team_id),
  project_id uuid,
  name text not null,
  kind text not null check (kind in ('slack-webhook', 'slack-bot', 'email', 'webhook', 'github')),
  state text not null default 'on' check (state in ('on', 'off')),
  settings jsonb not null,
  secret_names text[] not null default '{}',
  ciphertext bytea not null,
  nonce bytea not null,
  auth_tag bytea not null,
  key_id text not null,
  failures int not null default 0 check (failures >= 0),
  rests_until timestamptz,
  last_error text,
  created_by uuid references users (user_id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  foreign key (project_id, team_id) references projects (project_id, team_id)
);
comment on column notification_channels.project_id is 'Null: of the whole team; of two of one name a project sees its own.';
comment on column notification_channels.ciphertext is 'All secrets of the channel as one JSON object, sealed for its channel_id.';
comment on column notification_channels.rests_until is 'Nothing is sent before: the receiver said so, or could not be reached.';
create unique index notification_channels_name on notification_channels (team_id, project_id, lower(name)) nulls not distinct;
create index notification_channels_listing on notification_channels (team_id, channel_id desc);
create index notification_channels_project on notification_channels (project_id) where project_id is not null;
create index notification_channels_creator on notification_channels (created_by);

create table notification_rules (
  rule_id uuid primary key,
  team_id uuid not null references teams (team_id),
  project_id uuid,
  name text not null,
  definition_id uuid references test_definitions (id) on delete cascade,
  events text[] not null check (cardinality(events) > 0),
  inbox text not null check (inbox in ('nobody', 'submitter', 'team')),
  conditions jsonb not null default '{}',
  quiet_hours jsonb,
  dedupe_minutes int not null default 0 check (dedupe_minutes >= 0),
  state text not null default 'on' check (state in ('on', 'off')),
  created_by uuid references users (user_id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  foreign key (project_id, team_id) references projects (project_id, team_id)
);
comment on column notification_rules.project_id is 'Null: for all of the team, its projects too.';
comment on column notification_rules.definition_id is 'Null: for every definition.';
create unique index notification_rules_name on notification_rules (team_id, project_id, lower(name)) nulls not distinct;
create index notification_rules_listing on notification_rules (team_id, rule_id desc);
create index notification_rules_project on notification_rules (project_id) where project_id is not null;
create index notification_rules_definition on notification_rules (definition_id) where definition_id is not null;
create index notification_rules_creator on notification_rules (created_by);

create table notification_rule_channels (
  rule_id uuid not null references notification_rules (rule_id) on delete cascade,
  channel_id uuid not null references notification_channels (channel_id) on delete cascade,
  primary key (rule_id, channel_id)
);
create index notification_rule_channels_channel on notification_rule_channels (channel_id);

-- What an execution is compared with: the last ones of its definition that have ended.
create index test_executions_definition_ended on test_executions (definition_id, completed_at desc)
  where verdict is not null;
