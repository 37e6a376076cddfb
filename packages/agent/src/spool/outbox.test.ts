import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AgentEvent, type ReportsAnswer, ReportsRequest, type UnitId } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallFailure } from '../server-client/call-server.ts';
import { type EventSpool, openEventSpool } from './event-spool.ts';
import { createOutbox, type Outbox } from './outbox.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-spool-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const unitId = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}` as UnitId;
const started = (n: number): AgentEvent => ({ type: 'unit-started', unitId: unitId(n) });
const range = (count: number, from = 1) => Array.from({ length: count }, (_, index) => started(from + index));

/** A server as far as sequence numbers go. */
const createReceiver = () => {
  const receiver = {
    nextSequence: 1,
    events: [] as AgentEvent[],
    requests: [] as ReportsRequest[],
    order: 'go-on' as ReportsAnswer['order'],
    /** Told before a request is acted on; what it answers instead of acting, if anything. */
    before: async (_request: ReportsRequest): Promise<CallFailure | null> => null,
    send: async (body: Buffer): Promise<Result<ReportsAnswer, CallFailure>> => {
      const request = ReportsRequest.parse(JSON.parse(body.toString()));
      receiver.requests.push(request);
      const failure = await receiver.before(request);
      if (failure) return refuse(failure);
      const accepted = request.sequence === receiver.nextSequence;
      if (accepted) {
        receiver.nextSequence++;
        receiver.events.push(...request.events);
      }
      return ok({ accepted, nextSequence: receiver.nextSequence, order: receiver.order });
    },
  };
  return receiver;
};
type Receiver = ReturnType<typeof createReceiver>;

const openSpool = (told: AgentEvent[] = [], onDiskFull: () => void = () => undefined): EventSpool =>
  openEventSpool({ folder, onRecovered: (event) => told.push(event), onDiskFull });

const open = (receiver: Receiver, spool = openSpool(), broken: CallFailure[] = []): Outbox =>
  createOutbox({
    spool,
    nextSequence: receiver.nextSequence,
    send: receiver.send,
    onOrder: () => undefined,
    onBroken: (failure) => broken.push(failure),
  });

const sendAll = (outbox: Outbox, events: readonly AgentEvent[]) => {
  for (const event of events) outbox.append(event, 'soon');
  return outbox.delivered();
};

describe('the outbox', () => {
  it('brings everything in order and numbers it without gaps', async () => {
    const receiver = createReceiver();
    const outbox = open(receiver);
    for (let i = 0; i < 5; i++) expect(await sendAll(outbox, range(10, i * 10 + 1))).toBe('delivered');
    expect(receiver.events).toEqual(range(50));
    expect(receiver.requests.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  });

  it('sends what waits by itself after a moment, and what is urgent at once', async () => {
    const receiver = createReceiver();
    const outbox = open(receiver);
    const before = performance.now();
    let acceptedAfter = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    outbox.append(started(1), 'soon', () => {
      acceptedAfter = performance.now() - before;
      resolve();
    });
    await promise;
    expect(acceptedAfter).toBeGreaterThanOrEqual(45);
    outbox.append(started(2), 'soon');
    outbox.append(started(3), 'now');
    expect(receiver.requests.length).toBe(2);
    await outbox.delivered();
    expect(receiver.events).toEqual(range(3));
  });

  it('makes batches of at most 2000 events and about a mebibyte', async () => {
    const receiver = createReceiver();
    await sendAll(open(receiver), range(4500));
    expect(receiver.requests.map(({ events }) => events.length)).toEqual([2000, 2000, 500]);
    const large = (n: number): AgentEvent => ({
      type: 'preparation-failed',
      reason: 'setup-failed',
      message: 'x'.repeat(n),
    });
    await sendAll(open(receiver, openSpool()), [large(600_000), large(600_000), large(3_000_000), large(10)]);
    expect(receiver.requests.slice(3).map(({ events }) => events.length)).toEqual([1, 1, 1, 1]);
  });

  it('tells of an event when the server has it, not before', async () => {
    const receiver = createReceiver();
    const order: string[] = [];
    receiver.before = async () => {
      order.push('sent');
      return null;
    };
    open(receiver).append(started(1), 'now', () => order.push('accepted'));
    await expect.poll(() => order).toEqual(['sent', 'accepted']);
  });

  it('goes on where the server says, when it has more or less than was thought', async () => {
    const receiver = createReceiver();
    const outbox = open(receiver);
    await sendAll(outbox, range(1));
    await sendAll(outbox, range(1, 2));
    receiver.nextSequence = 1;
    receiver.events = [];
    await sendAll(outbox, range(1, 3));
    expect(receiver.events).toEqual(range(3));
    expect(receiver.requests.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it.each([0, 9])(
    'breaks off when the server asks for report %i, which there is none of',
    async (sequence) => {
      const receiver = createReceiver();
      const broken: CallFailure[] = [];
      const outbox = open(
        { ...receiver, send: async () => ok({ accepted: true, nextSequence: sequence, order: 'go-on' }) },
        openSpool(),
        broken,
      );
      expect(await sendAll(outbox, range(1))).toBe('undeliverable');
      expect(broken).toMatchObject([{ code: 'refused', problem: 'sequence-gap' }]);
    },
  );

  it('breaks off when the server never takes a report', async () => {
    const receiver = createReceiver();
    const outbox = open({
      ...receiver,
      send: async () => ok({ accepted: false, nextSequence: 1, order: 'go-on' }),
    });
    expect(await sendAll(outbox, range(1))).toBe('undeliverable');
  });

  it('is over when the group is, and whoever waits learns it', async () => {
    const receiver = createReceiver();
    receiver.before = async () => ({ code: 'group-over', message: 'over' });
    const broken: CallFailure[] = [];
    const outbox = open(receiver, openSpool(), broken);
    expect(await sendAll(outbox, range(2))).toBe('undeliverable');
    expect(await outbox.delivered()).toBe('undeliverable');
    outbox.append(started(3), 'now');
    expect(receiver.requests.length).toBe(1);
    expect(broken.map(({ code }) => code)).toEqual(['group-over']);
  });
});

describe('an agent that was killed and is started again', () => {
  const ABORTED: CallFailure = { code: 'aborted', message: 'killed' };

  it('sends what it had not sent, once, and remembers all of it', async () => {
    const receiver = createReceiver();
    const first = openSpool();
    await sendAll(open(receiver, first), range(3));
    for (const event of range(2, 4)) first.append(event);
    first.close();

    const told: AgentEvent[] = [];
    const outbox = open(receiver, openSpool(told));
    outbox.append(started(6), 'soon');
    expect(await outbox.delivered()).toBe('delivered');
    expect(told).toEqual(range(5));
    expect(receiver.events).toEqual(range(6));
  });

  it.each(['had', 'had not'])(
    'loses and repeats nothing when the server %s taken what was on its way',
    async (how) => {
      const receiver = createReceiver();
      const first = openSpool();
      receiver.before = async () => ABORTED;
      const outbox = open(receiver, first);
      await sendAll(outbox, range(3));
      if (how === 'had') {
        receiver.nextSequence = 2;
        receiver.events.push(...range(3));
      }
      // Written after the batch was cut: must not slip into it, for the server skips a number that it knows.
      for (const event of range(2, 4)) first.append(event);
      first.close();

      receiver.before = async () => null;
      await open(receiver, openSpool()).delivered();
      expect(receiver.events).toEqual(range(5));
    },
  );

  it('is not confused by a line that was being written when it was killed', async () => {
    const first = openSpool();
    for (const event of range(2)) first.append(event);
    first.close();
    appendFileSync(join(folder, 'events.jsonl'), '{"type":"unit-st');
    const receiver = createReceiver();
    const told: AgentEvent[] = [];
    await sendAll(open(receiver, openSpool(told)), range(1, 3));
    expect(told).toEqual(range(2));
    expect(receiver.events).toEqual(range(3));
  });
});

describe.runIf(existsSync('/dev/full'))('a full disk', () => {
  it('is told, and silences nobody', async () => {
    mkdirSync(folder, { recursive: true });
    symlinkSync('/dev/full', join(folder, 'events.jsonl'));
    let told = 0;
    const receiver = createReceiver();
    const outbox = open(
      receiver,
      openSpool([], () => void told++),
    );
    expect(await sendAll(outbox, range(5))).toBe('delivered');
    expect(receiver.events).toEqual(range(5));
    expect(told).toBeGreaterThan(0);
  });

  it('that comes in the middle leaves what was written', async () => {
    const receiver = createReceiver();
    symlinkSync('/dev/full', join(folder, 'batches.jsonl'));
    const spool = openSpool();
    await sendAll(open(receiver, spool), range(5));
    expect(receiver.events).toEqual(range(5));
    expect(readFileSync(join(folder, 'events.jsonl'), 'utf8').split('\n').length).toBe(6);
  });
});

it('a spool that is no JSON is an error, not an empty spool', () => {
  writeFileSync(join(folder, 'events.jsonl'), 'garbage\n');
  expect(() => openSpool()).toThrow();
});
