import type { SessionId, TeamId, UserId } from '@gauntlet/contract';
import type { Tx } from '../../kernel/tx.ts';
import type { Actor } from '../actor.ts';

export type SessionHow = 'password' | 'link' | 'oidc' | 'invitation';

/** From where a request came in that nobody is known behind yet. */
export type Visitor = { address: string | null; userAgent: string | null; requestId: string | null };

export type Person = { userId: UserId; username: string; teamId: TeamId };

type NewSession = {
  sessionId: SessionId;
  userId: UserId;
  how: SessionHow;
  createdAt: Date;
  expiresAt: Date;
  address: string | null;
  userAgent: string | null;
};

export type SessionRow = Omit<NewSession, 'userId'> & { lastUsedAt: Date };

/** A session as it stands behind a refresh token. */
export type HeldSession = {
  sessionId: SessionId;
  person: Person;
  expiresAt: Date;
  /** Not ended, and user and team are active. The end by time is for the caller to see. */
  live: boolean;
};

export type RefreshTokenUse = {
  usedAt: Date | null;
  /** `successor`: one that took its place was used. `sibling`: one that was given in its stead was. */
  outrunBy: 'successor' | 'sibling' | null;
};

export type SessionStore = {
  /** Also notes the user's last log-in. */
  insert(tx: Tx, session: NewSession): Promise<void>;
  /** The session of a refresh token, locked until the transaction ends. Null: the token is unknown. */
  lockByRefreshToken(tx: Tx, hash: string): Promise<HeldSession | null>;
  useOf(tx: Tx, hash: string): Promise<RefreshTokenUse>;
  /** `replaces`: that token is used up by it, unless it was before. */
  addRefreshToken(
    tx: Tx,
    token: { hash: string; sessionId: SessionId; replaces: string | null; now: Date },
  ): Promise<void>;
  touch(tx: Tx, sessionId: SessionId, now: Date): Promise<void>;
  /** Null when it has ended or expired, is another's, or its user or team is not active. */
  findActor(sessionId: SessionId, userId: UserId, now: Date): Promise<Actor | null>;
  /** Live ones, the last used first. */
  listOf(userId: UserId, now: Date): Promise<SessionRow[]>;
  /** Ends the live sessions of a user: one, all, or all but one. @returns those that ended now. */
  end(tx: Tx, order: EndSessions, now: Date): Promise<SessionId[]>;
  removeExpired(now: Date): Promise<void>;
};

type EndSessions = { userId: UserId; why: string; only?: SessionId; but?: SessionId | null };

type AccessClaims = { userId: UserId; sessionId: SessionId };

/** A public key as it is published (RFC 7517). */
export type PublicJwk = Readonly<Record<string, unknown>>;

export type AccessTokens = {
  issue(claims: AccessClaims): Promise<{ token: string; seconds: number }>;
  /** Null for a token that is not ours, not good or no longer. Says nothing of the session behind it. */
  read(token: string): Promise<AccessClaims | null>;
  published(): Promise<PublicJwk[]>;
};

type NewSigningKey = { kid: string; publicJwk: PublicJwk; privateJwk: PublicJwk };

export type SigningKey = NewSigningKey & {
  createdAt: Date;
  retiresAt: Date;
  /** Null while it signs. */
  expiresAt: Date | null;
};

export type MakeSigningKey = () => Promise<NewSigningKey>;

export type SigningKeys = {
  /** Believed at that moment, the newest first. */
  listGood(now: Date): Promise<SigningKey[]>;
  /** When the one that signs is due to be replaced, and nobody else replaces it until the transaction ends. Null: there is none. */
  lockNewest(tx: Tx): Promise<{ kid: string; retiresAt: Date } | null>;
  /** The others sign no more, and are believed until then. */
  takeOver(tx: Tx, key: SigningKey, othersUntil: Date): Promise<void>;
  removeExpired(now: Date): Promise<void>;
};
