/**
 * Who did what: one stream of acts for each team, written in the transaction of the act, so that there is
 * neither an act without its record nor a record without its act. Never holds a secret, token or password.
 */
import type { SessionId, TeamId, TokenId, UserId } from '@gauntlet/contract';
import type { EventStore } from '../event-store/index.ts';
import type { Tx } from '../kernel/tx.ts';
import type { Actor } from './actor.ts';

type AuditAction =
  | 'device.approve'
  | 'device.refuse'
  | 'execution.cancel'
  | 'execution.rerun'
  | 'invitation.accept'
  | 'invitation.create'
  | 'invitation.revoke'
  | 'key.rotate'
  | 'password.change'
  | 'password.reset'
  | 'password-reset.create'
  | 'project.add-member'
  | 'project.create'
  | 'quota.clear'
  | 'quota.set'
  | 'secret.remove'
  | 'secret.set'
  | 'secret.use'
  | 'session.begin'
  | 'session.end'
  | 'session.refuse'
  | 'sign-in-link.create'
  | 'team.change'
  | 'team.create'
  | 'test.submit'
  | 'token.create'
  | 'token.revoke'
  | 'user.activate'
  | 'user.change'
  | 'user.create'
  | 'user.deactivate';

export type Act = {
  action: AuditAction;
  target: { kind: string; id: string | null; name: string | null };
  detail?: Readonly<Record<string, unknown>>;
};

/** `nobody`: a log-in that failed, by who knows whom. `server`: a loop of the server itself. */
export type ActedBy = {
  userId: UserId | null;
  username: string | null;
  via: Actor['via'] | 'nobody' | 'server';
  tokenId: TokenId | null;
  tokenName: string | null;
  sessionId: SessionId | null;
};

/** Whose trail, by whom, from where. */
export type AuditScene = {
  teamId: TeamId;
  by: ActedBy;
  address: string | null;
  requestId: string | null;
};

export type AuditDeps = { events: Pick<EventStore, 'append'> };

export const NOBODY: ActedBy = {
  userId: null,
  username: null,
  via: 'nobody',
  tokenId: null,
  tokenName: null,
  sessionId: null,
};

/** What somebody did who is signed in. */
export const recordAct = (deps: AuditDeps, tx: Tx, actor: Actor, act: Act) =>
  recordActIn(deps, tx, sceneOf(actor), act);

/** What was done by nobody who is signed in: at the door, or by the server itself. */
export async function recordActIn(
  { events }: AuditDeps,
  tx: Tx,
  { teamId, by, address, requestId }: AuditScene,
  { action, target, detail = {} }: Act,
): Promise<void> {
  const data = { action, target, detail, by, from: { address }, requestId };
  const event = { type: 'acted', data, ...(by.username === null ? {} : { createdBy: by.username }) };
  await events.append(tx, { aggregateType: 'audit', aggregateId: teamId }, [event]);
}

function sceneOf(actor: Actor): AuditScene {
  const { teamId, address, requestId, userId, username, via, tokenId, tokenName, sessionId } = actor;
  return { teamId, address, requestId, by: { userId, username, via, tokenId, tokenName, sessionId } };
}
