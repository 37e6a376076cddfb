/** Tests over all executions, the overview and comparisons, over real HTTP and a real database. */
import {
  Comparison,
  type ExecutionId,
  type ExecutionView,
  Overview,
  Problem,
  ResultList,
  TestCaseList,
  TestCaseView,
  TestRunList,
} from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askApi } from '../../testing/ask-api.ts';
import { createHttpStage, type HttpStage } from '../../testing/http-stage.ts';
import { type PlayedUnits, playExecution } from '../../testing/play-results.ts';

let stage: HttpStage;
beforeAll(async () => {
  stage = await createHttpStage();
});
afterAll(() => stage.close());

const DAY_MS = 86_400_000;
const content = (text: string) => ({ type: 'inline' as const, files: { 'a.test.js': text } });
const run = (name: string, text: string, units: PlayedUnits) =>
  playExecution(stage, { units, definition: { name, content: content(text) } });

const ask = (method: string, path: string, body?: object) => askApi(stage, method, path, body);
const get = async (path: string) => (await ask('GET', path)).body;
const list = async (query = '') => TestCaseList.parse(await get(`/test-cases${query}`));
const names = async (query = '') => (await list(query)).items.map(({ name }) => name);

async function testOf(executionId: ExecutionId, name: string) {
  const results = ResultList.parse(await get(`/executions/${executionId}/results`));
  const found = results.items.find((result) => result.name === name);
  if (!found) throw new Error(`no result ${name}`);
  return found.testCaseId;
}

describe('tests', () => {
  it('are found from a result, with what they came to in each execution', async () => {
    const first = await run('found', 'same', { a: { wobbles: 'failed', stays: 'passed' } });
    const second = await run('found', 'same', { a: { wobbles: 'passed', stays: 'passed' } });
    const id = await testOf(first, 'wobbles');
    expect(await testOf(second, 'wobbles')).toBe(id);
    const shown = TestCaseView.parse(await get(`/test-cases/${id}`));
    expect(shown).toMatchObject({
      name: 'wobbles',
      definitionName: 'found',
      standing: 'passing',
      lastExecutionId: second,
      flaky: { state: 'flaky', rate: 0.5, runs: 2, flakyRuns: 1 },
      quarantine: null,
      owner: null,
    });
    const one = TestRunList.parse(await get(`/test-cases/${id}/runs?limit=1`));
    expect(one.items).toMatchObject([{ executionId: second, outcome: 'passed', bothOutcomes: true }]);
    const rest = TestRunList.parse(await get(`/test-cases/${id}/runs?limit=1&cursor=${one.nextCursor}`));
    expect(rest).toMatchObject({
      items: [{ executionId: first, outcome: 'failed', message: 'wobbles is wrong' }],
      nextCursor: null,
    });
    expect(rest.items[0]?.contentKey).toBe(one.items[0]?.contentKey);
  });

  it('are listed by name, flakiness, duration and newest failure, page by page without a gap', async () => {
    await run('listed', '1', { a: { alpha: 'passed', beta: 'failed', gamma: 'passed', delta: 'failed' } });
    await run('listed', '1', { a: { alpha: 'passed', beta: 'passed' } });
    const [{ definitionId = '' } = {}] = (await list('?search=alpha')).items;
    for (const order of ['name', 'flaky-rate', 'slowest', 'newest-failure']) {
      const query = `?definitionId=${definitionId}&order=${order}`;
      const whole = await names(query);
      const paged: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: TestCaseList = await list(`${query}&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
        paged.push(...page.items.map(({ name }) => name));
        cursor = page.nextCursor;
      }
      expect([order, paged]).toEqual([order, whole]);
    }
    expect(await names(`?definitionId=${definitionId}`)).toEqual(['alpha', 'beta', 'delta', 'gamma']);
    expect(await names(`?definitionId=${definitionId}&order=newest-failure`)).toHaveLength(2);
    expect(await names(`?definitionId=${definitionId}&state=flaky`)).toEqual(['beta']);
    expect(await names(`?definitionId=${definitionId}&state=failing`)).toEqual(['delta']);
    expect(await names(`?definitionId=${definitionId}&state=passing`)).toEqual(['alpha', 'beta', 'gamma']);
    const foreign = (await list(`?definitionId=${definitionId}&limit=1`)).nextCursor;
    expect((await ask('GET', `/test-cases?order=slowest&cursor=${foreign}`)).status).toBe(400);
  });

  it('are flaky no longer when both outcomes were last seen a month ago', async () => {
    await run('aged', '1', { a: { 'was flaky': 'failed' } });
    await run('aged', '1', { a: { 'was flaky': 'passed' } });
    expect(await names('?state=flaky&search=was')).toEqual(['was flaky']);
    const then = new Date(stage.clock.now().getTime() - 31 * DAY_MS);
    await stage.database
      .updateTable('tests')
      .set({ last_flaky_at: then })
      .where('name', '=', 'was flaky')
      .execute();
    expect(await names('?state=flaky&search=was')).toEqual([]);
    expect((await list('?search=was')).items[0]?.flaky).toMatchObject({ state: 'was-flaky' });
  });

  it('have an owner who sees them', async () => {
    const id = await testOf(await run('owned', '1', { a: { mine: 'passed' } }), 'mine');
    const { username, userId } = stage.actor;
    const owned = await ask('PATCH', `/test-cases/${id}`, { owner: username.toUpperCase() });
    expect(TestCaseView.parse(owned.body).owner).toEqual({ userId, username });
    expect(await names(`?owner=${username}`)).toEqual(['mine']);
    expect(await names('?owner=none&search=mine')).toEqual([]);
    expect((await ask('GET', '/test-cases?owner=somebody')).status).toBe(404);
    expect((await ask('PATCH', `/test-cases/${id}`, { owner: 'somebody' })).status).toBe(404);
    expect(
      TestCaseView.parse((await ask('PATCH', `/test-cases/${id}`, { owner: null })).body).owner,
    ).toBeNull();
  });
});

describe('a quarantine', () => {
  it('is put on for two weeks, with who and why; the verdict, the execution and the results say so', async () => {
    const id = await testOf(await run('held', '1', { a: { shaky: 'failed', fine: 'passed' } }), 'shaky');
    const put = TestCaseView.parse(
      (await ask('PUT', `/test-cases/${id}/quarantine`, { reason: 'a race' })).body,
    );
    const until = new Date(stage.clock.now().getTime() + 14 * DAY_MS).toISOString();
    expect(put.quarantine).toMatchObject({
      state: 'active',
      reason: 'a race',
      by: stage.actor.username,
      expiresAt: until,
    });
    expect(await names('?state=quarantined')).toEqual(['shaky']);
    const executionId = await run('held', '2', { a: { shaky: 'failed', fine: 'passed' } });
    expect((await get(`/executions/${executionId}`)) as ExecutionView).toMatchObject({
      verdict: 'passed',
      counts: { total: 2, passed: 1, failed: 1 },
      quarantined: { total: 1, failed: 1 },
      contentKey: expect.stringMatching(/^inline:/),
    });
    const results = ResultList.parse(await get(`/executions/${executionId}/results`));
    expect(results.items.map(({ name, status, quarantined }) => [name, status, quarantined])).toEqual([
      ['shaky', 'failed', true],
      ['fine', 'passed', false],
    ]);
    expect((await ask('DELETE', `/test-cases/${id}/quarantine`)).status).toBe(204);
    expect((await ask('DELETE', `/test-cases/${id}/quarantine`)).status).toBe(404);
    expect(
      (await get(
        `/executions/${await run('held', '3', { a: { shaky: 'failed', fine: 'passed' } })}`,
      )) as ExecutionView,
    ).toMatchObject({ verdict: 'failed' });
    // What was decided stays decided.
    expect((await get(`/executions/${executionId}`)) as ExecutionView).toMatchObject({ verdict: 'passed' });
  });

  it('ends, within ninety days', async () => {
    const id = await testOf(await run('limits', '1', { a: { limited: 'failed' } }), 'limited');
    const at = (days: number) => new Date(stage.clock.now().getTime() + days * DAY_MS).toISOString();
    for (const expiresAt of [at(-1), at(0), at(91)]) {
      const refused = await ask('PUT', `/test-cases/${id}/quarantine`, { reason: 'x', expiresAt });
      expect([expiresAt, refused.status]).toEqual([expiresAt, 400]);
      expect(Problem.parse(refused.body).faults?.[0]?.path).toBe('expiresAt');
    }
    expect((await ask('PUT', `/test-cases/${id}/quarantine`, { reason: ' ', expiresAt: at(3) })).status).toBe(
      400,
    );
    expect(
      (await ask('PUT', `/test-cases/${id}/quarantine`, { reason: 'x', expiresAt: at(90) })).status,
    ).toBe(200);
    await stage.database
      .updateTable('test_quarantines')
      .set({ expires_at: new Date(0) })
      .where('test_id', '=', id)
      .execute();
    expect(TestCaseView.parse(await get(`/test-cases/${id}`)).quarantine).toMatchObject({ state: 'expired' });
    expect(await names('?state=quarantined&search=limited')).toEqual([]);
  });
});

describe('two executions', () => {
  it('are compared test by test; each kind is listed by pages', async () => {
    const before = await run('compared', '1', {
      a: {
        breaks: 'passed',
        mends: 'failed',
        bad: 'failed',
        goes: 'passed',
        same: 'passed',
        skips: 'skipped',
        slows: 'passed',
      },
    });
    const after = await run('compared', '2', {
      a: {
        breaks: 'failed',
        mends: 'passed',
        bad: 'error',
        comes: 'failed',
        same: 'passed',
        skips: 'passed',
        slows: 'passed',
      },
    });
    await stage.database
      .updateTable('test_runs')
      .set({ duration_ms: 500 })
      .where('execution_id', '=', after)
      .where('test_id', '=', await testOf(after, 'slows'))
      .execute();
    const compare = async (kind: string, more = '') =>
      Comparison.parse(await get(`/executions/${before}/compare/${after}?kind=${kind}${more}`));
    const failing = await compare('newly-failing');
    expect(failing).toMatchObject({
      before,
      after,
      content: 'different',
      counts: {
        newlyFailing: 1,
        fixed: 1,
        stillFailing: 1,
        added: 1,
        removed: 1,
        slower: 1,
        faster: 0,
        unchanged: 2,
      },
      items: [
        {
          name: 'breaks',
          before: { outcome: 'passed' },
          after: { outcome: 'failed' },
          message: 'breaks is wrong',
        },
      ],
      nextCursor: null,
    });
    const kinds = ['fixed', 'still-failing', 'added', 'removed', 'slower', 'faster'];
    const listed = await Promise.all(
      kinds.map(async (kind) => (await compare(kind)).items.map(({ name }) => name)),
    );
    expect(listed).toEqual([['mends'], ['bad'], ['comes'], ['goes'], ['slows'], []]);
    expect((await compare('slower', '&leastMs=1000')).counts.slower).toBe(0);
    const back = Comparison.parse(await get(`/executions/${after}/compare/${before}?kind=faster`));
    expect(back.items).toMatchObject([{ name: 'slows', before: { durationMs: 500 } }]);
    expect((await ask('GET', `/executions/${before}/compare/${stage.ids.next<string>()}`)).status).toBe(404);
  });

  it('of two definitions are compared by the names of their tests, page by page', async () => {
    const tests = { first: 'failed', second: 'failed', third: 'passed', fourth: 'failed' } as const;
    const before = await run('compared one', '1', { a: tests });
    const after = await run('compared other', '1', { a: { ...tests, fourth: 'passed' } });
    const read = async (more: string) =>
      Comparison.parse(await get(`/executions/${before}/compare/${after}?limit=1&kind=${more}`));
    expect((await read('fixed')).items.map(({ name }) => name)).toEqual(['fourth']);
    const start = await read('still-failing');
    const next = await read(`still-failing&cursor=${start.nextCursor}`);
    expect([...start.items, ...next.items].map(({ name }) => name)).toEqual(['first', 'second']);
    expect([start.counts, next.counts]).toEqual([next.counts, start.counts]);
    expect(start.counts).toMatchObject({ stillFailing: 2, fixed: 1, unchanged: 1, added: 0, removed: 0 });
    expect(next.nextCursor).toBeNull();
  });
});

describe('the overview', () => {
  it('tells what runs and waits, how the days went, and which tests to look at', async () => {
    await run('overview', '1', { a: { 'breaks today': 'passed', 'mends today': 'failed' } });
    stage.clock.moveBy(1);
    await run('overview', '2', { a: { 'breaks today': 'failed', 'mends today': 'passed' } });
    const queued = await stage.submit({ name: 'waits' });
    const overview = Overview.parse(await get('/overview?days=3&timeZone=Asia/Kathmandu'));
    expect(queued.ok).toBe(true);
    expect(overview).toMatchObject({
      running: 0,
      queued: 1,
      oldestQueuedAt: stage.clock.now().toISOString(),
    });
    expect(overview.days).toHaveLength(3);
    expect(overview.days.at(-1)?.executions).toBeGreaterThan(1);
    expect(overview.broke.map(({ name }) => name)).toContain('breaks today');
    expect(overview.fixed.map(({ name }) => name)).toContain('mends today');
    // What failed at its first sight never passed before.
    expect(overview.broke.map(({ name }) => name)).not.toContain('limited');
    expect((await ask('GET', '/overview?timeZone=Mars/Olympus')).status).toBe(400);
    expect((await ask('GET', '/overview?days=0')).status).toBe(400);
  });
});
