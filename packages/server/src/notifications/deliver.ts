/**
 * Sends what is due. Owns deliveries from the claim to their end, and how a channel is doing.
 *
 * At least once: a server that dies between sending and recording leaves the claim to run out, and the next
 * one sends again, with the same ids, so that the receiver can tell. One of each channel at a time, each on
 * its own: a receiver that does not answer delays nobody else.
 */
import { shorten } from '../executions/index.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { InTransaction } from '../kernel/tx.ts';
import { MOST_ATTEMPTS, nextAttemptAt, restUntil } from './backoff.ts';
import { isGreen } from './match-rules.ts';
import { NO_DETAILS, type Notice, type NoticeDetails, type RunNotice } from './notice.ts';
import type {
  ChannelShelf,
  ClaimedDelivery,
  DeliveryEnd,
  DeliveryQueue,
  Reference,
  RunReader,
  SendOutcome,
  Transports,
} from './ports.ts';
import { MOST_FAILURES } from './render/notice-text.ts';

export type DeliverDeps = {
  inTransaction: InTransaction;
  clock: Clock;
  log: Log;
  deliveries: Pick<DeliveryQueue, 'claim' | 'end' | 'noteReference'>;
  channels: Pick<ChannelShelf, 'open' | 'noteFailure' | 'noteSuccess'>;
  runs: Pick<RunReader, 'failures'>;
  transports: Transports;
  /** Where people open what a message speaks of; no slash at the end. */
  serverUrl(): string;
  /** From 0 to 1. */
  chance(): number;
};

/** Longer than any transport takes, all its requests together. */
export const LEASE_SECONDS = 180;
const LONGEST_MESSAGE = 1000;

export const claimDeliveries = (deps: DeliverDeps, limit: number): Promise<ClaimedDelivery[]> =>
  deps.deliveries.claim(deps.clock.now(), LEASE_SECONDS, limit);

export async function deliver(deps: DeliverDeps, claimed: ClaimedDelivery): Promise<void> {
  const outcome = await send(deps, claimed);
  const now = deps.clock.now();
  const isRecorded = await deps.inTransaction(async (tx) => {
    if (!(await deps.deliveries.end(tx, claimed, endOf(deps, claimed, outcome, now)))) return false;
    if (outcome.sent === 'yes') await deps.channels.noteSuccess(tx, claimed.channelId);
    else if (outcome.blames === 'channel')
      await deps.channels.noteFailure(tx, claimed.channelId, readableMessage(outcome.message), (failures) =>
        restUntil(now, failures, outcome.retryAfterSeconds),
      );
    return true;
  });
  const fields = { deliveryId: claimed.deliveryId, channelId: claimed.channelId, attempt: claimed.attempt };
  if (!isRecorded) deps.log.warn(fields, 'a delivery took longer than its lease; another has taken it over');
  else if (outcome.sent === 'no')
    deps.log.warn({ ...fields, why: readableMessage(outcome.message) }, 'a delivery failed');
}

async function send(deps: DeliverDeps, claimed: ClaimedDelivery): Promise<SendOutcome> {
  try {
    const access = await deps.channels.open(claimed.channelId);
    if (access === null) return failure('never', 'message', 'The channel is not there any more.');
    if (!access.ok)
      return failure('later', 'channel', `The channel's secrets cannot be opened. ${access.error.message}`);
    const details = await detailsOf(deps, claimed.notice);
    const { deliveryId, eventId, notice, createdAt, attempt, own, earlier } = claimed;
    const order = {
      deliveryId,
      eventId,
      access: access.value,
      notice,
      details,
      createdAt,
      attempt,
      own,
      earlier,
    };
    const note = (reference: Reference) => deps.deliveries.noteReference(deliveryId, reference);
    return await deps.transports[access.value.kind].send({ ...order, note, now: deps.clock.now() });
  } catch (cause) {
    // Whatever a library throws that its adapter does not know: it may pass.
    return failure('later', 'channel', cause instanceof Error ? cause.message : String(cause));
  }
}

export async function detailsOf(
  { runs, serverUrl }: Pick<DeliverDeps, 'runs' | 'serverUrl'>,
  notice: Notice,
): Promise<NoticeDetails> {
  const found = hasFailed(notice) ? await runs.failures(notice.run.executionId, MOST_FAILURES) : NO_DETAILS;
  return { serverUrl: serverUrl(), ...found };
}

/** Also where no test has: of a file that did not load none is counted. */
const hasFailed = (notice: Notice): notice is RunNotice =>
  notice.about === 'execution' &&
  notice.outcome !== null &&
  (notice.outcome.counts.failed > 0 || !isGreen(notice.outcome.verdict));

function endOf(
  deps: DeliverDeps,
  { attempt }: ClaimedDelivery,
  outcome: SendOutcome,
  now: Date,
): DeliveryEnd {
  if (outcome.sent === 'yes')
    return { status: 'delivered', at: now, response: outcome.response, reference: outcome.reference };
  const rest = { response: outcome.response, reference: outcome.reference ?? null };
  const message = readableMessage(outcome.message);
  if (outcome.again === 'never') return { status: 'dead', message, ...rest };
  if (attempt >= MOST_ATTEMPTS)
    return { status: 'dead', message: `${message} Given up after ${attempt} attempts.`, ...rest };
  const at = nextAttemptAt(now, attempt, deps.chance(), outcome.retryAfterSeconds);
  return { status: 'failed', nextAttemptAt: at, message, ...rest };
}

const failure = (again: 'later' | 'never', blames: 'channel' | 'message', message: string): SendOutcome => ({
  sent: 'no',
  again,
  blames,
  message,
  response: null,
});

const readableMessage = (text: string): string => shorten(text, LONGEST_MESSAGE);
