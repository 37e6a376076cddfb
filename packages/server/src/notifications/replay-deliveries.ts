/** Tries dead deliveries again, from their first attempt on. */
import type { ChannelId, DeliveryId, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, type AuditDeps, recordAct } from '../identity/index.ts';
import type { Clock } from '../kernel/clock.ts';
import type { InTransaction, Tx } from '../kernel/tx.ts';
import type { ChannelShelf, DeliveryQueue } from './ports.ts';

export type ReplayDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  deliveries: Pick<DeliveryQueue, 'replay' | 'show'>;
  channels: Pick<ChannelShelf, 'show'>;
  sendWake(tx: Tx, wake: { topic: 'deliveries' }): Promise<void>;
};

const MOST_AT_ONCE = 1000;

export async function replayDelivery(
  deps: ReplayDeps,
  actor: Actor,
  deliveryId: DeliveryId,
): Promise<Result<null, Refusal<'not-found' | 'already-ended'>>> {
  const delivery = await deps.deliveries.show(actor, deliveryId);
  if (!delivery) return refuse(noDelivery());
  const replayed = await replay(deps, actor, { deliveryId }, delivery.title);
  return replayed === 1 ? ok(null) : refuse(notDead(delivery.status));
}

export async function replayDead(
  deps: ReplayDeps,
  actor: Actor,
  channelId: ChannelId | undefined,
): Promise<Result<number, Refusal<'not-found'>>> {
  const channel = channelId === undefined ? null : await deps.channels.show(actor, channelId);
  if (channelId !== undefined && channel === null)
    return refuse({ code: 'not-found', message: 'There is no such channel in your team or project.' });
  return ok(await replay(deps, actor, { channelId }, channel?.name ?? null));
}

function replay(
  deps: ReplayDeps,
  actor: Actor,
  which: { deliveryId?: DeliveryId; channelId?: ChannelId | undefined },
  name: string | null,
): Promise<number> {
  return deps.inTransaction(async (tx) => {
    const replayed = await deps.deliveries.replay(tx, actor, which, {
      now: deps.clock.now(),
      limit: MOST_AT_ONCE,
    });
    if (replayed.length === 0) return 0;
    const kind = which.deliveryId ? 'delivery' : which.channelId ? 'channel' : 'team';
    const target = { kind, id: which.deliveryId ?? which.channelId ?? actor.teamId, name };
    await recordAct(deps, tx, actor, {
      action: 'delivery.replay',
      target,
      detail: { replayed: replayed.length },
    });
    await deps.sendWake(tx, { topic: 'deliveries' });
    return replayed.length;
  });
}

const noDelivery = (): Refusal<'not-found'> => ({
  code: 'not-found',
  message: 'There is no such delivery in your team or project.',
});

const notDead = (status: string): Refusal<'already-ended'> => ({
  code: 'already-ended',
  message: `The delivery is ${status}: only dead ones are replayed.`,
});
