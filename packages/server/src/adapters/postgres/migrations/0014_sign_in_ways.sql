-- Ways to sign in beyond links and passwords: an identity provider, and a code shown by a program.

create table user_identities (
  issuer text not null,
  subject text not null,
  user_id uuid not null references users (user_id) on delete cascade,
  manages_user boolean not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null,
  primary key (issuer, subject),
  unique (user_id, issuer)
);
comment on table user_identities is 'Who somebody is at an identity provider. The subject alone names a person there: names and addresses change hands.';
comment on column user_identities.manages_user is 'True: this account came by the provider, and its team and roles follow the groups there. False: a local account that was linked to it.';

create table device_requests (
  device_request_id uuid primary key,
  device_code_hash bytea not null unique,
  user_code_hash bytea not null unique,
  client_name text not null,
  address text,
  scopes_asked jsonb not null check (jsonb_typeof(scopes_asked) = 'array'),
  status text not null default 'pending' check (status in ('pending', 'approved', 'refused', 'redeemed')),
  decided_by uuid references users (user_id) on delete cascade,
  scopes_given jsonb check (jsonb_typeof(scopes_given) = 'array'),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  interval_seconds int not null check (interval_seconds > 0),
  last_asked_at timestamptz,
  check ((status in ('approved', 'redeemed')) <= (decided_by is not null and scopes_given is not null))
);
comment on table device_requests is 'Programs that ask to be signed in. Both codes are stored as hashes.';
comment on column device_requests.address is 'From where the program asked, shown to the one who decides.';
create index device_requests_address on device_requests (address, expires_at) where status = 'pending';
create index device_requests_expiry on device_requests (expires_at);

create table device_code_guesses (
  guess_id uuid primary key,
  user_id uuid not null references users (user_id) on delete cascade,
  guessed_at timestamptz not null
);
comment on table device_code_guesses is 'User codes that somebody tried and that name nothing: who guesses is stopped.';
create index device_code_guesses_user on device_code_guesses (user_id, guessed_at);
