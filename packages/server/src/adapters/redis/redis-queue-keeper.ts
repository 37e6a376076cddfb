/**
 * Holds the order that Redis keeps against PostgreSQL's rows, and mends it both ways.
 *
 * After each connection, and when Redis has lost what it had, all of it: as long as that goes on the order is not used,
 * and that of a Redis which was started anew is not used before. Else the head of each line, which is what is given
 * next, and a part of the rest, so that a look at a long queue costs as much as one at a short one.
 */
import type { ExecutionId } from '@gauntlet/contract';
import type { QueueKeeper, QueueLine, QueuePlace, QueueTruth } from '../../executions/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { RedisLink } from './redis-link.ts';
import type { RedisOrder } from './redis-order.ts';

type Deps = { link: RedisLink; order: RedisOrder; truth: QueueTruth; clock: Clock; log: Log };

export const PAGE = 500;
/** Beyond the first, at each look. */
export const PAGES_A_LOOK = 4;
/** Of what Redis holds in the stretch of one page: more can only be what does not belong there. */
const MOST_KNOWN = PAGE * 4;

/** `last`: where the next page begins; null: there is none. */
type Page = { last: QueuePlace | null; mended: number };

type Keeper = QueueKeeper & { lost(): void };

export function createRedisQueueKeeper(deps: Deps): Keeper {
  const { link, order, log } = deps;
  let state: 'unknown' | 'filled' = 'unknown';
  /** How far the rest of each line was looked at. */
  const cursors = new Map<QueueLine, QueuePlace>();
  let look: () => void = () => undefined;
  link.onReady(() => {
    state = 'unknown';
    look();
  });

  const fill = async (): Promise<void> => {
    const begun = await order.beginFilling();
    if (begun === 'away' || begun === 'taken') return;
    const lines = await linesOf(deps);
    if (lines === 'away') return;
    let mended = 0;
    for (const line of lines.all) {
      const filled = await fillLine(deps, line);
      if (filled === 'away') return;
      mended += filled;
    }
    const ended = await order.endFilling(begun.mark);
    if (ended === 'lost') look(); // once more
    if (ended !== 'whole') return;
    state = 'filled';
    log.info({ mended }, 'Redis has the order of the queue');
  };
  const mendSome = async (): Promise<void> => {
    const lines = await linesOf(deps);
    if (lines === 'away') return;
    let mended = 0;
    for (const line of lines.all) {
      const done = await mendLine(deps, line, cursors);
      if (done === 'away') return;
      mended += done;
    }
    if (lines.idle.length > 0) await order.forget(lines.idle);
    if (mended > 0) log.info({ mended }, 'the order of the queue in Redis was mended');
  };
  return {
    mend: async () => {
      const whole = await order.isWhole();
      if (whole === 'away') return;
      await (whole && state === 'filled' ? mendSome() : fill());
    },
    health: () =>
      link.state() === 'up'
        ? { ok: true, message: 'Redis keeps the order' }
        : { ok: false, message: 'Redis is away; the queue goes by the order of PostgreSQL' },
    onDoubt: (told) => {
      look = told;
    },
    lost: () => look(),
    close: async () => link.close(),
  };
}

type Lines = { all: QueueLine[] /** Nobody waits there: environments come and go. */; idle: QueueLine[] };

/** Those in which somebody waits, and those that Redis has: what it has there may be of yesterday. */
async function linesOf({ order, truth }: Deps): Promise<Lines | 'away'> {
  const kept = await order.lines();
  if (kept === 'away') return kept;
  const used = await truth.listLines();
  return { all: [...new Set([...used, ...kept])], idle: kept.filter((line) => !used.includes(line)) };
}

/** @returns how many were put there or dropped */
async function fillLine(deps: Deps, line: QueueLine): Promise<number | 'away'> {
  let mended = 0;
  let after: QueuePlace | null = null;
  do {
    const page: Page | 'away' = await mendPage(deps, line, after);
    if (page === 'away') return page;
    mended += page.mended;
    after = page.last;
    await deps.order.goOnFilling();
  } while (after !== null);
  return mended;
}

async function mendLine(
  deps: Deps,
  line: QueueLine,
  cursors: Map<QueueLine, QueuePlace>,
): Promise<number | 'away'> {
  const head = await mendPage(deps, line, null);
  if (head === 'away') return head;
  let mended = head.mended;
  let cursor = cursors.get(line) ?? head.last;
  for (let count = 0; count < PAGES_A_LOOK && cursor !== null; count += 1) {
    const page: Page | 'away' = await mendPage(deps, line, cursor);
    if (page === 'away') return page;
    mended += page.mended;
    cursor = page.last;
  }
  if (cursor === null) cursors.delete(line);
  else cursors.set(line, cursor);
  return mended;
}

/** One stretch of a line: what is missing in Redis is put there, what waits no more is dropped. */
async function mendPage(
  { order, truth, clock }: Deps,
  line: QueueLine,
  after: QueuePlace | null,
): Promise<Page | 'away'> {
  const places = await truth.listPlaces(line, after, PAGE);
  const last = places.length === PAGE ? (places.at(-1) ?? null) : null;
  const inLine = await order.between(line, after, last, MOST_KNOWN);
  const beside = await order.laterAmong(places.map(({ executionId }) => executionId));
  if (inLine === 'away' || beside === 'away') return 'away';
  const now = clock.now();
  const standing = new Set(inLine);
  const missing = places.filter(({ executionId, dueAt }) =>
    dueAt !== null && dueAt > now ? !beside.has(executionId) : !standing.has(executionId),
  );
  const gone = await findGone(truth, inLine, places);
  if (missing.length > 0 && (await order.put(missing, now)) === 'away') return 'away';
  if (gone.length > 0 && (await order.drop(line, gone)) === 'away') return 'away';
  return { last, mended: missing.length + gone.length };
}

/** What came while the page was read is not gone: it is asked for by itself. */
async function findGone(
  truth: QueueTruth,
  inLine: readonly ExecutionId[],
  places: readonly QueuePlace[],
): Promise<ExecutionId[]> {
  const listed = new Set(places.map(({ executionId }) => executionId));
  const strange = inLine.filter((executionId) => !listed.has(executionId));
  if (strange.length === 0) return [];
  const waiting = new Set((await truth.placesOf(strange)).map(({ executionId }) => executionId));
  return strange.filter((executionId) => !waiting.has(executionId));
}
