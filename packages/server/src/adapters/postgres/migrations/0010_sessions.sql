-- Sessions of people: short access tokens by signing keys, refresh tokens that are good once.

create table sessions (
  session_id uuid primary key,
  user_id uuid not null references users (user_id) on delete cascade,
  how text not null check (how in ('password', 'link', 'oidc', 'invitation')),
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_why text,
  address text,
  user_agent text
);
comment on column sessions.last_used_at is 'When it was last given an access token: some minutes behind at most.';
comment on column sessions.expires_at is 'However much it is used: after this one signs in anew.';
create index sessions_user on sessions (user_id);
create index sessions_expires on sessions (expires_at);

create table refresh_tokens (
  token_hash bytea primary key,
  session_id uuid not null references sessions (session_id) on delete cascade,
  created_at timestamptz not null,
  used_at timestamptz,
  replaced_by bytea
);
comment on table refresh_tokens is 'One chain for each session. Only the last one is unused; whoever brings another one ends the session.';
comment on column refresh_tokens.token_hash is 'SHA-256 of the token; the token itself is in a cookie and stored nowhere.';
create index refresh_tokens_session on refresh_tokens (session_id);

create table signing_keys (
  kid text primary key,
  public_jwk jsonb not null,
  ciphertext bytea not null,
  nonce bytea not null,
  auth_tag bytea not null,
  key_id text not null,
  created_at timestamptz not null,
  retires_at timestamptz not null,
  expires_at timestamptz
);
comment on table signing_keys is 'Of access tokens. The private half is sealed (AES-256-GCM); the key lies outside the database and key_id says which one.';
comment on column signing_keys.retires_at is 'When another one shall take over.';
comment on column signing_keys.expires_at is 'Null while it signs. Then: until when its public half is believed and published, which is longer than its last token lives.';

create table sign_in_attempts (
  attempt_id uuid primary key,
  account_hash bytea not null,
  address text not null,
  attempted_at timestamptz not null
);
comment on table sign_in_attempts is 'By password, of the last minutes. Written before the password is looked at and removed when it was right.';
comment on column sign_in_attempts.account_hash is 'SHA-256 of the name as typed: it may be a password in the wrong field.';
create index sign_in_attempts_address on sign_in_attempts (address, attempted_at);
