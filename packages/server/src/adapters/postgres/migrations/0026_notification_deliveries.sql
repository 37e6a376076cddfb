-- What is told to whom: one row for each event and receiver, written with the notifier's checkpoint.

create table notification_deliveries (
  delivery_id uuid primary key,
  event_id uuid not null,
  channel_id uuid not null references notification_channels (channel_id) on delete cascade,
  rule_id uuid references notification_rules (rule_id) on delete set null,
  team_id uuid not null references teams (team_id),
  project_id uuid,
  execution_id uuid references test_executions (execution_id) on delete cascade,
  events text[] not null,
  title text not null,
  notice jsonb not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed', 'dead')),
  attempts int not null default 0 check (attempts >= 0),
  next_attempt_at timestamptz,
  claimed_until timestamptz,
  last_error text,
  response jsonb,
  reference jsonb,
  created_at timestamptz not null,
  delivered_at timestamptz,
  unique (event_id, channel_id),
  check ((next_attempt_at is null) = (status in ('delivered', 'dead')))
);
comment on column notification_deliveries.event_id is 'Of the event store. One event is told once to one channel, whichever rules it matched.';
comment on column notification_deliveries.rule_id is 'The first that matched; null: the definition itself, or a rule that is gone.';
comment on column notification_deliveries.notice is 'What is told, as it was when it happened; how it looks is up to the channel.';
comment on column notification_deliveries.claimed_until is 'A server is at it until then; past it, whether it arrived is not known.';
comment on column notification_deliveries.reference is 'Where it is at the receiver: what a later one of the same execution changes in place.';
create index notification_deliveries_due on notification_deliveries (channel_id, next_attempt_at, delivery_id)
  where next_attempt_at is not null;
create index notification_deliveries_listing on notification_deliveries (team_id, delivery_id desc);
create index notification_deliveries_channel on notification_deliveries (channel_id, delivery_id desc);
create index notification_deliveries_rule on notification_deliveries (rule_id, delivery_id desc) where rule_id is not null;
create index notification_deliveries_execution on notification_deliveries (execution_id, channel_id, delivery_id desc)
  where execution_id is not null;
create index notification_deliveries_dead on notification_deliveries (team_id, delivery_id) where status = 'dead';
create index notification_deliveries_old on notification_deliveries (created_at);

create table inbox_items (
  item_id uuid primary key,
  user_id uuid not null references users (user_id) on delete cascade,
  event_id uuid not null,
  team_id uuid not null references teams (team_id),
  project_id uuid,
  execution_id uuid references test_executions (execution_id) on delete set null,
  events text[] not null,
  title text not null,
  link text,
  created_at timestamptz not null,
  read_at timestamptz,
  unique (user_id, event_id)
);
comment on column inbox_items.event_id is 'Of the event store: nobody is told of it twice.';
create index inbox_items_listing on inbox_items (user_id, item_id desc);
create index inbox_items_unread on inbox_items (user_id, item_id desc) where read_at is null;
create index inbox_items_execution on inbox_items (execution_id) where execution_id is not null;
create index inbox_items_old on inbox_items (created_at);

-- What a rule with a time of its own has told last: it tells the same again only after it.
create table notification_repeats (
  repeat_key text primary key,
  told_at timestamptz not null
);
create index notification_repeats_old on notification_repeats (told_at);
