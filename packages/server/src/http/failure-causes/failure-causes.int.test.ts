/** Failures from agents to causes, and what people say of them, over HTTP and a real PostgreSQL. */
import {
  AuditList,
  CauseCommentList,
  ExecutionCauseList,
  type ExecutionId,
  FailureCauseList,
  FailureCauseView,
  FailureOccurrenceList,
  type FailureReason,
  type TestDefinitionInput,
} from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerNode } from '../../adapters/postgres/node-inventory.ts';
import { groupFailures } from '../../executions/index.ts';
import { createHttpStage, type HttpStage } from '../../testing/http-stage.ts';

let stage: HttpStage;
beforeAll(async () => {
  stage = await createHttpStage({ requestsPerMinute: 100_000 });
  await group(); // a subscriber begins at what comes after it was first seen
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.database.deleteFrom('failure_causes').execute();
  await registerNode(stage.database, { name: 'here', host: 'here', cpuMillis: 8000, memoryBytes: 2 ** 34 });
});

async function call(path: string, method = 'GET', body?: unknown) {
  const headers = { authorization: `Bearer ${stage.token}`, 'content-type': 'application/json' };
  const order = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  return fetch(`${stage.address}/api/v1/${path}`, order);
}
async function get(path: string): Promise<unknown> {
  const answer = await call(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
const causes = async (query = '') => FailureCauseList.parse(await get(`failure-causes${query}`)).items;
const cause = async (id: string) => FailureCauseView.parse(await get(`failure-causes/${id}`));
const onlyCause = async () => {
  const all = await causes();
  expect(all).toHaveLength(1);
  return cause(all[0]?.causeId ?? '');
};
const ofExecution = async (id: string) =>
  ExecutionCauseList.parse(await get(`executions/${id}/failure-causes`)).items;
const patch = async (id: string, change: object) => {
  const answer = await call(`failure-causes/${id}`, 'PATCH', change);
  expect([answer.status, answer.ok ? '' : await answer.clone().text()]).toEqual([200, '']);
  return FailureCauseView.parse(await answer.json());
};

/** What a loop does when it is woken. */
async function group(): Promise<void> {
  while ((await stage.events.sequence(10_000)) > 0);
  const next = () =>
    stage.events.consume('failure-causes', 500, (tx, events) => groupFailures(stage, tx, events));
  while ((await next()) > 0);
}

type Failure = { name: string; message?: string; stack?: string; file?: string };

async function begin(part: Partial<TestDefinitionInput> = {}): Promise<ExecutionId> {
  const submitted = await stage.submit(part);
  if (!submitted.ok) throw new Error(submitted.error.message);
  return submitted.value.executionId;
}

async function leadOf(executionId: ExecutionId) {
  await stage.schedule();
  await stage.launch();
  const [lead] = await stage.groupsOf(executionId);
  if (!lead) throw new Error('there is no group');
  const agent = stage.play(lead);
  await agent.hello();
  return agent;
}

/** One unit with these failures and one test that passes. */
async function finish(executionId: ExecutionId, failures: readonly Failure[], end: UnitEnd = {}) {
  const agent = await leadOf(executionId);
  await agent.plan(['one']);
  const [unit] = (await agent.claim()).units;
  if (!unit) throw new Error('no unit');
  const { unitId } = unit;
  const rows = [
    { key: 'passes', name: 'passes', status: 'passed' as const },
    ...failures.map((failure, place) => ({ ...failure, key: `${place}`, status: 'failed' as const })),
  ];
  for (let from = 0; from < rows.length; from += 500)
    await agent.say({ type: 'results', unitId, results: rows.slice(from, from + 500) });
  const counts = { total: rows.length, passed: 1, failed: failures.length, skipped: 0, flaky: 0 };
  const outcome = end.reason ? 'error' : failures.length > 0 ? 'failed' : 'passed';
  await agent.say({ type: 'unit-finished', unitId, outcome, counts, durationMs: 5, exitCode: 1, ...end });
  await agent.finish(1, counts);
  await group();
}

type UnitEnd = { reason?: FailureReason; message?: string };

async function run(failures: readonly Failure[], part: Partial<TestDefinitionInput> = {}, end: UnitEnd = {}) {
  const executionId = await begin(part);
  await finish(executionId, failures, end);
  return executionId;
}

const refused = (port: number, file: string): Failure => ({
  name: `asks ${port}`,
  file,
  message: `connect ECONNREFUSED 127.0.0.1:${port}`,
  stack: `Error: connect ECONNREFUSED 127.0.0.1:${port}\n    at ${file}:${port}:5`,
});
const wrongTotal = (value: number): Failure => ({
  name: `adds ${value}`,
  file: 'cart.test.ts',
  message: `expected ${value} to be 3`,
  stack: `AssertionError: expected ${value} to be 3\n    at total (src/cart.ts:${value}:7)`,
});

describe('grouping', () => {
  it('tells of its execution that they are there, once, and of one that passed nothing', async () => {
    const failed = await run([refused(6001, 'a.test.ts'), { name: 'adds', message: 'expected 2' }]);
    const passed = await run([]);
    await group();
    const told = async (id: string) => {
      const { items } = (await get(`executions/${id}/events`)) as { items: { event: object }[] };
      return items
        .map(({ event }) => event)
        .filter((event) => 'type' in event && event.type === 'failures-grouped');
    };
    expect(await told(failed)).toEqual([{ type: 'failures-grouped', data: { causes: 2 } }]);
    expect(await told(passed)).toEqual([]);
  });

  it('makes one cause of failures that differ in values alone, over tests and definitions', async () => {
    const first = await run([refused(5432, 'a.test.ts'), refused(5433, 'b.test.ts')], { name: 'orders' });
    const second = await run([refused(6001, 'c.test.ts'), wrongTotal(4)], { name: 'payments' });
    const [frequent, other, ...rest] = await causes('?sort=frequent');
    expect(rest).toEqual([]);
    expect(frequent).toMatchObject({
      title: 'connect ECONNREFUSED <host>:<port>',
      occurrences: 3,
      kind: 'test',
    });
    expect(other).toMatchObject({
      title: 'expected <number> to be <number> in total (src/cart.ts)',
      status: 'open',
    });
    const shown = await cause(frequent?.causeId ?? '');
    expect(shown.definitions.map(({ name, occurrences }) => [name, occurrences])).toEqual([
      ['orders', 2],
      ['payments', 1],
    ]);
    expect(shown.trend).toEqual([
      { day: stage.clock.now().toISOString().slice(0, 10), occurrences: 3, executions: 2 },
    ]);
    expect(shown.sample).toBe('connect ECONNREFUSED 127.0.0.1:6001');
    const inFirst = await ofExecution(first);
    expect(inFirst).toMatchObject([{ causeId: frequent?.causeId, inExecution: 2, firstSeenHere: true }]);
    expect(inFirst[0]?.examples.map(({ name, file }) => [name, file])).toEqual([
      ['asks 5432', 'a.test.ts'],
      ['asks 5433', 'b.test.ts'],
    ]);
    const inSecond = await ofExecution(second);
    expect(inSecond.map((each) => [each.causeId, each.firstSeenHere])).toEqual(
      expect.arrayContaining([
        [frequent?.causeId, false],
        [other?.causeId, true],
      ]),
    );
  });

  it('counts every failure, and keeps some of each', async () => {
    const failures = Array.from({ length: 1_203 }, (_, place) => wrongTotal(place + 10));
    const executionId = await run([...failures, refused(5432, 'a.test.ts')]);
    const [many] = await ofExecution(executionId);
    expect(many).toMatchObject({ inExecution: 1_203, occurrences: 1_203 });
    const listed = FailureOccurrenceList.parse(
      await get(`failure-causes/${many?.causeId}/occurrences?limit=500`),
    );
    expect(listed.items).toHaveLength(20);
    expect(listed.items[0]).toMatchObject({ executionId, definitionName: 'checks' });
    expect(listed.items.every(({ resultId }) => resultId !== null)).toBe(true);
  });

  it('pages by keyset, in each order', async () => {
    await run(
      Array.from({ length: 7 }, (_, place) => ({ name: 'x', message: `broken ${'abcdefg'[place]}` })),
    );
    for (const sort of ['recent', 'newest', 'frequent']) {
      const seen: string[] = [];
      for (let cursor = ''; ; ) {
        const page = FailureCauseList.parse(await get(`failure-causes?sort=${sort}&limit=3${cursor}`));
        seen.push(...page.items.map(({ causeId }) => causeId));
        if (page.nextCursor === null) break;
        cursor = `&cursor=${page.nextCursor}`;
      }
      expect([sort, seen.length, new Set(seen).size]).toEqual([sort, 7, 7]);
    }
    const { nextCursor } = FailureCauseList.parse(await get('failure-causes?sort=recent&limit=3'));
    expect((await call(`failure-causes?sort=frequent&cursor=${nextCursor}`)).status).toBe(400);
  });

  it('makes a bounded number of causes of an execution whose messages are noise, and loses no count', async () => {
    const letters = (place: number) =>
      [...String(place)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    const noise = Array.from({ length: 1_500 }, (_, place) => ({
      name: 'x',
      message: `noise ${letters(place)}`,
    }));
    const executionId = await run(noise);
    const rows = await stage.database.selectFrom('failure_cause_runs').selectAll().execute();
    expect(rows).toHaveLength(1_001);
    expect(rows.reduce((sum, row) => sum + row.occurrences, 0)).toBe(1_500);
    expect((await ofExecution(executionId))[0]).toMatchObject({ inExecution: 500 });
  });

  it('has causes of their own kind for what never came to tests, and for what ended without a failed one', async () => {
    const executionId = await begin();
    const agent = await leadOf(executionId);
    const message = 'npm ci failed with exit code 1 after 12 s in /tmp/gauntlet-1/x';
    await agent.say({ type: 'preparation-failed', reason: 'setup-failed', message });
    await agent.finish(0, { total: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 }, 'failed');
    await group();
    expect(await ofExecution(executionId)).toMatchObject([
      {
        kind: 'execution',
        title: 'setup-failed: npm ci failed with exit code 1 after <duration> in <temp>',
        examples: [{ resultId: null, unitId: null }],
      },
    ]);
    const crashed = { reason: 'runner-crashed', message: 'The process ended with SIGKILL.' } as const;
    const second = await run([wrongTotal(4)], {}, crashed);
    expect((await ofExecution(second)).map(({ kind }) => kind).sort()).toEqual(['test', 'unit']);
  });

  it('leaves out failures that a retry has mended, and people who cancelled', async () => {
    const passed = await run([]);
    expect(await ofExecution(passed)).toEqual([]);
    const cancelled = await begin();
    await call(`executions/${cancelled}/cancel`, 'POST', {});
    await group();
    expect(await ofExecution(cancelled)).toEqual([]);
    expect(await causes()).toEqual([]);
  });
});

describe('triage', () => {
  it('keeps owner, link, title and status, and the trail says who changed what', async () => {
    await run([wrongTotal(4)]);
    const { causeId, title } = await onlyCause();
    const change = {
      owner: 'admin',
      link: 'https://issues.example/7',
      title: 'Tax is rounded',
      status: 'ignored',
    };
    const changed = await patch(causeId, change);
    expect(changed).toMatchObject({
      title: 'Tax is rounded',
      status: 'ignored',
      link: 'https://issues.example/7',
      owner: { username: 'admin' },
      updatedBy: 'admin',
    });
    expect((await causes('?owner=admin')).length).toBe(1);
    expect((await causes('?owner=none')).length).toBe(0);
    expect((await causes('?status=open')).length).toBe(0);
    expect((await causes('?search=ROUNDED')).length).toBe(1);
    const trail = AuditList.parse(await get('audit?action=failure-cause.triage'));
    expect(trail.items[0]).toMatchObject({
      target: { kind: 'failure-cause', id: causeId, name: title },
      detail: { before: { status: 'open', owner: null }, after: { status: 'ignored', owner: 'admin' } },
    });
    expect(await patch(causeId, { title: null, owner: null })).toMatchObject({ title, owner: null });
  });

  it('shows a known issue as such until its date, and as open from then on', async () => {
    await run([wrongTotal(4)]);
    const { causeId } = await onlyCause();
    const until = new Date(stage.clock.now().getTime() + 3_600_000).toISOString();
    expect(await patch(causeId, { status: 'known-issue', knownUntil: until })).toMatchObject({
      status: 'known-issue',
      knownUntil: until,
    });
    await run([wrongTotal(5)]);
    expect((await causes('?status=known-issue')).length).toBe(1);
    stage.clock.moveBy(3_601);
    expect((await causes('?status=known-issue')).length).toBe(0);
    expect((await causes('?status=open'))[0]).toMatchObject({ status: 'open', knownUntil: until });
    expect((await call(`failure-causes/${causeId}`, 'PATCH', { knownUntil: until })).status).toBe(400);
    expect(
      (await call(`failure-causes/${causeId}`, 'PATCH', { status: 'open', knownUntil: until })).status,
    ).toBe(400);
    expect(await patch(causeId, { status: 'fixed' })).toMatchObject({ status: 'fixed', knownUntil: null });
  });

  it('opens a cause marked fixed when it is seen again, but not for what was submitted before', async () => {
    await run([wrongTotal(4)]);
    const { causeId } = await onlyCause();
    const before = await begin();
    stage.clock.moveBy(1);
    await patch(causeId, { status: 'fixed' });
    await finish(before, [wrongTotal(5)]);
    expect(await cause(causeId)).toMatchObject({ status: 'fixed', occurrences: 2, regressedAt: null });
    stage.clock.moveBy(1);
    const after = await run([wrongTotal(6)]);
    expect(await cause(causeId)).toMatchObject({ status: 'open', occurrences: 3, regressedIn: after });
    const said = CauseCommentList.parse(await get(`failure-causes/${causeId}/comments`));
    expect(said.items).toMatchObject([{ author: null, body: expect.stringContaining(after) }]);
    const trail = AuditList.parse(await get('audit?action=failure-cause.reopen'));
    expect(trail.items[0]).toMatchObject({ target: { id: causeId }, by: { via: 'server' } });
  });

  it('knows no owner but people of the team', async () => {
    await run([wrongTotal(4)]);
    const { causeId } = await onlyCause();
    expect((await call(`failure-causes/${causeId}`, 'PATCH', { owner: 'nobody' })).status).toBe(400);
    expect((await call('failure-causes?owner=nobody')).status).toBe(404);
  });
});

describe('merging', () => {
  it('shows one cause for two, counts for both, and can be undone', async () => {
    await run([wrongTotal(4), refused(5432, 'a.test.ts')]);
    const [one, other] = await causes('?sort=frequent');
    const [merged, kept] = [one?.causeId ?? '', other?.causeId ?? ''];
    const path = `failure-causes/${merged}`;
    const answer = await call(`${path}/merge`, 'POST', { failureCauseId: kept });
    expect(FailureCauseView.parse(await answer.json())).toMatchObject({ causeId: kept, occurrences: 2 });
    const again = await run([wrongTotal(5), refused(5433, 'b.test.ts')]);
    expect((await causes()).map(({ causeId, occurrences }) => [causeId, occurrences])).toEqual([[kept, 4]]);
    expect(await ofExecution(again)).toMatchObject([{ causeId: kept, inExecution: 2, firstSeenHere: false }]);
    expect((await cause(kept)).trend.map(({ occurrences }) => occurrences)).toEqual([4]);
    expect((await call(`failure-causes/${kept}/merge`, 'POST', { failureCauseId: merged })).status).toBe(400);
    await call(`${path}/unmerge`, 'POST');
    expect((await causes()).map(({ occurrences }) => occurrences)).toEqual([2, 2]);
    expect((await ofExecution(again)).map(({ inExecution }) => inExecution)).toEqual([1, 1]);
  });
});

describe('retention', () => {
  it('forgets causes with their last executions, but for what people have said something of', async () => {
    await run([wrongTotal(4), refused(5432, 'a.test.ts'), { name: 'x', message: 'told of' }]);
    const told = (await causes('?search=told'))[0]?.causeId ?? '';
    await call(`failure-causes/${told}/comments`, 'POST', { body: 'We know.' });
    const later = new Date(stage.clock.now().getTime() + 86_400_000);
    expect(await stage.causes.forget(later, 100)).toBe(0);
    await stage.database.deleteFrom('failure_cause_runs').execute();
    expect(await stage.causes.forget(new Date(0), 100)).toBe(0);
    expect(await stage.causes.forget(later, 100)).toBe(2);
    expect((await causes()).map(({ causeId }) => causeId)).toEqual([told]);
  });
});
