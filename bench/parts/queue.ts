/**
 * The queue of executions by its two adapters, beside BullMQ on the same Redis and pg-boss on the same PostgreSQL.
 *
 * Ours is the ports alone, as the use cases call them: no quota, no scoring, no events, which the others have not
 * either. The executions ask for more than any real node has, so that the server beside leaves them alone.
 */
import { startRedisServer } from '../../packages/server/src/testing/redis-server.ts';
import type { Platform } from '../platform.ts';
import { milliseconds, perSecond, type Row, type Section, times } from '../report.ts';
import { median, ratios } from '../statistics.ts';
import { type ExecutionQueues, openExecutionQueues } from './queue-ours.ts';
import { AT_ONCE, openBullmq, openPgBoss, type Side } from './queue-theirs.ts';

type Rates = { enqueued: number; finished: number; whole: number };
export type QueueSizes = { jobs: number; line: number; pairs: number };

export async function measureQueue(platform: Platform, sizes: QueueSizes): Promise<Section> {
  const redis = await startRedisServer();
  const ours = await openExecutionQueues(platform, redis);
  const theirs = [await openBullmq(redis), await openPgBoss(platform.databaseUrl)];
  try {
    const sides: Side[] = [...ours.sides, ...theirs];
    const rates = new Map<string, Rates[]>(sides.map(({ name }) => [name, []]));
    for (let round = 0; round <= sizes.pairs; round++)
      for (const side of sides) {
        const measured = await measure(side, sizes.jobs);
        if (round > 0) rates.get(side.name)?.push(measured); // the first time round warms all of them up
      }
    const positions = await measurePositions(ours, sizes.line);
    return describe(sizes, rates, positions);
  } finally {
    for (const side of theirs) await side.close();
    await ours.close();
    await redis.close();
  }
}

async function measure(side: Side, jobs: number): Promise<Rates> {
  const began = performance.now();
  await side.enqueue(jobs);
  const enqueued = performance.now();
  await side.drain(jobs);
  const ended = performance.now();
  const rate = (from: number, to: number) => jobs / ((to - from) / 1000);
  return { enqueued: rate(began, enqueued), finished: rate(enqueued, ended), whole: rate(began, ended) };
}

type Position = { name: string; ms: number[] };
const ASKED = 20;

/** Of the last in a long line. */
async function measurePositions(ours: ExecutionQueues, line: number): Promise<Position[]> {
  const last = await ours.makeLine(line);
  const measured: Position[] = [];
  for (const { name, positionOf } of ours.sides) {
    const ms: number[] = [];
    for (let asked = 0; asked < ASKED; asked++) {
      const from = performance.now();
      const position = await positionOf(last);
      ms.push(performance.now() - from);
      if (position !== line) throw new Error(`${name} says ${position}, and ${line} wait`);
    }
    measured.push({ name, ms });
  }
  return measured;
}

function describe(sizes: QueueSizes, rates: ReadonlyMap<string, Rates[]>, positions: Position[]): Section {
  return {
    title: 'The queue',
    method: `${sizes.jobs} jobs of nothing: enqueued one by one by ${AT_ONCE} at once, then claimed one by one and finished by ${AT_ONCE} at once; ${sizes.pairs} rounds after one that does not count, all sides in turn. Gauntlet's ports over PostgreSQL, and with the order in Redis; BullMQ on the same Redis (which writes nothing to disk); pg-boss on the same PostgreSQL (which does, at each commit).`,
    rows: [
      ...[...rates].flatMap(([name, measured]) => ratesOf(name, measured)),
      ...comparisons(rates),
      ...positions.map(({ name, ms }) =>
        row(`${name}: position of the last of ${sizes.line}`, ms, milliseconds),
      ),
    ],
    notes: [
      "A claim of Gauntlet's is a transaction of PostgreSQL with either order, and one server chooses at a time: it locks the row, and what the node has left is counted under that lock. Redis makes positions cheap and leaves claims as they are. A run of tests takes seconds, and an installation starts a few a second.",
    ],
  };
}

const ratesOf = (name: string, measured: readonly Rates[]): Row[] => [
  row(
    `${name}: enqueued`,
    measured.map(({ enqueued }) => enqueued),
    perSecond,
  ),
  row(
    `${name}: claimed and finished`,
    measured.map(({ finished }) => finished),
    perSecond,
  ),
  row(
    `${name}: from end to end`,
    measured.map(({ whole }) => whole),
    perSecond,
  ),
];

/** Each of ours beside what keeps its jobs in the same place. */
function comparisons(rates: ReadonlyMap<string, Rates[]>): Row[] {
  const [database = '', withRedis = '', bullmq = '', boss = ''] = rates.keys();
  const wholes = (name: string) => (rates.get(name) ?? []).map(({ whole }) => whole);
  return [
    [database, boss],
    [database, bullmq],
    [withRedis, boss],
    [withRedis, bullmq],
  ].map(([ours = '', theirs = '']) => {
    const pairs = wholes(ours).map((whole, round) => ({ ours: whole, theirs: wholes(theirs)[round] ?? 0 }));
    return row(`${ours} / ${theirs}, from end to end`, ratios(pairs), times);
  });
}

const row = (what: string, values: readonly number[], show: (value: number) => string): Row => ({
  what,
  measured: show(median(values)),
  spread: `${show(Math.min(...values))} to ${show(Math.max(...values))}`,
  aim: '-',
  met: 'no aim',
});
