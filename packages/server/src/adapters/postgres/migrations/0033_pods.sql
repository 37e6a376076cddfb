-- Executions whose groups are pods of a cluster, beside those whose groups are processes of a server's host.

alter table test_executions
  add column runs_on text not null default 'local' check (runs_on in ('local', 'kubernetes')),
  add column waiting_for text;
comment on column test_executions.runs_on is 'Of what kind its environment is; an environment never becomes one of another kind.';
comment on column test_executions.waiting_for is 'What the scheduler found missing when it looked at it last, in words; of the queue of a cluster only.';

create index test_executions_cluster_queue on test_executions (environment_id, priority desc, queue_seq)
  where status in ('queued', 'retrying') and runs_on = 'kubernetes';

alter table execution_groups
  add column environment_id uuid references execution_environments (environment_id),
  add column job_name text,
  add column launch_after timestamptz,
  add column earlier_token_hashes bytea[],
  add column waiting jsonb,
  add column warned_about text[] not null default '{}',
  add column lost_by text check (lost_by in ('infrastructure', 'interruption')),
  add column burial_claimed_at timestamptz;
comment on column execution_groups.environment_id is 'In whose cluster it is a pod; null: it is a process of the server''s host that node_name names.';
comment on column execution_groups.node_name is 'Of a pod: where it was seen; null before.';
comment on column execution_groups.launch_claimed_at is 'A server took it upon itself to start it; taken again when nothing came of it, by a server of this node, or, for a pod, by any after a while.';
comment on column execution_groups.job_name is 'The Job in the cluster; null: none is known to have been made.';
comment on column execution_groups.launch_after is 'The cluster could not take the pod yet; it is not asked again before.';
comment on column execution_groups.earlier_token_hashes is 'Of launches that were claimed and not known to have come to anything: the Job may be made with any of these tokens, whoever comes to know of it.';
comment on column execution_groups.waiting is 'What the pod waits for before it can start: {for, message, since}.';
comment on column execution_groups.warned_about is 'Warnings of the cluster that were told already.';
comment on column execution_groups.lost_by is 'Whose fault it was, where the cluster says so. interruption: its place was taken away (spot, preemption, a lost node), which counts for less.';
comment on column execution_groups.burial_claimed_at is 'A server sees to the end of the pod: its log is taken once.';

create index execution_groups_earlier_tokens on execution_groups using gin (earlier_token_hashes)
  where earlier_token_hashes is not null;
