-- Clusters that people add, and what is known of them and of their environments.

alter table clusters
  add column access text not null default 'local' check (access in ('local', 'kubeconfig', 'in-cluster')),
  add column api_server text,
  add column credential text check (credential in ('token', 'client-certificate', 'password', 'service-account')),
  add column key_id text generated always as (kubeconfig ->> 'keyId') stored,
  add column status_reason text,
  add column last_check jsonb,
  add column updated_at timestamptz not null default now(),
  add check ((access = 'kubeconfig') = (kubeconfig is not null));
comment on column clusters.kubeconfig is 'Sealed envelope ({keyId, nonce, authTag, ciphertext} in base64) of the one context that is used, as JSON, bound to its cluster_id; never the plain file. Null for this host, and for the cluster that the server runs in.';
comment on column clusters.key_id is 'keyId of the envelope: which key sealed it.';
comment on column clusters.last_check is 'Answer of the last check, permission by permission; null: not checked since it was added or its access changed.';

update clusters set provider = 'local' where cluster_id = '01900000-0000-7000-8000-000000000201';

alter table execution_environments
  add column status_reason text,
  add column checked_at timestamptz,
  add column updated_at timestamptz not null default now();

-- Whether an environment is in use is asked before it is removed.
create index test_executions_environment on test_executions (environment_id);
