-- The event store. Events are numbered without gaps within their stream when appended; once committed,
-- one sequencer gives them a global position, so that appends do not queue behind each other and no
-- reader passes by an event that commits late.

create table event_streams (
  stream_id text primary key check (octet_length(stream_id) <= 512),
  aggregate_type text,
  aggregate_id text,
  version bigint not null default 0 check (version >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted boolean not null default false
);
comment on column event_streams.version is 'Number of the last event; 0 while there is none, the first event is 1.';
create index event_streams_aggregate on event_streams (aggregate_type, aggregate_id);

create table events (
  event_id uuid primary key,
  stream_id text not null references event_streams (stream_id),
  event_number bigint not null check (event_number > 0),
  event_type text not null,
  event_data jsonb not null,
  event_metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  created_by text,
  correlation_id text,
  causation_id text,
  append_id bigint generated always as identity,
  global_position bigint unique,
  unique (stream_id, event_number)
);
comment on column events.event_metadata is 'Written with EVENT_METADATA for reading in one go; EVENT_METADATA rules.';
comment on column events.append_id is 'Order in which rows were written, with gaps, committed or not: for the sequencer alone, never a cursor.';
comment on column events.global_position is 'Given by the sequencer after the commit, without gaps; null until then. The cursor of every subscriber.';
create index events_unsequenced on events (append_id) where global_position is null;
create index events_correlation on events (correlation_id) where correlation_id is not null;
create index events_type on events (event_type, global_position);

-- One row: whoever holds its lock is the sequencer.
create table event_sequencer (
  only_row boolean primary key default true check (only_row),
  last_position bigint not null default 0 check (last_position >= 0)
);
comment on column event_sequencer.last_position is 'The highest global_position given so far.';
insert into event_sequencer default values;

create table event_metadata (
  metadata_id uuid primary key,
  event_id uuid not null references events (event_id) on delete cascade,
  key text not null,
  value text,
  created_at timestamptz not null default now(),
  unique (event_id, key)
);
comment on table event_metadata is 'Rules over EVENTS.event_metadata, which is a copy of it.';

create table snapshots (
  snapshot_id uuid primary key,
  stream_id text not null references event_streams (stream_id) on delete cascade,
  event_number bigint not null check (event_number >= 0),
  state jsonb not null,
  created_at timestamptz not null default now(),
  unique (stream_id, event_number)
);

create table subscription_groups (
  subscription_group_id uuid primary key,
  group_name text not null unique,
  strategy text not null default 'round-robin'
    check (strategy in ('round-robin', 'dispatch-to-single', 'pinned', 'pinned-by-correlation')),
  max_retry_count int not null default 10 check (max_retry_count >= 0),
  retry_delay_seconds int not null default 1 check (retry_delay_seconds >= 0),
  created_at timestamptz not null default now()
);

create table subscriptions (
  subscription_id uuid primary key,
  stream_id text not null references event_streams (stream_id),
  subscription_group_id uuid not null references subscription_groups (subscription_group_id) on delete cascade,
  consumer_id text not null,
  last_processed_event bigint not null default 0 check (last_processed_event >= 0),
  status text not null default 'active' check (status in ('active', 'paused', 'failed', 'stopped')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (stream_id, subscription_group_id, consumer_id)
);
comment on column subscriptions.last_processed_event is 'Checkpoint: event_number of the stream, for "$all" the global_position.';
create index subscriptions_group on subscriptions (subscription_group_id);
