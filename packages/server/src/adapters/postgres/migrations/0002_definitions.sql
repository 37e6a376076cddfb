-- Where tests run, by which framework, and what is to be run.

create table clusters (
  cluster_id uuid primary key,
  cluster_name text not null unique,
  provider text not null,
  region text,
  kubeconfig jsonb,
  status text not null check (status in ('ready', 'unreachable', 'disabled')),
  created_at timestamptz not null default now()
);
comment on column clusters.kubeconfig is 'Encrypted envelope ({keyId, nonce, authTag, ciphertext}), never the plain file; null for this host.';

create table execution_environments (
  environment_id uuid primary key,
  environment_name text not null unique,
  cluster_id uuid not null references clusters (cluster_id),
  namespace text,
  configuration jsonb not null default '{}',
  status text not null check (status in ('ready', 'unreachable', 'disabled')),
  created_at timestamptz not null default now()
);
create index execution_environments_cluster on execution_environments (cluster_id);

create table server_nodes (
  node_name text primary key,
  host text not null,
  cpu_millis int not null check (cpu_millis > 0),
  memory_bytes bigint not null check (memory_bytes > 0),
  labels jsonb not null default '{}',
  last_seen_at timestamptz not null
);

create table test_frameworks (
  framework_id uuid primary key,
  name text not null unique,
  version text not null,
  configuration jsonb not null,
  supported_languages jsonb not null default '[]',
  created_at timestamptz not null default now()
);

create table test_definitions (
  id uuid primary key,
  name text not null,
  type text not null,
  owner_id uuid not null references users (user_id),
  framework_id uuid references test_frameworks (framework_id),
  content jsonb not null,
  resources jsonb not null default '{}',
  config jsonb not null default '{}',
  metadata jsonb not null default '{}',
  version text not null default '1',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted boolean not null default false,
  team_id uuid not null references teams (team_id),
  latest_version int not null check (latest_version > 0)
);
comment on column test_definitions.framework_id is 'Null: the framework is detected from the content at each run.';
comment on column test_definitions.version is 'latest_version as text; latest_version rules.';
comment on column test_definitions.latest_version is 'The newest row of test_definition_versions, whose body rules; content, resources, config and metadata here are its parts, written with it.';
create unique index test_definitions_name on test_definitions (team_id, name) where not deleted;
create index test_definitions_owner on test_definitions (owner_id);
create index test_definitions_framework on test_definitions (framework_id);
create index test_definitions_listing on test_definitions (team_id, updated_at desc, id desc) where not deleted;

create table test_definition_versions (
  definition_id uuid not null references test_definitions (id) on delete cascade,
  version int not null check (version > 0),
  body jsonb not null,
  body_hash text not null,
  created_by uuid references users (user_id),
  created_at timestamptz not null default now(),
  primary key (definition_id, version)
);

create table test_tags (
  tag_id uuid primary key,
  definition_id uuid not null references test_definitions (id) on delete cascade,
  tag_name text not null,
  tag_value text not null default '',
  created_at timestamptz not null default now(),
  unique (definition_id, tag_name)
);
create index test_tags_name on test_tags (tag_name, tag_value);

create table unit_timings (
  definition_id uuid not null references test_definitions (id) on delete cascade,
  key_hash bytea not null,
  unit_key text not null,
  recent_ms int[] not null default '{}' check (cardinality(recent_ms) <= 10),
  updated_at timestamptz not null default now(),
  primary key (definition_id, key_hash)
);
comment on column unit_timings.recent_ms is 'Wall milliseconds of the last ten runs, oldest first; the estimate is their median.';
comment on column unit_timings.key_hash is 'SHA-256 of unit_key: a key may be longer than an index entry can be.';

create table uploads (
  upload_id uuid primary key,
  team_id uuid not null references teams (team_id) on delete cascade,
  sha256 text not null,
  size_bytes bigint not null check (size_bytes >= 0),
  storage_key text not null,
  created_by uuid references users (user_id),
  created_at timestamptz not null default now(),
  expires_at timestamptz
);
create index uploads_content on uploads (team_id, sha256);
create index uploads_expiry on uploads (expires_at) where expires_at is not null;
