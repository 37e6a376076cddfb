-- Invitations into a team, and links by which somebody sets a new password.

create table invitations (
  invitation_id uuid primary key,
  team_id uuid not null references teams (team_id) on delete cascade,
  roles jsonb not null check (jsonb_typeof(roles) = 'array'),
  email text,
  token_hash bytea not null unique,
  created_by uuid not null references users (user_id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references users (user_id) on delete set null,
  revoked_at timestamptz,
  check (accepted_at is null or revoked_at is null)
);
comment on column invitations.token_hash is 'SHA-256 of the token in the link, which is shown once.';
comment on column invitations.created_by is 'Good only as long as this person is active and may still give the roles.';
create index invitations_listing on invitations (created_at desc, invitation_id desc);
create index invitations_team on invitations (team_id, created_at desc, invitation_id desc);
create index invitations_created_by on invitations (created_by);
create index invitations_accepted_by on invitations (accepted_by) where accepted_by is not null;

create table password_resets (
  token_hash bytea primary key,
  user_id uuid not null unique references users (user_id) on delete cascade,
  created_by uuid not null references users (user_id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table password_resets is 'At most one for a person: a new one takes the place of the last, and the use of one removes it.';
comment on column password_resets.token_hash is 'SHA-256 of the token in the link, which is shown once.';
create index password_resets_created_by on password_resets (created_by);
create index password_resets_expires on password_resets (expires_at);

create index users_listing on users (team_id, lower(username), user_id);
