/** A session is a chain of refresh tokens, each good once, and the short access tokens given for them. */
import type { SessionId } from '@gauntlet/contract';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type ActedBy, type AuditDeps, NOBODY, recordActIn } from '../audit.ts';
import { hashSecret, newSecret } from '../tokens.ts';
import type { AccessTokens, Person, SessionHow, SessionStore, Visitor } from './ports.ts';

export type SessionDeps = AuditDeps & {
  clock: Clock;
  ids: Ids;
  sessions: SessionStore;
  accessTokens: AccessTokens;
};

/** However much it is used; after that one signs in anew. */
const SESSION_SECONDS = 30 * 24 * 3600;

export type Begun = { sessionId: SessionId; person: Person; refreshToken: string; expiresAt: Date };

/** What a client is given. */
export type SessionTokens = {
  sessionId: SessionId;
  accessToken: string;
  accessSeconds: number;
  refreshToken: string;
  /** Until the session ends at the latest. */
  refreshSeconds: number;
};

/** In the transaction of what lets the person in: the password, the link, the invitation. */
export async function beginSessionIn(
  deps: SessionDeps,
  tx: Tx,
  person: Person,
  how: SessionHow,
  visitor: Visitor,
): Promise<Begun> {
  const now = deps.clock.now();
  const sessionId = deps.ids.next<SessionId>();
  const expiresAt = secondsAfter(now, SESSION_SECONDS);
  const { address, requestId } = visitor;
  const userAgent = visitor.userAgent?.slice(0, 300) ?? null;
  const { userId, teamId } = person;
  await deps.sessions.insert(tx, { sessionId, userId, how, createdAt: now, expiresAt, address, userAgent });
  const refreshToken = await addRefreshToken(deps, tx, sessionId, null);
  const by = personIn(person, sessionId);
  const target = { kind: 'session', id: sessionId, name: person.username };
  await recordActIn(
    deps,
    tx,
    { teamId, by, address, requestId },
    { action: 'session.begin', target, detail: { how, userAgent } },
  );
  return { sessionId, person, refreshToken, expiresAt };
}

export async function addRefreshToken(
  { sessions, clock }: SessionDeps,
  tx: Tx,
  sessionId: SessionId,
  replaces: string | null,
): Promise<string> {
  const token = newSecret('grt_');
  await sessions.addRefreshToken(tx, {
    hash: await hashSecret(token),
    sessionId,
    replaces,
    now: clock.now(),
  });
  return token;
}

/** After the commit: an access token of a session that was rolled back would be good for nothing. */
export async function completeSession(
  { accessTokens, clock }: Pick<SessionDeps, 'accessTokens' | 'clock'>,
  { sessionId, person, refreshToken, expiresAt }: Begun,
): Promise<SessionTokens> {
  const { token, seconds } = await accessTokens.issue({ sessionId, userId: person.userId });
  const refreshSeconds = Math.max(0, Math.floor((expiresAt.getTime() - clock.now().getTime()) / 1000));
  return { sessionId, accessToken: token, accessSeconds: seconds, refreshToken, refreshSeconds };
}

export const personIn = ({ userId, username }: Person, sessionId: SessionId): ActedBy => ({
  ...NOBODY,
  userId,
  username,
  via: 'session',
  sessionId,
});
