/** The use cases over a real PostgreSQL: what must hold whatever runs the tests. */
import type { AgentEventInput, ExecutionId, UnitId } from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COUNTS, createStage, DEFINITION, FAILED, type Stage } from '../testing/execution-stage.ts';
import {
  beginWatch,
  cancelExecution,
  expireExecution,
  loseGroup,
  reviveExecution,
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

describe('a retry', () => {
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

  it("keeps a subscriber's checkpoint, which never goes back", async () => {
    expect(await stage.events.checkpoint('notifier')).toBeNull();
    await stage.events.saveCheckpoint('notifier', 7);
    await stage.events.saveCheckpoint('notifier', 3);
    expect(await stage.events.checkpoint('notifier')).toBe(7);
  });
});
