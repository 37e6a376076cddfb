/**
 * Brings the agent's reports to the server, in order, each once.
 *
 * Owns the order of sending and what is on its way; the spool owns the bytes. Invariants: one request at a
 * time; a batch is sent again, unchanged, until the server's answer says that it has it; events leave at
 * once when urgent or when a batch is full, and 50 ms after the first one otherwise. What an outage piles
 * up lies on disk, not here.
 */
import type { AgentEvent, ReportsAnswer } from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import type { CallFailure } from '../server-client/call-server.ts';
import type { Batch, EventSpool } from './event-spool.ts';
import { createWaiters } from './waiters.ts';
import { createWaitingLine } from './waiting-line.ts';

export type Urgency = 'now' | 'soon';
type Delivery = 'delivered' | 'undeliverable';

export type Outbox = {
  append: (event: AgentEvent, urgency: Urgency, onAccepted?: () => void) => void;
  /** Settles when the server has everything that was appended so far, or when it never will. */
  delivered: () => Promise<Delivery>;
};

export type OutboxOptions = {
  spool: EventSpool;
  /** The first report that the server has not seen. */
  nextSequence: number;
  send: (body: Buffer) => Promise<Result<ReportsAnswer, CallFailure>>;
  onOrder: (order: ReportsAnswer['order']) => void;
  /** Nothing can be delivered any more. */
  onBroken: (failure: CallFailure) => void;
};

const FLUSH_MS = 50;
/** A server that asks for the same report again and again without taking it is broken, or we are. */
const MOST_REPEATS = 5;

export const createOutbox = (options: OutboxOptions): Outbox => {
  const { spool } = options;
  const line = createWaitingLine(spool);
  let next = options.nextSequence;
  let repeats = 0;
  let state: 'idle' | 'sending' | 'broken' = 'idle';
  let timer: NodeJS.Timeout | undefined;
  const accepted = new Map<number, readonly (() => void)[]>();
  const waiters = createWaiters<Delivery>();

  const isEmpty = () => line.isEmpty() && next > spool.lastSequence();

  const takeBatch = (): Batch | null => {
    const again = spool.batchAt(next);
    if (again) return again;
    const cut = line.cutBatch();
    if (cut && cut.callbacks.length > 0) accepted.set(cut.batch.sequence, cut.callbacks);
    return cut?.batch ?? null;
  };

  const noteAnswer = (sequence: number, answer: ReportsAnswer): void => {
    repeats = answer.nextSequence > sequence ? 0 : repeats + 1;
    next = answer.nextSequence;
    for (const [seen, callbacks] of accepted) {
      if (seen >= next) continue;
      accepted.delete(seen);
      for (const callback of callbacks) callback();
    }
    options.onOrder(answer.order);
  };

  const breakOff = (failure: CallFailure): void => {
    state = 'broken';
    clearTimeout(timer);
    options.onBroken(failure);
    waiters.settle('undeliverable');
  };

  const drain = async (): Promise<void> => {
    for (let batch = takeBatch(); batch !== null; batch = takeBatch()) {
      const answered = await options.send(spool.bodyOf(batch));
      if (!answered.ok) return breakOff(answered.error);
      noteAnswer(batch.sequence, answered.value);
      const isPossible = next >= 1 && next <= spool.lastSequence() + 1;
      if (repeats > MOST_REPEATS || !isPossible) return breakOff(outOfStep(batch, next));
    }
    state = 'idle';
    if (isEmpty()) waiters.settle('delivered');
  };

  const pump = (): void => {
    if (state !== 'idle') return;
    state = 'sending';
    drain().catch((cause: Error) => breakOff({ code: 'unreadable', message: cause.message }));
  };

  const sendAll = (): void => {
    clearTimeout(timer);
    timer = undefined;
    line.setDue();
    pump();
  };

  const append: Outbox['append'] = (event, urgency, onAccepted) => {
    line.push({ ...spool.append(event), onAccepted });
    if (state === 'broken') return;
    if (urgency === 'now') sendAll();
    else if (line.isFull()) pump();
    else timer ??= setTimeout(sendAll, FLUSH_MS);
  };

  const delivered: Outbox['delivered'] = () => {
    if (state === 'broken') return Promise.resolve('undeliverable');
    if (isEmpty()) return Promise.resolve('delivered');
    const settled = waiters.wait();
    sendAll();
    return settled;
  };

  if (!isEmpty()) sendAll();
  return { append, delivered };
};

const outOfStep = ({ sequence }: Batch, next: number): CallFailure => ({
  code: 'refused',
  status: 200,
  problem: 'sequence-gap',
  message: `The server asks for report ${next} in answer to report ${sequence}.`,
});
