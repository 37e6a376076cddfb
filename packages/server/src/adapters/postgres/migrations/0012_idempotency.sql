-- An Idempotency-Key stands for the request it came with, not for what that came to.

alter table test_executions add column idempotency_request_hash bytea;
comment on column test_executions.idempotency_request_hash is 'SHA-256 of the canonical request that came with idempotency_key: the same key with another request is refused.';
