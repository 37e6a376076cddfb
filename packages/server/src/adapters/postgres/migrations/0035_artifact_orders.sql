-- Files that agents were let bring into a bucket past the server, for whom a quota of stored bytes is set: they count
-- from the order on, or whoever never says that they are there could fill the bucket.
create table artifact_orders (
  group_id uuid not null references execution_groups (group_id) on delete cascade,
  storage_key text not null,
  team_id uuid not null references teams (team_id) on delete cascade,
  created_by uuid not null references users (user_id),
  size_bytes bigint not null check (size_bytes >= 0),
  expires_at timestamptz not null,
  primary key (group_id, storage_key)
);
create index artifact_orders_team on artifact_orders (team_id);
create index artifact_orders_person on artifact_orders (created_by);
create index artifact_orders_expiry on artifact_orders (expires_at);
comment on column artifact_orders.storage_key is 'Where the bytes wait until they are stored.';
comment on column artifact_orders.created_by is 'Who submitted the execution.';
comment on column artifact_orders.expires_at is 'By then the sweep has removed what waits there.';
