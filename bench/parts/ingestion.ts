/**
 * Results through the agent protocol, as agents send them, against COPY of the very same rows into the
 * same table: what the server makes of them beside what PostgreSQL alone could take.
 *
 * The groups are ours: rows of an execution that runs, on a node that no server looks after. Everything
 * else is real: the requests, the server's process, the table with its indexes and foreign key.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ExecutionId, ReportsAnswer, TestDefinitionInput, UnitId } from '@gauntlet/contract';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { type CpuTime, cpuTimeOf } from '../cpu-time.ts';
import type { Platform } from '../platform.ts';
import { atLeast, milliseconds, perSecond, type Row, type Section, times } from '../report.ts';
import { describeShares, type StatementTimes, statementTimesOf } from '../statement-times.ts';
import { median, ratios } from '../statistics.ts';
import { waitFor } from '../wait-for.ts';
import { cutBatches, type UnitOfResults } from './agent-batches.ts';

const AIM = 1 / 3;
const NODE = 'bench';

type Shape = { groups: number; resultsAUnit: number };
type Side = { wallMs: number; cpu: CpuTime | null };
type Pair = { ours: Side; theirs: Side; statements: StatementTimes };

/** The first is the one the aim is held against. */
const SHAPES: readonly Shape[] = [
  { groups: 2, resultsAUnit: 100 },
  { groups: 1, resultsAUnit: 100 },
  { groups: 2, resultsAUnit: 10 },
];

export async function measureIngestion(platform: Platform, results: number, pairs: number): Promise<Section> {
  const executionId = await holdExecution(platform);
  const measured = new Map<Shape, Pair[]>(SHAPES.map((shape) => [shape, []]));
  let groupIndex = 1;
  for (let pair = 0; pair <= pairs; pair++)
    for (const shape of SHAPES) {
      const taken = await measurePair(platform, executionId, { ...shape, results, groupIndex });
      groupIndex += shape.groups;
      if (pair > 0) measured.get(shape)?.push(taken); // the first time round warms both sides up
    }
  await platform.api.cancel(executionId);
  await platform.api.archived(executionId);
  return describe(results, measured);
}

/** An execution that runs until it is cancelled. */
async function holdExecution({ api }: Platform): Promise<ExecutionId> {
  const definition: TestDefinitionInput = {
    name: 'takes results',
    framework: 'command',
    content: { type: 'inline', files: { 'README.md': 'waits' } },
    commands: [{ name: 'wait', run: 'exec sleep 86400' }],
  };
  const { executionId } = await api.submit(definition);
  await waitFor('the execution to run', 60, async () =>
    (await api.show(executionId)).status === 'running' ? true : null,
  );
  return executionId;
}

type Order = Shape & { results: number; groupIndex: number };

async function measurePair(platform: Platform, executionId: ExecutionId, order: Order): Promise<Pair> {
  const perGroup = Math.ceil(order.results / order.groups);
  const senders = await Promise.all(
    Array.from({ length: order.groups }, (_, place) =>
      prepareGroup(platform, executionId, { ...order, perGroup, groupIndex: order.groupIndex + place }),
    ),
  );
  await settle(platform);
  let ours: Side = { wallMs: 0, cpu: null };
  const statements = await statementTimesOf(platform.pool, async () => {
    ours = await timed(platform, () => Promise.all(senders.map((send) => send())));
  });
  const rows = await dumpRows(platform, perGroup * order.groups);
  await settle(platform);
  const theirs = await timed(platform, () => copyRows(platform, rows));
  await settle(platform);
  return { ours, theirs, statements };
}

async function timed(platform: Platform, work: () => Promise<unknown>): Promise<Side> {
  let wallMs = 0;
  const cpu = await cpuTimeOf(platform, async () => {
    const from = performance.now();
    await work();
    wallMs = performance.now() - from;
  });
  return { wallMs, cpu };
}

/** Both begin with an empty table and nothing left to be written out. */
async function settle({ pool }: Platform): Promise<void> {
  await pool.query('truncate test_results cascade');
  await pool.query('checkpoint');
}

type GroupOrder = Order & { perGroup: number };

/** @returns what sends the group's reports, one request at a time as the agent does. */
async function prepareGroup(platform: Platform, executionId: ExecutionId, order: GroupOrder) {
  const token = `gag_${randomBytes(32).toString('base64url')}`;
  const groupId = randomUUID();
  await platform.pool.query(
    `insert into execution_groups (group_id, execution_id, attempt, group_index, status, node_name, token_hash, started_at, last_heartbeat_at)
     values ($1, $2, 0, $3, 'running', '${NODE}', $4, now(), now())`,
    [groupId, executionId, order.groupIndex, createHash('sha256').update(token).digest()],
  );
  const units = planUnits(order);
  await platform.pool.query(
    `insert into execution_units (unit_id, execution_id, attempt, unit_key, key_hash, title, file, position, status, group_id, claim_number)
     select unit_id, $2, 0, unit_id::text, sha256(unit_id::text::bytea), unit_id::text, unit_id::text || '.test.js', 0, 'claimed', $3, 1
     from unnest($1::uuid[]) as planned (unit_id)`,
    [units.map(({ unitId }) => unitId), executionId, groupId],
  );
  const { bodies } = await cutBatches(platform.scratchFolder, units);
  return async () => {
    for (const body of bodies) await report(platform.api.url, token, body);
  };
}

function planUnits({ perGroup, resultsAUnit }: GroupOrder): UnitOfResults[] {
  const units = Math.ceil(perGroup / resultsAUnit);
  return Array.from({ length: units }, (_, index) => ({
    unitId: randomUUID() as UnitId,
    results: Math.min(resultsAUnit, perGroup - index * resultsAUnit),
  }));
}

async function report(url: string, token: string, body: Buffer): Promise<void> {
  const answer = await fetch(`${url}/agent/v1/reports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body,
  });
  if (!answer.ok) throw new Error(`A report was refused: ${answer.status} ${await answer.text()}`);
  const { accepted } = (await answer.json()) as ReportsAnswer;
  if (!accepted) throw new Error('A report came out of turn.');
}

/** The rows that the server wrote, in COPY's own format: making them costs the other side nothing. */
async function dumpRows({ pool }: Platform, expected: number): Promise<Buffer> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ count: number }>('select count(*) as count from test_results');
    if (rows[0]?.count !== expected)
      throw new Error(`${rows[0]?.count} rows were stored of ${expected} results.`);
    const chunks: Buffer[] = [];
    const collect = new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done();
      },
    });
    await pipeline(
      client.query(copyTo('copy (select * from test_results order by result_id) to stdout')),
      collect,
    );
    return Buffer.concat(chunks);
  } finally {
    client.release();
  }
}

async function copyRows({ pool }: Platform, rows: Buffer): Promise<void> {
  const client = await pool.connect();
  try {
    const copying = client.query(copyFrom('copy test_results from stdin'));
    const done = once(copying, 'finish');
    copying.end(rows);
    await done;
  } finally {
    client.release();
  }
}

function describe(results: number, measured: ReadonlyMap<Shape, readonly Pair[]>): Section {
  return {
    title: 'Results ingested',
    method: `${results.toLocaleString('en')} results, one in fifty failing with a stack and an assertion, sent to \`POST /agent/v1/reports\` in the requests that the agent's own spool cuts, one request of a group at a time; then COPY of the rows that came of it, in one statement, into the same table with the same indexes and foreign key, emptied before. ${[...measured.values()][0]?.length ?? 0} pairs after one that does not count.`,
    rows: [...measured].flatMap(([shape, pairs], index) => rowsOf(shape, pairs, results, index === 0)),
    notes: [
      `Processor time for 1,000 results (medians), which no other program on the machine can add to: ${[...measured].map(([shape, pairs]) => describeCpu(shape, pairs, results)).join('; ')}.`,
      `PostgreSQL's time by statement: ${[...measured].map(([shape, pairs]) => `${nameOf(shape)}: ${describeShares(pairs.map((pair) => pair.statements))}`).join('; ')}.`,
      'What the protocol does besides: it reads and checks the JSON, locks the group and moves its sequence number in the same transaction, writes assertions, counts each unit from what was stored, ends it, and appends two events a unit, which the sequencer numbers and the metrics read.',
    ],
  };
}

function describeCpu(shape: Shape, pairs: readonly Pair[], results: number): string {
  const of = (side: 'ours' | 'theirs', process: keyof CpuTime) => {
    const known = pairs.flatMap((pair) => pair[side].cpu?.[process] ?? []);
    return known.length === 0 ? 'unknown' : milliseconds((median(known) / results) * 1000);
  };
  return `${nameOf(shape)}: server ${of('ours', 'serverMs')} and PostgreSQL ${of('ours', 'databaseMs')}, COPY ${of('theirs', 'databaseMs')}`;
}

const nameOf = ({ groups, resultsAUnit }: Shape) =>
  `${groups === 1 ? 'one group' : `${groups} groups`}, ${resultsAUnit} results a unit`;

function rowsOf(shape: Shape, pairs: readonly Pair[], results: number, aimed: boolean): Row[] {
  const name = nameOf(shape);
  const speeds = (of: 'ours' | 'theirs') => pairs.map((pair) => results / (pair[of].wallMs / 1000));
  const shares = ratios(pairs.map(({ ours, theirs }) => ({ ours: theirs.wallMs, theirs: ours.wallMs })));
  const speed = (what: string, of: 'ours' | 'theirs'): Row => ({
    what: `${name}: ${what}`,
    measured: perSecond(median(speeds(of))),
    spread: `${perSecond(Math.min(...speeds(of)))} to ${perSecond(Math.max(...speeds(of)))}`,
    aim: '-',
    met: 'no aim',
  });
  return [
    speed('agent protocol', 'ours'),
    speed('COPY', 'theirs'),
    {
      what: `${name}: protocol / COPY`,
      measured: times(median(shares)),
      spread: `${times(Math.min(...shares))} to ${times(Math.max(...shares))}`,
      aim: aimed ? 'at least 0.33' : '-',
      met: aimed ? atLeast(median(shares), AIM) : 'no aim',
    },
  ];
}
