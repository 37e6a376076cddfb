-- People, teams, tokens, quotas, settings, secrets. Ids come from the application (UUIDv7).

create table teams (
  team_id uuid primary key,
  team_name text not null unique,
  quota jsonb not null default '{}',
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  active boolean not null default true
);
comment on column teams.quota is 'Copy, written in the same transaction as TEAM_QUOTAS, for reading in one go; TEAM_QUOTAS rules.';
comment on column teams.settings is 'Copy, written in the same transaction as TEAM_SETTINGS, for reading in one go; TEAM_SETTINGS rules.';

create table users (
  user_id uuid primary key,
  username text not null unique,
  email text unique,
  password_hash text,
  team_id uuid not null references teams (team_id),
  roles jsonb not null default '[]' check (jsonb_typeof(roles) = 'array'),
  quota jsonb,
  created_at timestamptz not null default now(),
  last_login timestamptz,
  active boolean not null default true
);
comment on column users.email is 'Null for a local or machine account without a mailbox.';
comment on column users.password_hash is 'Null: this account signs in by link, token or an identity provider, never by password.';
comment on column users.quota is 'Override for this one person; null means that TEAM_QUOTAS of the team rules alone.';
create unique index users_username_folded on users (lower(username));
create unique index users_email_folded on users (lower(email));
create index users_team on users (team_id);

create table api_tokens (
  token_id uuid primary key,
  user_id uuid not null references users (user_id) on delete cascade,
  token_name text not null,
  token_hash text not null unique,
  scopes jsonb not null default '[]' check (jsonb_typeof(scopes) = 'array'),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked boolean not null default false,
  token_prefix text,
  kind text not null default 'token' check (kind in ('token', 'session', 'local'))
);
comment on column api_tokens.token_hash is 'Hash of the token; the token itself is shown once and stored nowhere.';
comment on column api_tokens.token_prefix is 'First characters of the token, so that people can tell theirs apart.';
create index api_tokens_user on api_tokens (user_id);

create table sign_in_links (
  link_hash bytea primary key,
  user_id uuid not null references users (user_id) on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index sign_in_links_user on sign_in_links (user_id);

create table team_quotas (
  quota_id uuid primary key,
  team_id uuid not null references teams (team_id) on delete cascade,
  resource_type text not null,
  limit_value int not null check (limit_value >= 0),
  period text not null default 'none',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (team_id, resource_type, period)
);
comment on table team_quotas is 'Rules over TEAMS.quota, which is a copy of it; USERS.quota overrides it for one person.';
comment on column team_quotas.period is 'Over which time the limit counts; "none" for a limit on what exists at one moment.';

create table team_settings (
  setting_id uuid primary key,
  team_id uuid not null references teams (team_id) on delete cascade,
  setting_key text not null,
  setting_value jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (team_id, setting_key)
);
comment on table team_settings is 'Rules over TEAMS.settings, which is a copy of it.';

create table secrets (
  secret_id uuid primary key,
  team_id uuid not null references teams (team_id) on delete cascade,
  name text not null,
  ciphertext bytea not null,
  nonce bytea not null,
  auth_tag bytea not null,
  key_id text not null,
  created_by uuid references users (user_id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (team_id, name)
);
comment on table secrets is 'AES-256-GCM; the key lies outside the database and key_id says which one.';
