/** The use cases over a real PostgreSQL: what must hold whatever runs the tests. */
import {
  type AgentEventInput,
  type ExecutionId,
  type FailureReason,
  TestDefinition,
  type UnitId,
} from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerNode } from '../adapters/postgres/node-inventory.ts';
import {
  COUNTS,
  createStage,
  DEFINITION,
  FAILED,
  STAGE_CONNECTIONS,
  type Stage,
} from '../testing/execution-stage.ts';
import {
  beginWatch,
  cancelExecution,
  continueAbandoned,
  expireExecution,
  loseGroup,
  releaseLaunches,
  reviveExecution,
  scheduleNext,
  submitTest,
  sweepWorkspaces,
  timeOutExecution,
  watchGroups,
} from './index.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());

beforeEach(async () => {
  await stage.showNode();
  await stage.database.updateTable('test_executions').set({ status: 'archived' }).execute();
  await stage.database
    .updateTable('execution_groups')
    .set({ status: 'ended' })
    .where('status', 'in', ['starting', 'running'])
    .execute();
  await stage.database.deleteFrom('team_quotas').execute();
  stage.executor.failing = false;
});

async function submitted(part: Parameters<Stage['submit']>[0] = {}): Promise<ExecutionId> {
  const result = await stage.submit(part);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.executionId;
}

const statusOf = async (executionId: ExecutionId) => (await stage.executions.find(executionId))?.status;
const rowOf = (executionId: ExecutionId) =>
  stage.database
    .selectFrom('test_executions')
    .selectAll()
    .where('execution_id', '=', executionId)
    .executeTakeFirstOrThrow();
const arrowsOf = async (executionId: ExecutionId) =>
  (await stage.events.readStream(`execution-${executionId}`, 0, 1000))
    .filter((event) => event.type === 'status-changed')
    .map((event) => (event.data as { to: string }).to);

/** Submitted, scheduled, its lead group launched and greeted, its plan made. */
async function running(keys: readonly string[], part: Parameters<Stage['submit']>[0] = {}) {
  const executionId = await submitted(part);
  await stage.schedule();
  await stage.launch();
  const lead = await agentOf(executionId, 0);
  await lead.hello();
  await lead.plan(keys);
  return { executionId, lead };
}

async function agentOf(executionId: ExecutionId, index: number, attempt = 0) {
  const group = (await stage.groupsOf(executionId, attempt)).find((one) => one.index === index);
  if (!group) throw new Error(`There is no group ${index}`);
  return stage.play(group);
}

type Agent = Awaited<ReturnType<typeof agentOf>>;

describe('the queue', () => {
  it('serves by priority and first come, first served within it, and says the exact position', async () => {
    const first = await stage.submit();
    const second = await stage.submit();
    const urgent = await stage.submit({ priority: 90 });
    expect([first, second, urgent].map((one) => one.ok && one.value.queuePosition)).toEqual([1, 2, 1]);
    const order: string[] = [];
    for (let next = await stage.schedule(); next.outcome === 'scheduled'; next = await stage.schedule())
      order.push(next.execution.executionId);
    expect(order).toEqual([urgent, first, second].map((one) => one.ok && one.value.executionId));
  });

  it('keeps what does not fit now, and lets nothing overtake it', async () => {
    await submitted({ resources: { cpu: 7 } });
    await submitted({ resources: { cpu: 4 } });
    await submitted({ resources: { cpu: '100m' } });
    expect((await stage.schedule()).outcome).toBe('scheduled');
    expect((await stage.schedule()).outcome).toBe('full');
  });

  it('refuses what could never fit', async () => {
    const refused = await stage.submit({ resources: { cpu: 3 }, parallelism: 3 });
    expect(refused).toMatchObject({ ok: false, error: { code: 'resources-exceed-environment' } });
  });

  it('refuses what fits on no node alone, and gives a small node only what it could ever run', async () => {
    await registerNode(stage.database, {
      name: 'small',
      host: 'small',
      cpuMillis: 2000,
      memoryBytes: 2 ** 31,
    });
    const refused = await stage.submit({ resources: { cpu: 1 }, parallelism: 9 });
    expect(refused).toMatchObject({ ok: false, error: { code: 'resources-exceed-environment' } });
    const large = await submitted({ resources: { cpu: 1 }, parallelism: 4 });
    const small = await submitted({ resources: { cpu: 2 } });
    expect(await scheduleNext({ ...stage, nodeName: 'small' })).toMatchObject({
      outcome: 'scheduled',
      execution: { executionId: small },
    });
    expect(await scheduleNext({ ...stage, nodeName: 'small' })).toEqual({ outcome: 'empty' });
    expect(await stage.schedule()).toMatchObject({ execution: { executionId: large } });
    await stage.database.deleteFrom('server_nodes').where('node_name', '=', 'small').execute();
  });

  it.each([{ cpu: '6180432197.5' }, { memory: '9007199254740992' }, { memory: '99999999999999Ti' }])(
    'refuses what no machine has, whether nodes are known or not: %j',
    async (resources) => {
      const nodes = await stage.database.deleteFrom('server_nodes').returningAll().execute();
      const refused = await stage.submit({ resources });
      await stage.database.insertInto('server_nodes').values(nodes).execute();
      expect(refused).toMatchObject({ ok: false, error: { code: 'invalid-definition' } });
    },
  );

  it('expires what waited longer than its limit', async () => {
    const executionId = await submitted({ timeouts: { queueSeconds: 60 } });
    stage.clock.moveBy(61);
    for (const overdue of await stage.executions.listOverdue(stage.clock.now()))
      await expireExecution(stage, overdue.executionId);
    expect(await rowOf(executionId)).toMatchObject({
      status: 'cleanup',
      verdict: 'expired',
      failure_reason: 'queue-timeout',
    });
  });

  it('gives each execution to one of many servers', async () => {
    const ids = new Set<string>();
    for (let count = 0; count < 10; count += 1) ids.add(await submitted());
    const taken = await Promise.all(Array.from({ length: 20 }, () => stage.schedule()));
    const scheduled = taken.flatMap((one) =>
      one.outcome === 'scheduled' ? [one.execution.executionId] : [],
    );
    expect(new Set(scheduled)).toEqual(ids);
    expect(scheduled).toHaveLength(10);
  });
});

describe('a submission', () => {
  it('of 50 at once for the last place, one wins', async () => {
    const quota = {
      quota_id: crypto.randomUUID(),
      team_id: stage.actor.teamId,
      resource_type: 'concurrent_executions',
      limit_value: 1,
    };
    await stage.database.insertInto('team_quotas').values(quota).execute();
    const answers = await Promise.all(Array.from({ length: 50 }, () => stage.submit()));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.error.code === 'quota-exceeded')).toHaveLength(49);
  });

  it('with the same Idempotency-Key is one execution, and with another body a conflict', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => stage.submit({}, 'key-1')));
    const ids = new Set(answers.map((answer) => answer.ok && answer.value.executionId));
    expect(ids.size).toBe(1);
    expect(await stage.submit({ priority: 1 }, 'key-1')).toMatchObject({
      ok: false,
      error: { code: 'idempotency-key-reused' },
    });
  });

  it.each([{ hostFolder: '/home/ada/project' }, { hostEnvironment: { path: '/home/ada/bin' } }])(
    "may name %j only from the server's own host",
    async (host) => {
      const content = { type: 'archive', uploadId: '01900000-0000-7000-8000-000000000001', ...host } as const;
      const body = TestDefinition.parse({ ...DEFINITION, content });
      const request = { kind: 'definition', body } as const;
      const scopes = stage.actor.scopes.filter((scope) => scope !== 'host');
      const order = { actor: { ...stage.actor, scopes }, request, idempotencyKey: null };
      expect(await submitTest(stage, order)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
      expect(await submitTest(stage, { ...order, actor: stage.actor })).toMatchObject({
        error: { code: 'upload-not-found' },
      });
    },
  );

  it('makes a new version of a definition only when something changed', async () => {
    const versions: number[] = [];
    for (const part of [{ name: 'versioned' }, { name: 'versioned' }, { name: 'versioned', priority: 7 }])
      versions.push((await rowOf(await submitted(part))).definition_version);
    expect(versions).toEqual([1, 1, 2]);
  });

  it.each([
    ['framework-unknown', { framework: 'no-such', commands: undefined }],
    ['invalid-definition', { commands: [DEFINITION.commands?.[0], DEFINITION.commands?.[0]] }],
    ['secret-missing', { secrets: { TOKEN: 'absent' } }],
    ['channel-missing', { notifications: [{ channels: ['absent'] }] }],
    ['invalid-definition', { content: { type: 'git', url: 'file:///etc' } }],
    ['invalid-definition', { content: { type: 'git', url: 'git://127.0.0.1/shop' } }],
    ['upload-not-found', { content: { type: 'archive', uploadId: '01900000-0000-7000-8000-00000000ffff' } }],
  ])('is refused with %s and leaves nothing', async (code, part) => {
    const before = await stage.database.selectFrom('test_executions').select('execution_id').execute();
    expect(await stage.submit(part as never)).toMatchObject({ ok: false, error: { code } });
    expect(await stage.database.selectFrom('test_executions').select('execution_id').execute()).toHaveLength(
      before.length,
    );
  });
});

describe('a run', () => {
  it('goes through every state of diagram 3.1 to a verdict, each with its event', async () => {
    const { executionId, lead } = await running(['a', 'b']);
    const { units } = await lead.claim();
    for (const unit of units) await lead.report(unit.unitId);
    await lead.finish(2, { ...COUNTS, total: 2, passed: 2 });
    expect(await arrowsOf(executionId)).toEqual([
      'submitted',
      'validating',
      'queued',
      'scheduled',
      'initializing',
      'running',
      'completing',
      'completed',
      'cleanup',
    ]);
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'passed', failure_reason: null, exit_code: 0 });
  });

  it('stores a report that is sent again only once', async () => {
    const { executionId, lead } = await running(['a', 'b']);
    const { units } = await lead.claim();
    const unitId = units[0]?.unitId ?? ('' as UnitId);
    const results = {
      type: 'results',
      unitId,
      results: [{ key: 'k', name: 'once', suite: [], status: 'passed' }],
    } satisfies AgentEventInput;
    await lead.say(results);
    expect(await lead.sayAgain(results)).toMatchObject({ accepted: false, nextSequence: 3 });
    const rows = await stage.database
      .selectFrom('test_results')
      .select('result_id')
      .where('execution_id', '=', executionId)
      .execute();
    expect(rows).toHaveLength(1);
  });

  it('answers a claim that is asked again with the same units', async () => {
    const { lead } = await running(['a', 'b', 'c', 'd'], { parallelism: 2 });
    const first = await lead.claim();
    expect(await lead.claimAgain()).toEqual(first);
  });

  it('never gives one unit to two groups', async () => {
    const keys = Array.from({ length: 60 }, (_, place) => `unit-${place}`);
    const { executionId, lead } = await running(keys, { parallelism: 4 });
    await stage.launch();
    const others = await Promise.all([1, 2, 3].map((index) => agentOf(executionId, index)));
    for (const other of others) await other.hello();
    const claimed: string[] = [];
    for (let round = 0; round < 30; round += 1)
      for (const answer of await Promise.all([lead, ...others].map((agent) => agent.claim())))
        claimed.push(...answer.units.map((unit) => unit.key));
    expect(claimed.toSorted()).toEqual(keys.toSorted());
  });

  it('is not green when an agent hides a failure in its manifest', async () => {
    const { executionId, lead } = await running(['a']);
    const { units } = await lead.claim();
    await lead.report(units[0]?.unitId ?? '');
    await lead.finish(1, { ...COUNTS, total: 5, passed: 5 });
    expect(await rowOf(executionId)).toMatchObject({
      verdict: 'infrastructure',
      failure_reason: 'counts-differ',
    });
  });

  it('is not green when nothing was listed', async () => {
    const { executionId, lead } = await running([]);
    expect(await lead.claim()).toEqual({ order: 'finish', units: [] });
    await lead.finish(0, { ...COUNTS, total: 0, passed: 0 });
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'failed', failure_reason: 'no-tests' });
  });

  it('ends Failed with the reason when the preparation failed', async () => {
    const executionId = await submitted();
    await stage.schedule();
    await stage.launch();
    const lead = await agentOf(executionId, 0);
    await lead.hello();
    await lead.say({
      type: 'preparation-failed',
      reason: 'setup-failed',
      message: 'npm ci: exit 1',
      exitCode: 1,
    });
    await lead.finish(0, { ...COUNTS, total: 0, passed: 0 });
    expect(await rowOf(executionId)).toMatchObject({
      verdict: 'failed',
      failure_reason: 'setup-failed',
      failure_message: 'npm ci: exit 1',
    });
    expect(await arrowsOf(executionId)).toContain('failed');
  });
});

describe('what only shows when the content is there', () => {
  it.each(['ref-not-found', 'framework-not-found'] as const)(
    'is rejected for %s, cleaned up after, and never tried again',
    async (reason) => {
      const executionId = await submitted({ retries: { attempts: 3, backoffSeconds: 0 } });
      await stage.schedule();
      await stage.launch();
      const lead = await agentOf(executionId, 0);
      await lead.hello();
      await lead.say({ type: 'preparation-failed', reason, message: 'it is not there' });
      await lead.finish(0, { ...COUNTS, total: 0, passed: 0 });
      expect(await rowOf(executionId)).toMatchObject({
        verdict: 'rejected',
        failure_reason: reason,
        failure_message: 'it is not there',
        attempt: 0,
      });
      expect((await arrowsOf(executionId)).slice(-3)).toEqual(['initializing', 'failed', 'cleanup']);
    },
  );
});

describe('a node that is gone', () => {
  const away = { nodeName: 'away', place: 'away:data' };
  const registerAway = () =>
    registerNode(stage.database, { name: 'away', host: 'away', cpuMillis: 8000, memoryBytes: 2 ** 34 });
  const forgetAway = () =>
    stage.database.deleteFrom('server_nodes').where('node_name', '=', 'away').execute();
  /** Scheduled there, and nothing more: its server died before it started a process. */
  async function scheduledAway(part: Parameters<Stage['submit']>[0] = {}): Promise<ExecutionId> {
    await registerAway();
    const executionId = await submitted(part);
    await scheduleNext({ ...stage, ...away });
    return executionId;
  }
  async function watchLater() {
    const watch = beginWatch(stage);
    for (let seconds = 0; seconds <= 70; seconds += 10) {
      stage.clock.moveBy(10);
      await watchGroups(stage, watch);
    }
    return watch;
  }

  it('leaves no group waiting for a process that nobody may start', async () => {
    const executionId = await scheduledAway();
    await watchLater();
    expect(await statusOf(executionId)).toBe('scheduled'); // its server still shows signs of life
    await forgetAway();
    await watchLater();
    expect(await rowOf(executionId)).toMatchObject({
      status: 'cleanup',
      verdict: 'infrastructure',
      failure_reason: 'group-lost',
      failure_message: expect.stringContaining('away is gone'),
    });
  });

  it('leaves no execution behind whose groups a shutdown ended', async () => {
    const executionId = await scheduledAway();
    const [lead] = await stage.groupsOf(executionId);
    if (!lead) throw new Error('It has no lead');
    await loseGroup(stage, lead.groupId, { why: 'shut down', reason: 'group-lost', status: 'ended' });
    for (const replacement of await stage.groupsOf(executionId))
      if (replacement.status === 'starting')
        await stage.inTransaction((tx) =>
          stage.groups.end(tx, replacement.groupId, { status: 'ended', why: 'shut down' }, stage.clock.now()),
        );
    await forgetAway();
    const watch = await watchLater();
    await continueAbandoned(stage, watch, (id, isGone) => reviveExecution(stage, id, isGone));
    expect(await rowOf(executionId)).toMatchObject({
      status: 'cleanup',
      verdict: 'infrastructure',
      failure_message: 'Its node away is gone.',
    });
  });

  it('is not thought gone by one who has just begun to look', async () => {
    const executionId = await scheduledAway();
    await forgetAway();
    await watchGroups(stage, beginWatch(stage));
    expect(await statusOf(executionId)).toBe('scheduled');
  });
});

describe('a launch that its server did not live to make', () => {
  it('is made at once when the server is back', async () => {
    const executionId = await submitted();
    await stage.schedule();
    await stage.groups.claimForLaunch(
      { nodeName: 'here', place: 'here:data', tokenHashes: [new Uint8Array(32).fill(7)] },
      stage.clock.now(),
    );
    expect(await stage.launch()).toBe(0);
    await releaseLaunches({ ...stage, place: 'here:other' });
    expect(await stage.launch()).toBe(0); // another server of the same host has no say in it
    await releaseLaunches(stage);
    expect(await stage.groups.findByToken(new Uint8Array(32).fill(7))).toBeNull();
    expect(await stage.launch()).toBe(1);
    expect(await statusOf(executionId)).toBe('initializing');
  });
});

describe('a retry', () => {
  it('that finds no room expires as a newcomer does, and says what the last attempt came to', async () => {
    const { executionId, lead } = await running(['bad'], {
      retries: { attempts: 1, backoffSeconds: 5 },
      timeouts: { queueSeconds: 60 },
    });
    const [unit] = (await lead.claim()).units;
    await lead.report(unit?.unitId ?? '', 'failed');
    await lead.finish(1, FAILED);
    stage.clock.moveBy(64);
    expect(await stage.executions.listOverdue(stage.clock.now())).toEqual([]);
    stage.clock.moveBy(2);
    expect(await stage.executions.listOverdue(stage.clock.now())).toEqual([{ executionId, limit: 'queue' }]);
    await expireExecution(stage, executionId);
    expect(await rowOf(executionId)).toMatchObject({
      status: 'cleanup',
      verdict: 'expired',
      failure_message: expect.stringContaining('1 of 1 tests failed'),
    });
    expect((await rowOf(executionId)).counts).toMatchObject({ total: 1, failed: 1 });
  });

  it('that is due waits at the place of its arrival, behind what is more urgent', async () => {
    const { executionId, lead } = await running(['bad'], {
      priority: 10,
      retries: { attempts: 1, backoffSeconds: 0 },
      resources: { cpu: 8 },
    });
    const later = await submitted({ priority: 10 });
    const urgent = await submitted({ priority: 90 });
    const [unit] = (await lead.claim()).units;
    await lead.report(unit?.unitId ?? '', 'failed');
    await lead.finish(1, FAILED);
    expect(await statusOf(executionId)).toBe('retrying');
    expect(await stage.schedule()).toMatchObject({ execution: { executionId: urgent } });
    expect(await stage.schedule()).toEqual({ outcome: 'full' }); // and `later` does not overtake it
    expect(await statusOf(later)).toBe('queued');
    const ended = stage.database.updateTable('test_executions').set({ status: 'archived' });
    await ended.where('execution_id', '=', urgent).execute();
    expect(await stage.schedule()).toMatchObject({ execution: { executionId } });
  });

  it('runs only what failed, and what passes then is flaky', async () => {
    const { executionId, lead } = await running(['good', 'shaky'], {
      retries: { attempts: 1, backoffSeconds: 5 },
    });
    const { units } = await lead.claim();
    for (const unit of units)
      await lead.report(unit.unitId, unit.key === 'shaky' ? 'failed' : 'passed', unit.key);
    await lead.finish(2, { total: 2, passed: 1, failed: 1, skipped: 0, flaky: 0 });
    expect(await statusOf(executionId)).toBe('retrying');
    expect((await stage.schedule()).outcome).toBe('empty');
    stage.clock.moveBy(6);
    expect((await stage.schedule()).outcome).toBe('scheduled');
    await stage.launch();
    const again = await agentOf(executionId, 0, 1);
    await again.hello();
    await again.plan(['good', 'shaky']);
    const second = await again.claim();
    expect(second.units.map((unit) => unit.key)).toEqual(['shaky']);
    await again.report(second.units[0]?.unitId ?? '', 'passed', 'shaky');
    await again.finish(1, COUNTS);
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'flaky', attempt: 1, retry_count: 1 });
    expect((await rowOf(executionId)).counts).toEqual({
      total: 2,
      passed: 2,
      failed: 0,
      skipped: 0,
      flaky: 1,
    });
  });

  /** One unit, that ends in the first attempt as it is told and passes in the second. */
  const passedOnRetry = async (first: (lead: Agent, unitId: UnitId) => Promise<unknown>) => {
    const { executionId, lead } = await running(['shaky'], {
      retries: { attempts: 1, backoffSeconds: 0 },
      timeouts: { runSeconds: 60 },
    });
    await first(lead, (await lead.claim()).units[0]?.unitId as UnitId);
    expect(await statusOf(executionId)).toBe('retrying');
    await stage.schedule();
    await stage.launch();
    const again = await agentOf(executionId, 0, 1);
    await again.hello();
    await again.plan(['shaky']);
    await again.report((await again.claim()).units[0]?.unitId ?? '', 'passed', 'shaky');
    await again.finish(1, COUNTS);
    return rowOf(executionId);
  };
  const endBadly = (reason: FailureReason) => async (lead: Agent, unitId: UnitId) => {
    const counts = { ...COUNTS, total: 0, passed: 0 };
    await lead.say({
      ...{ type: 'unit-finished', unitId, outcome: 'error', reason, counts },
      ...{ durationMs: 5, exitCode: null },
    });
    await lead.finish(1, counts);
  };

  it.each(['unit-timeout', 'runner-crashed', 'exit-code-disagrees', 'tests-failed'] as const)(
    'of a unit that ended %s without a failed test is flaky too',
    async (reason) => {
      const { verdict, counts } = await passedOnRetry(endBadly(reason));
      expect(verdict).toBe('flaky');
      expect(counts).toMatchObject({ total: 1, passed: 1, flaky: 1 });
    },
  );

  it('of a unit that ran when the run limit passed is flaky too', async () => {
    const { verdict } = await passedOnRetry(async (lead, unitId) => {
      await lead.say({ type: 'unit-started', unitId });
      stage.clock.moveBy(61);
      for (const overdue of await stage.executions.listOverdue(stage.clock.now()))
        await timeOutExecution(stage, overdue.executionId);
      await lead.say({ type: 'unit-returned', unitId });
      await lead.finish(0, { ...COUNTS, total: 0, passed: 0 }, 'stopped');
    });
    expect(verdict).toBe('flaky');
  });

  it('of what the machine lost is passed: no test was seen to fail', async () => {
    expect((await passedOnRetry(endBadly('disk-full'))).verdict).toBe('passed');
  });

  it('that fails again is failed', async () => {
    const { executionId, lead } = await running(['bad'], { retries: { attempts: 1, backoffSeconds: 0 } });
    const { units } = await lead.claim();
    await lead.report(units[0]?.unitId ?? '', 'failed');
    await lead.finish(1, FAILED);
    await stage.schedule();
    await stage.launch();
    const again = await agentOf(executionId, 0, 1);
    await again.hello();
    await again.plan(['bad']);
    const second = await again.claim();
    await again.report(second.units[0]?.unitId ?? '', 'failed');
    await again.finish(1, FAILED);
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'failed', failure_reason: 'tests-failed' });
  });
});

const MANY = 2 * STAGE_CONNECTIONS;

describe('a lost group', () => {
  it('returns its unreported units, forgets their half results, and is replaced', async () => {
    const { executionId, lead } = await running(['a', 'b']);
    const { units } = await lead.claim();
    const [first, second] = units.map((unit) => unit.unitId);
    await lead.report(first ?? '');
    await lead.say({
      type: 'results',
      unitId: second ?? '',
      results: [{ key: 'half', name: 'half', suite: [], status: 'passed' }],
    });
    const [group] = await stage.groupsOf(executionId);
    await loseGroup(stage, group?.groupId ?? ('' as never), { why: 'killed', reason: 'group-lost' });
    await stage.launch();
    const replacement = await agentOf(executionId, 1);
    await replacement.hello();
    const taken = await replacement.claim();
    expect(taken.units.map((unit) => unit.unitId)).toEqual([second]);
    await replacement.report(second ?? '');
    await replacement.finish(1, COUNTS);
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'passed' });
    expect((await rowOf(executionId)).counts).toMatchObject({ total: 2, passed: 2 });
  });

  it('is one of many that are lost, or claim, at once: more than there are connections', async () => {
    const { lead } = await running(['a']);
    const claims = await Promise.all(Array.from({ length: MANY }, () => lead.claim()));
    expect(new Set(claims.flatMap(({ units }) => units.map(({ unitId }) => unitId))).size).toBe(1);
    const [group] = await stage.database.selectFrom('execution_groups').selectAll().limit(1).execute();
    const loss = { why: 'silent', reason: 'group-lost' } as const;
    const losses = Array.from({ length: MANY }, () => loseGroup(stage, group?.group_id as never, loss));
    expect(await Promise.all(losses)).toHaveLength(MANY);
  });

  it('may say nothing more', async () => {
    const { executionId, lead } = await running(['a']);
    const { units } = await lead.claim();
    const [group] = await stage.groupsOf(executionId);
    await loseGroup(stage, group?.groupId ?? ('' as never), { why: 'silent', reason: 'group-lost' });
    expect(await lead.report(units[0]?.unitId ?? '')).toBeNull();
    expect(await lead.claim()).toEqual({ order: 'stop', units: [] });
  });

  it('is found by its missing heartbeats, its process ended, and after too many losses the verdict is infrastructure', async () => {
    const { executionId } = await running(['a']);
    const watch = beginWatch(stage);
    for (let loss = 0; loss < 4; loss += 1) {
      await stage.launch();
      const groups = await stage.groupsOf(executionId);
      await stage.play(groups.at(-1) as never).hello();
      for (const seconds of [23, 23, 23, 22]) {
        expect(stage.executor.killed).not.toContain(groups.at(-1)?.groupId);
        stage.clock.moveBy(seconds);
        await watchGroups(stage, watch);
      }
      expect(stage.executor.killed).toContain(groups.at(-1)?.groupId);
    }
    expect(await rowOf(executionId)).toMatchObject({
      verdict: 'infrastructure',
      failure_reason: 'group-lost',
    });
  });

  it('is not lost for what it said while nobody listened: the server was down, or the host slept', async () => {
    const { executionId } = await running(['a']);
    const groups = await stage.groupsOf(executionId);
    stage.clock.moveBy(1000);
    const watch = beginWatch(stage);
    await watchGroups(stage, watch);
    stage.clock.moveBy(1000);
    await watchGroups(stage, watch);
    expect(stage.executor.killed).not.toContain(groups[0]?.groupId);
  });

  it('that could not be started at all ends the execution as infrastructure', async () => {
    const executionId = await submitted();
    stage.executor.failing = true;
    await stage.schedule();
    await stage.launch();
    expect(await rowOf(executionId)).toMatchObject({
      verdict: 'infrastructure',
      failure_reason: 'executor-failed',
    });
  });
});

describe('what an execution leaves on a node', () => {
  it('goes once it is archived, whoever did that; what runs, and what nobody knows, stays', async () => {
    const archived = await submitted();
    const stranger = '01a20979-0000-7000-8000-000000000000' as ExecutionId;
    const running = await submitted();
    for (const executionId of [archived, running, stranger]) stage.executor.kept.add(executionId);
    await stage.database
      .updateTable('test_executions')
      .set({ status: 'archived' })
      .where('execution_id', '=', archived)
      .execute();
    await sweepWorkspaces(stage);
    expect([...stage.executor.kept]).toEqual([running, stranger]);
  });
});

describe('ending early', () => {
  it('a queued execution that is cancelled never starts a process', async () => {
    const executionId = await submitted();
    const launched = stage.executor.launched.length;
    await cancelExecution(stage, { executionId, actor: stage.actor });
    await stage.schedule();
    await stage.launch();
    expect(stage.executor.launched).toHaveLength(launched);
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'cancelled', status: 'cleanup' });
  });

  it('a running one is told to stop, keeps what was reported, and ends Cancelled when its group has ended', async () => {
    const { executionId, lead } = await running(['a', 'b']);
    const { units } = await lead.claim();
    await lead.report(units[0]?.unitId ?? '');
    await cancelExecution(stage, { executionId, actor: stage.actor });
    expect(await statusOf(executionId)).toBe('completing');
    expect(await lead.claim()).toEqual({ order: 'stop', units: [] });
    await watchGroups(stage, beginWatch(stage));
    expect(stage.executor.stopped).toContain((await stage.groupsOf(executionId))[0]?.groupId);
    await lead.finish(1, COUNTS, 'stopped');
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'cancelled' });
    expect((await rowOf(executionId)).counts).toMatchObject({ passed: 1 });
  });

  it.each(['returned by its agent', 'left by a group that finishes', 'left by one ended by force'] as const)(
    'what a running unit reported is kept and counted: %s',
    async (way) => {
      const { executionId, lead } = await running(['a']);
      const unitId = (await lead.claim()).units[0]?.unitId as UnitId;
      const result = {
        key: 'k1',
        name: 'half',
        suite: [] as string[],
        status: 'failed',
        message: 'no',
      } as const;
      await lead.say({ type: 'unit-started', unitId }, { type: 'results', unitId, results: [result] });
      await cancelExecution(stage, { executionId, actor: stage.actor });
      const late = { key: 'k2', name: 'late', suite: [] as string[], status: 'passed' } as const;
      if (way === 'returned by its agent')
        await lead.say({ type: 'results', unitId, results: [late] }, { type: 'unit-returned', unitId });
      const [group] = await stage.groupsOf(executionId);
      if (way !== 'left by one ended by force') await lead.finish(0, COUNTS, 'stopped');
      else
        await loseGroup(stage, group?.groupId as never, {
          ...{ why: 'by force', reason: 'group-lost', status: 'ended' },
        });
      const row = await rowOf(executionId);
      expect(row.verdict).toBe('cancelled');
      expect(row.counts).toMatchObject({ failed: 1, passed: way === 'returned by its agent' ? 1 : 0 });
    },
  );

  it('what does not stop by itself is ended by force after its grace', async () => {
    const { executionId } = await running(['a']);
    await cancelExecution(stage, { executionId, actor: stage.actor });
    const watch = beginWatch(stage);
    await watchGroups(stage, watch);
    stage.clock.moveBy(16);
    await watchGroups(stage, watch);
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'cancelled' });
  });

  it('the run limit ends in Timeout', async () => {
    const { executionId, lead } = await running(['a', 'b'], { timeouts: { runSeconds: 60 } });
    stage.clock.moveBy(61);
    for (const overdue of await stage.executions.listOverdue(stage.clock.now()))
      await timeOutExecution(stage, overdue.executionId);
    await lead.finish(0, { ...COUNTS, total: 0, passed: 0 }, 'stopped');
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'timeout', failure_reason: 'run-timeout' });
  });

  it('what has ended cannot be cancelled', async () => {
    const { executionId, lead } = await running(['a']);
    const { units } = await lead.claim();
    await lead.report(units[0]?.unitId ?? '');
    await lead.finish(1, COUNTS);
    expect(await cancelExecution(stage, { executionId, actor: stage.actor })).toMatchObject({
      ok: false,
      error: { code: 'already-ended' },
    });
  });

  it('a shutdown in mid-run is followed by another group that goes on', async () => {
    const { executionId, lead } = await running(['a', 'b']);
    const { units } = await lead.claim();
    await lead.report(units[0]?.unitId ?? '');
    await lead.finish(1, COUNTS, 'stopped');
    expect(await statusOf(executionId)).toBe('running');
    await reviveExecution(stage, executionId);
    await stage.launch();
    const next = await agentOf(executionId, 1);
    await next.hello();
    const rest = await next.claim();
    await next.report(rest.units[0]?.unitId ?? '');
    await next.finish(1, COUNTS);
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'passed' });
  });
});

describe('a lead that is lost before its plan', () => {
  const lose = async (executionId: ExecutionId) => {
    const last = (await stage.groupsOf(executionId)).at(-1);
    await loseGroup(stage, last?.groupId ?? ('' as never), { why: 'killed', reason: 'group-lost' });
    await stage.launch();
  };

  it.each(['before it was launched', 'while it prepared'])(
    '%s is followed by another, and its followers by theirs',
    async (when) => {
      const executionId = await submitted({ parallelism: 2 });
      await stage.schedule();
      if (when === 'while it prepared') await stage.launch();
      await lose(executionId);
      const lead = await agentOf(executionId, 1);
      await lead.hello();
      await lead.plan(['a', 'b']);
      await stage.launch();
      const follower = await agentOf(executionId, 2);
      await follower.hello();
      for (const agent of [lead, follower]) {
        const { units } = await agent.claim();
        await agent.report(units[0]?.unitId ?? '');
      }
      for (const agent of [lead, follower]) await agent.finish(1, COUNTS);
      expect(await rowOf(executionId)).toMatchObject({ verdict: 'passed' });
    },
  );
});

describe('an agent that gives up', () => {
  const nothing = { ...COUNTS, total: 0, passed: 0 };

  it('while it prepares makes the verdict infrastructure, not a red test', async () => {
    const executionId = await submitted();
    await stage.schedule();
    await stage.launch();
    const lead = await agentOf(executionId, 0);
    await lead.hello();
    await lead.finish(0, nothing, 'failed');
    expect(await rowOf(executionId)).toMatchObject({
      verdict: 'infrastructure',
      failure_reason: 'internal-error',
    });
  });

  it('again and again is not followed by another for ever', async () => {
    const { executionId, lead } = await running(['a']);
    await lead.finish(0, nothing, 'failed');
    for (let loss = 0; loss < 4; loss += 1) {
      await reviveExecution(stage, executionId);
      const last = (await stage.groupsOf(executionId)).at(-1);
      if (last?.status === 'starting') await stage.play(last).finish(0, nothing, 'failed');
    }
    expect(await rowOf(executionId)).toMatchObject({
      verdict: 'infrastructure',
      failure_reason: 'group-lost',
    });
  });

  it('because of a shutdown, while it prepares, is followed by another lead', async () => {
    const executionId = await submitted();
    await stage.schedule();
    await stage.launch();
    const lead = await agentOf(executionId, 0);
    await lead.hello();
    await lead.finish(0, nothing, 'stopped');
    expect(await rowOf(executionId)).toMatchObject({ verdict: null });
    await reviveExecution(stage, executionId);
    expect((await stage.groupsOf(executionId)).at(-1)).toMatchObject({ status: 'starting', lead: true });
  });
});

describe('the event store', () => {
  it('gives every committed event a position without gaps, each stream in its order', async () => {
    while ((await stage.events.sequence(100)) > 0);
    const all = await stage.events.readAll(0, 10_000);
    expect(all.map((event) => event.globalPosition)).toEqual(all.map((_, place) => place + 1));
    const seen = new Map<string, number>();
    for (const event of all) {
      expect(event.number).toBe((seen.get(event.streamId) ?? 0) + 1);
      seen.set(event.streamId, event.number);
    }
  });

  it('shows a subscriber events of a transaction that commits late, though others were sequenced meanwhile', async () => {
    const early = { aggregateType: 'test', aggregateId: 'late' };
    const opened = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const slow = stage.inTransaction(async (tx) => {
      await stage.events.append(tx, early, [{ type: 'appended-first', data: {} }]);
      opened.resolve();
      await release.promise;
    });
    await opened.promise;
    await stage.inTransaction((tx) =>
      stage.events.append(tx, { aggregateType: 'test', aggregateId: 'quick' }, [
        { type: 'appended-second', data: {} },
      ]),
    );
    await stage.events.sequence(100);
    const before = await stage.events.lastPosition();
    release.resolve();
    await slow;
    await stage.events.sequence(100);
    expect((await stage.events.readAll(before, 10)).map((event) => event.type)).toEqual(['appended-first']);
  });

  describe('to a consumer', () => {
    const happen = async (type: string) => {
      const stream = { aggregateType: 'probe', aggregateId: 'consumed' };
      await stage.inTransaction((tx) => stage.events.append(tx, stream, [{ type, data: {} }]));
      while ((await stage.events.sequence(1000)) > 0);
    };
    const consume = (name: string, heard: string[]) =>
      stage.events.consume(name, 100, async (_tx, events) => {
        heard.push(...events.map((event) => event.type));
      });

    it('are told once, from the first time on that it asks', async () => {
      const heard: string[] = [];
      await happen('long ago');
      expect(await consume('once', heard)).toBe(0);
      await happen('one');
      await happen('two');
      expect(await consume('once', heard)).toBe(2);
      expect(await consume('once', heard)).toBe(0);
      expect(heard).toEqual(['one', 'two']);
    });

    it('are told again when it failed, and what it wrote is gone with the failure', async () => {
      await consume('failing', []);
      await happen('needed');
      const failing = stage.events.consume('failing', 100, async (tx) => {
        await stage.events.append(tx, { aggregateType: 'probe', aggregateId: 'written' }, [
          { type: 'written', data: {} },
        ]);
        throw new Error('it stumbled');
      });
      await expect(failing).rejects.toThrow('it stumbled');
      expect(await stage.events.lastNumber('probe-written')).toBe(0);
      const heard: string[] = [];
      await consume('failing', heard);
      expect(heard).toEqual(['needed']);
    });

    it('are told to one of several servers at a time', async () => {
      await consume('shared', []);
      await happen('for one');
      const inside = Promise.withResolvers<void>();
      const release = Promise.withResolvers<void>();
      const heard: string[] = [];
      const first = stage.events.consume('shared', 100, async (_tx, events) => {
        inside.resolve();
        await release.promise;
        heard.push(...events.map((event) => event.type));
      });
      await inside.promise;
      expect(await consume('shared', heard)).toBe(0);
      release.resolve();
      expect(await first).toBe(1);
      expect(await consume('shared', heard)).toBe(0);
      expect(heard).toEqual(['for one']);
    });
  });
});
