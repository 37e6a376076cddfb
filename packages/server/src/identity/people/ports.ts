/** What the administration of people needs from the outside. */
import type {
  InvitationId,
  InvitationQuery,
  InvitationView,
  Refusal,
  Role,
  TeamId,
  TeamQuery,
  TeamSettings,
  TeamView,
  UserId,
  UserQuery,
  UserView,
} from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import type { Tx } from '../../kernel/tx.ts';

export type Member = {
  userId: UserId;
  username: string;
  email: string | null;
  teamId: TeamId;
  roles: readonly string[];
  active: boolean;
};

export type Team = { teamId: TeamId; name: string; active: boolean; settings: TeamSettings };

/** What must be one of its kind, and is somebody else's. */
export type Taken = 'username-taken' | 'email-taken' | 'name-taken';

/** A name or address that is taken is an answer: the transaction goes on. */
export type PeopleStore = {
  insertUser(tx: Tx, member: Member & { passwordHash: string | null }): Promise<Taken | null>;
  /** By id or, in any case of letters, by name; locked until the transaction ends. */
  lockUser(tx: Tx, idOrName: string): Promise<Member | null>;
  updateUser(tx: Tx, userId: UserId, patch: Partial<Omit<Member, 'userId'>>): Promise<Taken | null>;
  /**
   * Active admins of active teams, but for this person and those of this team. Nobody else counts until the
   * transaction ends, so that two who go at once are not the last two.
   */
  countOtherAdmins(tx: Tx, but: { userId: UserId } | { teamId: TeamId }): Promise<number>;
  /** Sign-in and reset links of this person that were not used. */
  removeLinks(tx: Tx, userId: UserId): Promise<void>;
  insertTeam(tx: Tx, team: Pick<Team, 'teamId' | 'name'>): Promise<Taken | null>;
  /** By id or name; locked until the transaction ends. */
  lockTeam(tx: Tx, idOrName: string): Promise<Team | null>;
  updateTeam(tx: Tx, teamId: TeamId, patch: Partial<Pick<Team, 'name' | 'active'>>): Promise<Taken | null>;
  /** Null clears. */
  writeSettings(tx: Tx, teamId: TeamId, settings: Partial<TeamSettings>): Promise<void>;
};

/** Who made a link, as they stand now. */
export type LinkMaker = { username: string; teamId: TeamId; roles: readonly string[]; active: boolean };

type Invitation = {
  invitationId: InvitationId;
  teamId: TeamId;
  teamName: string;
  roles: readonly Role[];
  email: string | null;
  expiresAt: Date;
};
export type HeldInvitation = Invitation & { maker: LinkMaker };

/** Open: neither accepted, revoked nor expired, into a team that is active. */
export type InvitationStore = {
  insert(
    tx: Tx,
    invitation: Omit<Invitation, 'teamName'> & { hash: string; createdBy: UserId; createdAt: Date },
  ): Promise<void>;
  findOpen(hash: string, now: Date): Promise<HeldInvitation | null>;
  /** Locked until the transaction ends. */
  lockOpen(tx: Tx, hash: string, now: Date): Promise<HeldInvitation | null>;
  accept(tx: Tx, invitationId: InvitationId, by: UserId, now: Date): Promise<void>;
  /** False: it was not open any more. */
  revoke(tx: Tx, invitationId: InvitationId, now: Date): Promise<boolean>;
};

/** Of somebody who is active, in an active team. */
export type HeldReset = { member: Omit<Member, 'active' | 'email'>; maker: LinkMaker };

export type PasswordResets = {
  /** In place of the person's last one. */
  put(
    tx: Tx,
    reset: { hash: string; userId: UserId; createdBy: UserId; createdAt: Date; expiresAt: Date },
  ): Promise<void>;
  find(hash: string, now: Date): Promise<HeldReset | null>;
  /** Uses it up. Null: it is unknown or expired, or another was faster. */
  take(tx: Tx, hash: string, now: Date): Promise<HeldReset | null>;
  removeExpired(now: Date): Promise<void>;
};

type Page<Item> = { items: Item[]; nextCursor: string | null };
type Listed<Item> = Promise<Result<Page<Item>, Refusal<'invalid-request'>>>;

/** `teamId`: of one team, or of all when null. Whoever may not see it is kept out before. */
export type PeopleReader = {
  users(teamId: TeamId | null, query: UserQuery): Listed<UserView>;
  user(idOrName: string): Promise<UserView | null>;
  teams(teamId: TeamId | null, query: TeamQuery): Listed<TeamView>;
  team(idOrName: string): Promise<TeamView | null>;
  invitations(teamId: TeamId | null, query: InvitationQuery, now: Date): Listed<InvitationView>;
  invitation(invitationId: InvitationId, now: Date): Promise<InvitationView | null>;
};
