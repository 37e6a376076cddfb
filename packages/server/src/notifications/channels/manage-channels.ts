/** Channels are made, changed and removed by people; each act is recorded, and no secret with it. */
import type { ChannelChange, ChannelId, ChannelRequest, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, type AuditDeps, recordAct } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { ChannelShelf } from '../ports.ts';

export type ManageChannelDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  channels: Pick<ChannelShelf, 'insert' | 'lock' | 'change' | 'remove'>;
  sendWake(tx: Tx, wake: { topic: 'deliveries' }): Promise<void>;
};

export function createChannel(
  deps: ManageChannelDeps,
  actor: Actor,
  request: ChannelRequest,
): Promise<Result<ChannelId, Refusal<'already-exists'>>> {
  return deps.inTransaction(async (tx) => {
    const channelId = deps.ids.next<ChannelId>();
    if (!(await deps.channels.insert(tx, actor, channelId, request, deps.clock.now())))
      return refuse(taken(request.name));
    const target = { kind: 'channel', id: channelId, name: request.name };
    await recordAct(deps, tx, actor, { action: 'channel.create', target, detail: { kind: request.kind } });
    return ok(channelId);
  });
}

export function changeChannel(
  deps: ManageChannelDeps,
  actor: Actor,
  channelId: ChannelId,
  change: ChannelChange,
): Promise<Result<null, Refusal<'not-found' | 'already-exists' | 'invalid-request'>>> {
  return deps.inTransaction(async (tx) => {
    const channel = await deps.channels.lock(tx, actor, channelId);
    if (!channel) return refuse(noChannel());
    if (channel.kind !== change.kind) return refuse(otherKind(channel.kind));
    if (!(await deps.channels.change(tx, channelId, change, deps.clock.now())))
      return refuse(taken(change.name ?? ''));
    const { kind: _kind, secrets, ...others } = change;
    const changed = [...Object.keys(others), ...Object.keys(secrets ?? {}).map((name) => `secrets.${name}`)];
    const target = { kind: 'channel', id: channelId, name: change.name ?? channel.name };
    await recordAct(deps, tx, actor, { action: 'channel.change', target, detail: { changed } });
    await deps.sendWake(tx, { topic: 'deliveries' });
    return ok(null);
  });
}

export function removeChannel(
  deps: ManageChannelDeps,
  actor: Actor,
  channelId: ChannelId,
): Promise<Result<null, Refusal<'not-found'>>> {
  return deps.inTransaction(async (tx) => {
    const channel = await deps.channels.lock(tx, actor, channelId);
    if (!channel) return refuse(noChannel());
    await deps.channels.remove(tx, channelId);
    const target = { kind: 'channel', id: channelId, name: channel.name };
    await recordAct(deps, tx, actor, { action: 'channel.remove', target });
    return ok(null);
  });
}

export const noChannel = (): Refusal<'not-found'> => ({
  code: 'not-found',
  message: 'There is no such channel in your team or project.',
});

const taken = (name: string): Refusal<'already-exists'> => ({
  code: 'already-exists',
  message: `There is a channel "${name}" here already. Choose another name.`,
  faults: [{ path: 'name', message: 'taken' }],
});

const otherKind = (kind: string): Refusal<'invalid-request'> => ({
  code: 'invalid-request',
  message: `The channel is of the kind "${kind}", which does not change. Make another channel.`,
  faults: [{ path: 'kind', message: `"${kind}"` }],
});
