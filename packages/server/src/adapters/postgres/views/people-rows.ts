/** Rows of people, teams and invitations in the shapes of the API. */
import type {
  InvitationId,
  InvitationStatus,
  InvitationView,
  TeamId,
  TeamView,
  UserId,
  UserView,
} from '@gauntlet/contract';
import { settingsOf } from '../team-settings.ts';

export type UserRow = {
  user_id: UserId;
  username: string;
  folded: string;
  email: string | null;
  team_id: TeamId;
  team_name: string;
  roles: string[];
  active: boolean;
  created_at: Date;
  last_login: Date | null;
  follows: boolean;
};

export const userOf = (row: UserRow): UserView => ({
  userId: row.user_id,
  username: row.username,
  email: row.email,
  teamId: row.team_id,
  teamName: row.team_name,
  roles: row.roles,
  active: row.active,
  followsProvider: row.follows,
  createdAt: row.created_at.toISOString(),
  lastLogin: row.last_login?.toISOString() ?? null,
});

export type TeamRow = {
  team_id: TeamId;
  team_name: string;
  folded: string;
  active: boolean;
  settings: unknown;
  created_at: Date;
  members: number;
};

export const teamOf = (row: TeamRow): TeamView => ({
  teamId: row.team_id,
  name: row.team_name,
  active: row.active,
  settings: settingsOf(row.settings),
  createdAt: row.created_at.toISOString(),
  members: row.members,
});

export type InvitationRow = {
  invitation_id: InvitationId;
  team_id: TeamId;
  team_name: string;
  roles: string[];
  email: string | null;
  created_at: Date;
  created_text: string;
  expires_at: Date;
  accepted_at: Date | null;
  revoked_at: Date | null;
  invited_by: string;
  accepted_by: string | null;
};

export const invitationOf = (row: InvitationRow, now: Date): InvitationView => ({
  invitationId: row.invitation_id,
  teamId: row.team_id,
  teamName: row.team_name,
  roles: row.roles,
  email: row.email,
  status: statusOf(row, now),
  invitedBy: row.invited_by,
  acceptedBy: row.accepted_by,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
});

function statusOf({ accepted_at, revoked_at, expires_at }: InvitationRow, now: Date): InvitationStatus {
  if (accepted_at) return 'accepted';
  if (revoked_at) return 'revoked';
  return expires_at <= now ? 'expired' : 'open';
}
