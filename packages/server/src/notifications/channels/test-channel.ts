/** Sends a test through a channel at once, so that its maker sees what the receiver says. Nothing is kept of it. */
import type { ChannelId, ChannelTest, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { shorten } from '../../executions/index.ts';
import { type Actor, type AuditDeps, recordAct } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import { NO_DETAILS } from '../notice.ts';
import type { ChannelShelf, SendOutcome, Transports } from '../ports.ts';
import { noChannel } from './manage-channels.ts';

export type TestChannelDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  channels: Pick<ChannelShelf, 'show' | 'open'>;
  transports: Transports;
  serverUrl(): string;
};

const LONGEST_MESSAGE = 1000;

export async function testChannel(
  deps: TestChannelDeps,
  actor: Actor,
  channelId: ChannelId,
): Promise<Result<ChannelTest, Refusal<'not-found'>>> {
  const channel = await deps.channels.show(actor, channelId);
  if (!channel) return refuse(noChannel());
  const outcome = await send(deps, actor, channelId, channel.name);
  const result = { outcome: outcome.sent === 'yes' ? 'delivered' : 'failed' } as const;
  await deps.inTransaction((tx) => {
    const target = { kind: 'channel', id: channelId, name: channel.name };
    return recordAct(deps, tx, actor, { action: 'channel.test', target, detail: result });
  });
  const message = outcome.sent === 'yes' ? null : shorten(outcome.message, LONGEST_MESSAGE);
  return ok({ ...result, message, response: outcome.response });
}

async function send(
  deps: TestChannelDeps,
  actor: Actor,
  channelId: ChannelId,
  name: string,
): Promise<SendOutcome> {
  const access = await deps.channels.open(channelId);
  if (access === null || !access.ok)
    return failed(access === null ? 'The channel is not there any more.' : access.error.message);
  const now = deps.clock.now();
  const team = { teamId: actor.teamId, name: actor.teamName };
  const notice = {
    about: 'test',
    events: [],
    at: now.toISOString(),
    team,
    channelName: name,
    by: actor.username,
  } as const;
  const once = { attempt: 1, own: null, earlier: null, createdAt: now, now, note: async () => undefined };
  const order = {
    deliveryId: deps.ids.next<string>(),
    eventId: deps.ids.next<string>(),
    access: access.value,
    notice,
  };
  try {
    const details = { ...NO_DETAILS, serverUrl: deps.serverUrl() };
    return await deps.transports[access.value.kind].send({ ...order, ...once, details });
  } catch (cause) {
    return failed(cause instanceof Error ? cause.message : String(cause));
  }
}

const failed = (message: string): SendOutcome => ({
  sent: 'no',
  again: 'never',
  blames: 'message',
  message,
  response: null,
});
