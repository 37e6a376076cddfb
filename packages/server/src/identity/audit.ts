/**
 * Who did what: one stream of acts for each team, written in the transaction of the act, so that there is
 * neither an act without its record nor a record without its act. Never holds a secret, token or password.
 */
import type { AuditAction, ProjectId, SessionId, TeamId, TokenId, UserId } from '@gauntlet/contract';
import type { EventStore } from '../event-store/index.ts';
import type { Tx } from '../kernel/tx.ts';
import type { Actor } from './actor.ts';

export type Act = {
  action: AuditAction;
  target: { kind: string; id: string | null; name: string | null };
  detail?: Readonly<Record<string, unknown>>;
  /** Teams whose thing it was done to: theirs to know as well, where that is not the actor's own. */
  of?: readonly TeamId[];
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
  /** In which of the team's projects; left out for none. */
  projectId?: ProjectId | null;
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
  { teamId, projectId, by, address, requestId }: AuditScene,
  { action, target, detail = {}, of = [] }: Act,
): Promise<void> {
  const created = by.username === null ? {} : { createdBy: by.username };
  // In one order, whoever does what to whom: each trail is locked by what is appended to it.
  for (const aggregateId of [...new Set([teamId, ...of])].toSorted()) {
    // The project is one of the actor's team.
    const place = projectId && aggregateId === teamId ? { projectId } : {};
    const data = { action, target, detail, ...place, by, from: { address }, requestId };
    await events.append(tx, { aggregateType: 'audit', aggregateId }, [{ type: 'acted', data, ...created }]);
  }
}

function sceneOf(actor: Actor): AuditScene {
  const { teamId, projectId, address, requestId } = actor;
  const { userId, username, via, tokenId, tokenName, sessionId } = actor;
  return {
    teamId,
    projectId,
    address,
    requestId,
    by: { userId, username, via, tokenId, tokenName, sessionId },
  };
}
