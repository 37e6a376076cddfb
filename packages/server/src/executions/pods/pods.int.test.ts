/** Executions in an environment of a cluster, over a real PostgreSQL: every use case, and a cluster that is a map. */
import { type EnvironmentId, type ExecutionId, type GroupId, TestDefinition } from '@gauntlet/contract';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashSecret } from '../../identity/index.ts';
import { addEnvironments } from '../../testing/cluster-places.ts';
import { COUNTS, createStage, DEFINITION, FAILED, type Stage } from '../../testing/execution-stage.ts';
import { fakeNode } from '../../testing/fake-pods.ts';
import {
  archiveExecution,
  beginPodWatch,
  beginWatch,
  cancelExecution,
  continueAbandoned,
  expireExecution,
  type Group,
  reviveExecution,
  scheduleNext,
  submitTest,
  tendEnvironment,
  timeOutExecution,
  watchGroups,
} from '../index.ts';
import { scheduleInCluster } from '../schedule/schedule-in-cluster.ts';
import { setSecret } from '../secrets/set-secret.ts';
import { launchPods } from './launch-pods.ts';
import type { PodEnd, PodEndClass, PodEndReason } from './standing.ts';
import { watchPods } from './watch-pods.ts';

const NOTHING = { ...COUNTS, total: 0, passed: 0 };

let stage: Stage;
let staging: EnvironmentId;
let neighbour: EnvironmentId;
let watch: ReturnType<typeof beginPodWatch>;

beforeAll(async () => {
  stage = await createStage({ podAbility: { runs: 'pods' } });
  ({ staging, other: neighbour } = await addEnvironments(stage, ['staging', 'other']));
});
afterAll(() => stage.close());

beforeEach(async () => {
  await stage.database.updateTable('test_executions').set({ status: 'archived' }).execute();
  await stage.database
    .updateTable('execution_groups')
    .set({ status: 'ended' })
    .where('status', 'in', ['starting', 'running'])
    .execute();
  stage.pods.pods.clear();
  stage.pods.gone.clear();
  stage.pods.unseen.clear();
  stage.pods.logs.clear();
  Object.assign(stage.pods, { orders: [], ends: [], answers: [], trouble: null, autoscale: false });
  Object.assign(stage.pods, { nodes: [fakeNode('node-1')], lingering: false });
  watch = beginPodWatch(stage);
});

type Part = Parameters<Stage['submit']>[0];

async function submitted(part: Part = {}): Promise<ExecutionId> {
  const result = await stage.submit({ environmentName: 'staging', ...part });
  if (!result.ok) throw new Error(result.error.message);
  return result.value.executionId;
}

const rowOf = (executionId: ExecutionId) =>
  stage.database
    .selectFrom('test_executions')
    .selectAll()
    .where('execution_id', '=', executionId)
    .executeTakeFirstOrThrow();
const groupsOf = (executionId: ExecutionId, attempt = 0) => stage.groupsOf(executionId, attempt);
const lastOf = async (executionId: ExecutionId, attempt = 0) =>
  (await groupsOf(executionId, attempt)).at(-1) as Group;
const leadOf = async (executionId: ExecutionId) =>
  (await groupsOf(executionId)).find((group) => group.lead) as Group;
const factsOf = async (executionId: ExecutionId, type: string) =>
  (await stage.events.readStream(`execution-${executionId}`, 0, 2000)).filter((fact) => fact.type === type);
const schedule = (environmentId = staging) => scheduleInCluster(stage, environmentId);
const launch = () => launchPods(stage, staging);
const look = () => watchPods(stage, watch, staging);
const tend = () => tendEnvironment(stage, watch, staging);
const revive = () =>
  continueAbandoned(stage, beginWatch(stage), (executionId) => reviveExecution(stage, executionId));

async function running(keys: readonly string[], part: Part = {}) {
  const executionId = await submitted(part);
  expect((await schedule()).outcome).toBe('scheduled');
  await launch();
  const group = await leadOf(executionId);
  stage.pods.run(group.groupId);
  await look();
  const lead = stage.play(group);
  await lead.hello();
  await lead.plan(keys);
  return { executionId, lead, group };
}

const endOf = (
  reason: PodEndReason,
  message = `It ended: ${reason}.`,
  of: PodEndClass = 'infrastructure',
): PodEnd => ({ class: of, reason, message });
const ended = (groupId: GroupId, end: PodEnd) =>
  stage.pods.stand(groupId, { phase: 'ended', end, warnings: [] });
const waitForNodes = (groupId: GroupId, message = 'pod triggered scale-up: [{pool 3->5}]') =>
  stage.pods.stand(groupId, {
    phase: 'waiting',
    for: 'nodes',
    message,
    otherwise: endOf('capacity', 'No node came.'),
  });

describe('an environment that is disabled', () => {
  const set = (status: string) =>
    stage.database
      .updateTable('execution_environments')
      .set({ status })
      .where('environment_id', '=', staging)
      .execute();
  const setCluster = (status: string) =>
    stage.database.updateTable('clusters').set({ status }).where('access', '<>', 'local').execute();
  afterEach(async () => {
    await set('ready');
    await setCluster('ready');
  });
  const tended = async () => new Set(await stage.podGroups.listEnvironments());

  it('is looked at as long as something of it waits or runs, and no longer', async () => {
    expect(await tended()).toEqual(new Set([staging, neighbour]));
    const executionId = await submitted();
    await set('disabled');
    expect(await tended()).toEqual(new Set([staging, neighbour]));
    await schedule();
    await launch();
    expect(await tended()).toEqual(new Set([staging, neighbour]));
    await stage.database
      .updateTable('test_executions')
      .set({ status: 'archived' })
      .where('execution_id', '=', executionId)
      .execute();
    expect(await tended()).toEqual(new Set([neighbour]));
  });

  it('with its cluster is looked at no more either', async () => {
    await setCluster('disabled');
    expect(await tended()).toEqual(new Set());
    await setCluster('unreachable');
    expect(await tended()).toEqual(new Set([staging, neighbour]));
  });
});

describe('a submission', () => {
  it('to an environment in a cluster is refused by a server that cannot run pods, and says what is missing', async () => {
    const without = {
      ...stage,
      podAbility: { runs: 'no-pods', missing: 'GAUNTLET_AGENT_IMAGE is not set.' } as const,
    };
    const body = TestDefinition.parse({ ...DEFINITION, environmentName: 'staging' });
    const request = { kind: 'definition', body } as const;
    expect(await submitTest(without, { actor: stage.actor, request, idempotencyKey: null })).toMatchObject({
      error: { code: 'executor-missing', message: expect.stringContaining('GAUNTLET_AGENT_IMAGE') },
    });
  });

  it('needs an image, of its own or of the environment', async () => {
    const set = (configuration: object) =>
      stage.database
        .updateTable('execution_environments')
        .set({ configuration: JSON.stringify(configuration) })
        .where('environment_id', '=', staging)
        .execute();
    await set({});
    expect(await stage.submit({ environmentName: 'staging' })).toMatchObject({
      error: { code: 'invalid-definition', faults: [{ path: 'image' }] },
    });
    expect((await stage.submit({ environmentName: 'staging', image: 'python:3.13' })).ok).toBe(true);
    await set({ defaultImage: 'node:24' });
  });

  it('may ask for more than this host has: the cluster is asked', async () => {
    expect((await stage.submit({ environmentName: 'staging', resources: { cpu: 500 } })).ok).toBe(true);
    expect(await stage.submit({ resources: { cpu: 500 } })).toMatchObject({
      error: { code: 'resources-exceed-environment' },
    });
  });
});

describe('the queue of an environment', () => {
  it('goes by priority and arrival, and is nobody else’s', async () => {
    const first = await submitted();
    const urgent = await submitted({ priority: 90 });
    const elsewhere = await submitted({ environmentName: 'other' });
    const here = await submitted({ environmentName: 'local' });
    expect(await stage.queue.positionOf(elsewhere, stage.clock.now())).toBe(1);
    expect(await scheduleNext(stage)).toMatchObject({ execution: { executionId: here } });
    expect(await scheduleNext(stage)).toEqual({ outcome: 'empty' });
    expect(await schedule()).toMatchObject({ execution: { executionId: urgent } });
    expect(await schedule()).toMatchObject({ execution: { executionId: first } });
    expect(await schedule()).toEqual({ outcome: 'empty' });
    expect(await schedule(neighbour)).toMatchObject({ execution: { executionId: elsewhere } });
  });

  it('waits where there is no room, says for what, and holds up neither another nor this host', async () => {
    const large = await submitted({ resources: { cpu: 3 } });
    expect((await schedule()).outcome).toBe('scheduled');
    const next = await submitted({ resources: { cpu: 3 } });
    await submitted({ resources: { cpu: '100m' } });
    expect(await schedule()).toEqual({ outcome: 'full' });
    expect((await rowOf(next)).waiting_for).toBe(
      'room for a pod of 3.05 CPU and 224 MiB of memory, with 1088 MiB of disk; 0 fit now, 1 when nothing else runs there',
    );
    const here = await submitted({ environmentName: 'local' });
    expect(await scheduleNext(stage)).toMatchObject({ execution: { executionId: here } });
    const elsewhere = await submitted({ environmentName: 'other', resources: { cpu: '100m' } });
    expect(await schedule(neighbour)).toMatchObject({ execution: { executionId: elsewhere } });
    expect((await rowOf(large)).waiting_for).toBeNull();
  });

  it('keeps the disk of what was scheduled and is not launched yet: each pod asks for as much', async () => {
    stage.pods.nodes = [fakeNode('node-1', { allocatableDiskBytes: 3 * 2 ** 30 })];
    await submitted();
    await submitted({ parallelism: 2 });
    expect((await schedule()).outcome).toBe('scheduled');
    expect(await schedule()).toEqual({ outcome: 'full' });
    stage.pods.nodes = [fakeNode('node-1', { allocatableDiskBytes: 4 * 2 ** 30 })];
    expect((await schedule()).outcome).toBe('scheduled');
  });

  it('keeps room for what was scheduled and is not launched yet, followers included', async () => {
    await submitted({ resources: { cpu: 1 }, parallelism: 3 });
    expect((await schedule()).outcome).toBe('scheduled');
    await submitted({ resources: { cpu: 1 } });
    expect(await schedule()).toEqual({ outcome: 'full' });
    await submitted({ environmentName: 'other', resources: { cpu: 1 } });
    expect(await schedule(neighbour)).toEqual({ outcome: 'full' }); // of the same cluster
  });

  it('keeps room for what another server launches while the cluster is asked', async () => {
    await submitted({ resources: { cpu: 3 } });
    expect((await schedule()).outcome).toBe('scheduled');
    await submitted({ resources: { cpu: 3 } });
    const room: Stage['pods']['room'] = async (...asked) => {
      const answer = await stage.pods.room(...asked);
      await launch();
      return answer;
    };
    expect(await scheduleInCluster({ ...stage, pods: { ...stage.pods, room } }, staging)).toEqual({
      outcome: 'full',
    });
    expect(await schedule()).toEqual({ outcome: 'full' });
  });

  it('is told why when the cluster does not answer', async () => {
    stage.pods.trouble = { code: 'unavailable', message: 'The cluster "blue" does not answer.' };
    const executionId = await submitted();
    expect(await schedule()).toEqual({ outcome: 'full' });
    expect((await rowOf(executionId)).waiting_for).toBe('its cluster: The cluster "blue" does not answer.');
  });

  it('gives up at once what could never fit, and says so', async () => {
    const executionId = await submitted({ resources: { cpu: 5 }, parallelism: 3 });
    expect((await schedule()).outcome).toBe('refused');
    expect(await rowOf(executionId)).toMatchObject({
      ...{ status: 'cleanup', verdict: 'rejected', failure_reason: 'does-not-fit' },
      failure_message: expect.stringContaining('No node there could ever hold a pod of 5.05 CPU'),
    });
    expect((await archiveExecution(archiving(), executionId)).ok).toBe(true);
    expect((await rowOf(executionId)).status).toBe('archived');
  });

  it('starts with as many pods as all nodes could hold, where more are wanted, and orders no more when it knows its units', async () => {
    const order = { resources: { cpu: 1 }, parallelism: 5 };
    const { executionId, lead } = await running(['a', 'b', 'c', 'd', 'e', 'f'], order);
    expect(await groupsOf(executionId)).toHaveLength(3);
    expect((await rowOf(executionId)).parallelism).toBe(3);
    await reportRest(lead);
    const next = await submitted(order);
    expect(await schedule()).toEqual({ outcome: 'full' });
    expect((await rowOf(next)).waiting_for).toBe(
      'room for 3 pods, each of 1.05 CPU and 224 MiB of memory, with 1088 MiB of disk; 0 fit now, 3 when nothing else runs there',
    );
    stage.pods.nodes = ['node-1', 'node-2', 'node-3'].map((name) => fakeNode(name));
    expect((await schedule()).outcome).toBe('scheduled');
    expect(await groupsOf(next)).toHaveLength(5);
  });

  it('starts with as many as fit beside what others run there, once nothing of its own is there to wait for', async () => {
    const away = { kind: 'not-ready', message: 'it is not ready' } as const;
    const theirs = { requestedCpuMillis: 1000 };
    stage.pods.nodes = [fakeNode('node-1', theirs), fakeNode('node-2', { closed: [away] })];
    const order = { resources: { cpu: 1 }, parallelism: 5 };
    const first = await submitted(order);
    expect((await schedule()).outcome).toBe('scheduled');
    expect(await groupsOf(first)).toHaveLength(2);
    const next = await submitted(order);
    expect(await schedule()).toEqual({ outcome: 'full' }); // what is scheduled may end
    await launch();
    expect(await schedule()).toEqual({ outcome: 'full' });
    for (const { groupId } of await groupsOf(first)) ended(groupId, endOf('evicted'));
    await stage.database
      .updateTable('execution_groups')
      .set({ status: 'lost' })
      .where('execution_id', '=', first)
      .execute();
    expect((await schedule()).outcome).toBe('scheduled');
    expect(await groupsOf(next)).toHaveLength(2);
  });

  it('waits for a node that is meant for such pods, and says what those have that are there', async () => {
    const taint = { kind: 'taint', message: 'its taint control-plane:NoSchedule is not tolerated' } as const;
    stage.pods.nodes = [fakeNode('control', { closed: [taint] })];
    const executionId = await submitted();
    expect(await schedule()).toEqual({ outcome: 'full' });
    expect((await rowOf(executionId)).waiting_for).toMatch(
      /; 0 fit now, as no node is there for such pods: of one, its taint control-plane:NoSchedule is not tolerated$/,
    );
    stage.pods.nodes = [...stage.pods.nodes, fakeNode('worker')];
    expect((await schedule()).outcome).toBe('scheduled');
  });

  it('asks and keeps room for as many pods as are ordered, where history knows of fewer units', async () => {
    const small = { name: 'small', parallelism: 2, resources: { cpu: 1 } };
    const { executionId, lead } = await running(['a', 'b'], small);
    await reportRest(lead);
    await lead.finish(2, { ...COUNTS, total: 2, passed: 2 });
    for (const { groupId } of await groupsOf(executionId)) ended(groupId, endOf('completed'));
    await look();
    await archiveExecution(archiving(), executionId);
    const next = await submitted({ ...small, parallelism: 50 });
    expect((await schedule()).outcome).toBe('scheduled');
    expect(await groupsOf(next)).toHaveLength(2);
    await submitted({ resources: { cpu: 1 } });
    expect((await schedule()).outcome).toBe('scheduled');
  });

  it('waits for a cluster that has no node yet', async () => {
    stage.pods.nodes = [];
    await submitted();
    expect(await schedule()).toEqual({ outcome: 'full' });
  });

  it('keeps the scores, and the node that its first pod has found', async () => {
    stage.pods.nodes = [fakeNode('node-a', { lifetime: 'spot' }), fakeNode('node-b')];
    const executionId = await submitted({ spot: 'refuse' });
    await schedule();
    expect((await rowOf(executionId)).placement).toMatchObject([
      { name: 'node-b', fits: true },
      { name: 'node-a', fits: false, why: expect.stringContaining('spot') },
    ]);
    await launch();
    const { groupId } = await lastOf(executionId);
    expect(stage.pods.orders[0]).toMatchObject({ spot: 'refuse', image: null, attempt: 1, index: 0 });
    stage.pods.run(groupId, 'node-b');
    await look();
    expect(await rowOf(executionId)).toMatchObject({ node_name: 'node-b', pod_name: `pod-of-${groupId}` });
    expect(await lastOf(executionId)).toMatchObject({ nodeName: 'node-b', podName: `pod-of-${groupId}` });
    expect(await factsOf(executionId, 'group-started')).toMatchObject([{ data: { nodeName: 'node-b' } }]);
  });

  it('is scheduled once by two servers that do so at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => submitted()));
    const outcomes = await Promise.all(
      Array.from({ length: 24 }, async () => {
        const one = await schedule();
        return one.outcome === 'scheduled' ? one.execution.executionId : one.outcome;
      }),
    );
    const scheduled = outcomes.filter((one) => all.includes(one as ExecutionId));
    expect(new Set(scheduled).size).toBe(scheduled.length);
    while ((await schedule()).outcome === 'scheduled');
    for (const executionId of all) expect(await groupsOf(executionId)).toHaveLength(1);
  });

  it('does not count against the room of this host', async () => {
    const executionId = await submitted({ resources: { cpu: 3 } });
    await schedule();
    await launch();
    stage.pods.run((await lastOf(executionId)).groupId, 'here'); // a node may be called as this host is
    await look();
    await submitted({ environmentName: 'local', resources: { cpu: 7 } });
    expect((await scheduleNext(stage)).outcome).toBe('scheduled');
  });
});

describe('a launch', () => {
  it('starts 50 groups of 500 units together, by two servers, each once', async () => {
    stage.pods.autoscale = true;
    const executionId = await submitted({ name: 'fifty', parallelism: 50 });
    await schedule();
    expect(await groupsOf(executionId)).toHaveLength(50);
    const another = { ...stage, place: 'there:data' };
    await Promise.all([launch(), launchPods(another, staging), launch()]);
    const launched = stage.pods.orders.map(({ index }) => index).toSorted((a, b) => a - b);
    expect(launched).toEqual(Array.from({ length: 50 }, (_, index) => index));
    expect(new Set(stage.pods.orders.map(({ token }) => token)).size).toBe(50);
    expect((await groupsOf(executionId)).every(({ jobName }) => jobName !== null)).toBe(true);
  });

  it('that finds the cluster full is tried again, and is no loss', async () => {
    const executionId = await submitted();
    await schedule();
    const standing = {
      phase: 'waiting',
      for: 'quota',
      message: 'exceeded quota: pods=10',
      otherwise: endOf('capacity'),
    } as const;
    stage.pods.answers = Array.from({ length: 6 }, () => ({ outcome: 'later', standing }));
    for (let times = 0; times < 6; times += 1) {
      await launch();
      await look();
      stage.clock.moveBy(61);
    }
    expect(await lastOf(executionId)).toMatchObject({ index: 0, waiting: { for: 'quota' } });
    expect(await factsOf(executionId, 'group-waiting')).toHaveLength(1);
    await launch();
    expect((await rowOf(executionId)).status).toBe('initializing');
    expect(await groupsOf(executionId)).toHaveLength(1);
    expect(stage.pods.orders).toHaveLength(7);
  });

  it.each([
    ['image-not-found', 'image-unavailable'],
    ['never-fits', 'does-not-fit'],
    ['pod-refused', 'pod-refused'],
  ] as const)('that is refused for %s ends the execution as %s', async (reason, expected) => {
    const executionId = await submitted();
    await schedule();
    stage.pods.answers = [{ outcome: 'refused', end: endOf(reason, 'No such thing.', 'user-error') }];
    await launch();
    expect(await rowOf(executionId)).toMatchObject({
      verdict: expected === 'does-not-fit' ? 'rejected' : 'failed',
      failure_reason: expected,
      failure_message: 'No such thing.',
    });
  });

  it('without a secret that the definition names ends the execution', async () => {
    const executionId = await submitted();
    await stage.database
      .updateTable('test_executions')
      .set({
        effective_definition: JSON.stringify({
          ...((await rowOf(executionId)).effective_definition as object),
          secrets: { KEY: 'gone' },
        }),
      })
      .where('execution_id', '=', executionId)
      .execute();
    await schedule();
    await launch();
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'failed', failure_reason: 'secret-missing' });
  });
});

describe('groups that are started together', () => {
  /** All ordered, and those of these indices seen to run; what they are is played. */
  async function started(name: string, parallelism: number, run: readonly number[], part: Part = {}) {
    stage.pods.autoscale = true;
    const executionId = await submitted({ name, parallelism, ...part });
    await schedule();
    await launch();
    const groups = await groupsOf(executionId);
    for (const { groupId, index } of groups)
      if (run.includes(index)) stage.pods.run(groupId);
      else waitForNodes(groupId);
    await look();
    const agents = groups.map((group) => stage.play(group));
    const assigned = [];
    for (const index of run) assigned.push(await agents[index]?.hello());
    return { executionId, groups, agents, assigned };
  }
  type Agent = ReturnType<Stage['play']>;

  it('are all ordered before the units are listed, the lead first', async () => {
    const { executionId, groups, assigned } = await started('together', 4, [0, 1]);
    expect(groups.map(({ index, lead }) => [index, lead])).toEqual([
      [0, true],
      [1, false],
      [2, false],
      [3, false],
    ]);
    expect(stage.pods.orders.map(({ index }) => index).toSorted()).toEqual([0, 1, 2, 3]);
    expect(assigned).toMatchObject([
      { value: { lead: true, plan: 'awaited' } },
      { value: { lead: false, plan: 'awaited' } },
    ]);
    expect((await rowOf(executionId)).status).toBe('initializing');
  });

  it('wait for the lead that is there, and go on with the commit it has listed', async () => {
    const { agents } = await started('commits', 2, [0, 1]);
    const [lead, other] = agents as [Agent, Agent];
    expect(await other.askForPlan()).toEqual({ order: 'wait' });
    expect(await lead.askForPlan()).toEqual({ order: 'tell' });
    await lead.plan(['a', 'b', 'c'], 'c0ffee');
    expect(await other.askForPlan()).toEqual({ order: 'go-on', contentCommit: 'c0ffee' });
    expect((await other.claim()).units).toHaveLength(1);
  });

  it('do not wait for a lead whose pod has no node: the first that is ready lists, and only it', async () => {
    const { executionId, agents } = await started('handed-on', 3, [1, 2]);
    const [late, second, third] = agents as [Agent, Agent, Agent];
    expect(await Promise.all([second.askForPlan(), third.askForPlan()])).toEqual(
      expect.arrayContaining([{ order: 'tell' }, { order: 'wait' }]),
    );
    const lead = await leadOf(executionId);
    await (lead.index === 1 ? third : second).plan(['x']);
    expect((await rowOf(executionId)).status).toBe('initializing');
    await (lead.index === 1 ? second : third).plan(['a', 'b', 'c']);
    expect((await rowOf(executionId)).status).toBe('running');
    expect(await late.hello()).toMatchObject({ value: { lead: false, plan: 'there' } });
    expect((await groupsOf(executionId)).filter((group) => group.lead)).toHaveLength(1);
  });

  it('more than there are units end without a loss: at once where no pod runs, with nothing to do where one does', async () => {
    const { executionId, groups, agents } = await started('surplus', 6, [0, 1, 4]);
    const [lead, second, , , fifth] = agents as [Agent, Agent, Agent, Agent, Agent];
    await lead.plan(['a', 'b']);
    expect((await groupsOf(executionId)).map(({ status }) => status)).toEqual([
      ...['running', 'running', 'ended', 'ended', 'running', 'ended'],
    ]);
    await look();
    expect(stage.pods.ends.map(({ groupId }) => groupId).toSorted()).toEqual(
      [2, 3, 5].map((index) => groups[index]?.groupId).toSorted(),
    );
    for (const agent of [lead, second])
      for (const { unitId } of (await agent.claim()).units) await agent.report(unitId);
    expect(await fifth.claim()).toEqual({ order: 'finish', units: [] });
    await fifth.finish(0, NOTHING);
    await lead.finish(1, COUNTS);
    await second.finish(1, COUNTS);
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'passed', parallelism: 2 });
    expect(await factsOf(executionId, 'group-lost')).toEqual([]);
  });

  it('fewer than the listing has work for, as history knew of less, are joined by more', async () => {
    const { executionId, lead } = await running(['a', 'b'], { name: 'growing', parallelism: 5 });
    await reportRest(lead);
    await lead.finish(2, { ...COUNTS, total: 2, passed: 2 });
    for (const { groupId } of await groupsOf(executionId)) ended(groupId, endOf('completed'));
    await look();
    await archiveExecution(archiving(), executionId);
    const next = await running(['a', 'b', 'c', 'd'], { name: 'growing', parallelism: 5 });
    expect(stage.pods.orders.filter((order) => order.executionId === next.executionId)).toHaveLength(2);
    expect((await groupsOf(next.executionId)).map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  });

  it('are one where only failures are run again: the listing says how many there are', async () => {
    const { executionId, lead } = await running(['a', 'b', 'c'], {
      ...{
        name: 'again',
        parallelism: 3,
        retries: { attempts: 1, backoffSeconds: 0, scope: 'failed-units' },
      },
    });
    for (let next = await lead.claim(); next.units.length > 0; next = await lead.claim())
      for (const { unitId, key } of next.units) await lead.report(unitId, key === 'c' ? 'failed' : 'passed');
    await lead.finish(3, { ...FAILED, total: 3, passed: 2 });
    for (const { groupId } of await groupsOf(executionId)) ended(groupId, endOf('completed'));
    await look();
    stage.clock.moveBy(1);
    await schedule();
    expect(await groupsOf(executionId, 1)).toMatchObject([{ index: 0, lead: true }]);
  });

  it('all end when the lead cannot prepare, and its reason is the execution’s, whoever ends last', async () => {
    const { executionId, groups, agents } = await started('broken', 4, [0, 1]);
    const [lead, second] = agents as [Agent, Agent];
    await lead.say({ type: 'preparation-failed', reason: 'setup-failed', message: 'npm ci: exit 1' });
    await lead.finish(0, NOTHING, 'failed');
    expect(await second.askForPlan()).toEqual({ order: 'stop' });
    await second.finish(0, NOTHING, 'stopped');
    expect((await rowOf(executionId)).verdict).toBeNull();
    await look();
    expect(await rowOf(executionId)).toMatchObject({
      ...{ verdict: 'failed', failure_reason: 'setup-failed', failure_message: 'npm ci: exit 1' },
    });
    const closed = stage.pods.ends.filter(({ grace }) => grace === 'at-once').map(({ groupId }) => groupId);
    expect(closed.toSorted()).toEqual(groups.slice(2).map(({ groupId }) => groupId));
  });

  it('are not spoken for by one that cannot prepare and is not the lead', async () => {
    const { executionId, agents } = await started('one-broken', 2, [0, 1]);
    const [lead, second] = agents as [Agent, Agent];
    await second.say({ type: 'preparation-failed', reason: 'setup-failed', message: 'no room' });
    await second.finish(0, NOTHING, 'failed');
    await lead.plan(['a', 'b']);
    expect(await rowOf(executionId)).toMatchObject({ status: 'running', failure_reason: null });
    // Its place is given to another, as the plan has work for two.
    expect((await groupsOf(executionId)).map(({ status }) => status)).toEqual([
      'running',
      'lost',
      'starting',
    ]);
  });

  it('and are interrupted while they prepare are followed by others, the lead by whoever is ready', async () => {
    const { executionId, groups, agents } = await started('interrupted', 3, [0, 1, 2]);
    for (const at of [0, 1]) ended(groups[at]?.groupId as GroupId, endOf('preempted'));
    await look();
    expect((await groupsOf(executionId)).slice(3)).toMatchObject([
      { status: 'starting' },
      { status: 'starting' },
    ]);
    const third = agents[2] as Agent;
    expect(await third.askForPlan()).toEqual({ order: 'tell' });
    await third.plan(['a', 'b', 'c']);
    expect((await groupsOf(executionId)).filter(({ status }) => status !== 'lost')).toHaveLength(3);
    expect((await groupsOf(executionId)).filter(({ lead }) => lead)).toMatchObject([{ index: 2 }]);
  });

  it('have one run limit, from the first pod on', async () => {
    const { executionId, groups } = await started('limited', 2, [1], { timeouts: { runSeconds: 60 } });
    const limit = (await rowOf(executionId)).run_deadline_at;
    expect(limit).toEqual(new Date(stage.clock.now().getTime() + 60_000));
    stage.clock.moveBy(10);
    stage.pods.run(groups[0]?.groupId as GroupId);
    await look();
    expect((await rowOf(executionId)).run_deadline_at).toEqual(limit);
  });

  it('are told to stop when it is cancelled before the units are listed', async () => {
    const { executionId, agents } = await started('cancelled', 3, [0, 1]);
    await cancelExecution(stage, { executionId, actor: stage.actor });
    for (const agent of agents.slice(0, 2)) {
      expect(await agent.askForPlan()).toEqual({ order: 'stop' });
      await agent.finish(0, NOTHING, 'stopped');
    }
    await look();
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'cancelled' });
  });
});

describe('a server that dies', () => {
  it('between claim and launch is followed by another, once its claim is old', async () => {
    const executionId = await submitted();
    await schedule();
    const claim = {
      environmentId: staging,
      place: 'dead',
      leaseSeconds: 90,
      tokenHashes: [new Uint8Array(32)],
    };
    expect(await stage.podGroups.claimForLaunch(claim, stage.clock.now())).toHaveLength(1);
    expect(await launch()).toBe(0);
    stage.clock.moveBy(91);
    expect(await launch()).toBe(1);
    expect((await rowOf(executionId)).status).toBe('initializing');
  });

  it('between claim and launch begins anew at its own next start', async () => {
    await submitted();
    await schedule();
    const claim = {
      environmentId: staging,
      place: stage.place,
      leaseSeconds: 90,
      tokenHashes: [new Uint8Array(32)],
    };
    await stage.podGroups.claimForLaunch(claim, stage.clock.now());
    await stage.podGroups.releaseClaimsOf('another');
    expect(await launch()).toBe(0);
    await stage.podGroups.releaseClaimsOf(stage.place);
    expect(await launch()).toBe(1);
  });

  it('between launch and note leaves a Job that whoever looks adopts', async () => {
    const executionId = await submitted();
    await schedule();
    const dying = { ...stage, inTransaction: () => Promise.reject(new Error('killed')) };
    await expect(launchPods(dying as never, staging)).rejects.toThrow('killed');
    expect((await rowOf(executionId)).status).toBe('scheduled');
    await look();
    expect((await rowOf(executionId)).status).toBe('initializing');
    stage.clock.moveBy(100);
    expect(await launch()).toBe(0);
    expect(stage.pods.orders).toHaveLength(1);
  });

  it('before the Job was released leaves one that the next order goes on with', async () => {
    const executionId = await submitted();
    await schedule();
    const dying = { ...stage, inTransaction: () => Promise.reject(new Error('killed')) };
    await expect(launchPods(dying as never, staging)).rejects.toThrow('killed');
    const { groupId } = await lastOf(executionId);
    const otherwise = endOf('not-started');
    stage.pods.stand(groupId, { phase: 'waiting', for: 'release', message: 'It is suspended.', otherwise });
    await look();
    expect(await lastOf(executionId)).toMatchObject({ jobName: null });
    stage.clock.moveBy(91);
    expect(await launch()).toBe(1);
    expect((await rowOf(executionId)).status).toBe('initializing');
  });

  it('leaves a Job whose token is good, though another server gave the order again', async () => {
    const executionId = await submitted();
    await schedule();
    const dying = { ...stage, inTransaction: () => Promise.reject(new Error('killed')) };
    await expect(launchPods(dying as never, staging)).rejects.toThrow('killed');
    stage.clock.moveBy(91);
    await launch();
    const tokens = stage.pods.orders.map(({ token }) => token);
    expect(new Set(tokens).size).toBe(2);
    expect(stage.pods.pods.size).toBe(1);
    const { groupId } = await lastOf(executionId);
    for (const token of tokens) {
      const hash = Uint8Array.from(Buffer.from(await hashSecret(token), 'hex'));
      expect((await stage.groups.findByToken(hash))?.groupId).toBe(groupId);
    }
  });

  it('leaves pods that go on, and the next one knows them', async () => {
    const { executionId, lead } = await running(['a']);
    await stage.podGroups.releaseClaimsOf(stage.place);
    watch = beginPodWatch(stage);
    for (let rounds = 0; rounds < 4; rounds += 1) {
      stage.clock.moveBy(25);
      await stage.groups.beat((await lastOf(executionId)).groupId, stage.clock.now());
      await tend();
    }
    expect(stage.pods.ends).toEqual([]);
    await finishAll(lead);
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'passed' });
  });
});

async function finishAll(agent: ReturnType<Stage['play']>): Promise<void> {
  const { units } = await agent.claim();
  for (const { unitId } of units) await agent.report(unitId);
  const count = units.length;
  await agent.finish(count, { ...COUNTS, total: count, passed: count });
}

describe('pods that wait', () => {
  it('for nodes say so with the words of the autoscaler, and run when nodes are there', async () => {
    stage.pods.autoscale = true;
    stage.pods.nodes = [];
    const executionId = await submitted();
    expect((await schedule()).outcome).toBe('scheduled');
    await launch();
    const { groupId } = await lastOf(executionId);
    waitForNodes(groupId);
    await look();
    await look();
    expect(await lastOf(executionId)).toMatchObject({
      waiting: { for: 'nodes', message: 'pod triggered scale-up: [{pool 3->5}]' },
    });
    expect(await factsOf(executionId, 'group-waiting')).toHaveLength(1);
    const before = (await rowOf(executionId)).run_deadline_at as Date;
    stage.clock.moveBy(600);
    stage.pods.run(groupId, 'node-new');
    await look();
    expect((await lastOf(executionId)).waiting).toBeNull();
    // The run limit begins with the first pod that runs.
    const deadline = (await rowOf(executionId)).run_deadline_at as Date;
    expect(deadline.getTime()).toBe(stage.clock.now().getTime() + 7200 * 1000);
    expect(deadline.getTime()).toBeLessThan(before.getTime());
  });

  it('longer than the queue would are given up as infrastructure, with what they waited for', async () => {
    stage.pods.autoscale = true;
    const executionId = await submitted({ timeouts: { queueSeconds: 300 } });
    await schedule();
    await launch();
    waitForNodes((await lastOf(executionId)).groupId);
    await look();
    stage.clock.moveBy(299);
    await look();
    expect((await rowOf(executionId)).verdict).toBeNull();
    stage.clock.moveBy(2);
    await look();
    expect(await rowOf(executionId)).toMatchObject({
      verdict: 'infrastructure',
      failure_reason: 'executor-failed',
      failure_message: 'It waited 300 s to start. No node came.',
    });
    expect(stage.pods.ends).toHaveLength(1);
  });

  it.each([
    ['a quota that takes not even its Job', 'quota', null],
    ['a cluster that is away', 'creation', { code: 'unavailable', message: 'no route to host' }],
  ] as const)(
    'for %s are given up as infrastructure after as long as in the queue',
    async (_, what, trouble) => {
      const executionId = await submitted({ timeouts: { queueSeconds: 300 } });
      await schedule();
      const otherwise = endOf('not-started');
      const standing = { phase: 'waiting', for: what, message: 'It was not made.', otherwise } as const;
      stage.pods.answers = Array.from({ length: 20 }, () => ({ outcome: 'later', standing }));
      stage.pods.trouble = trouble;
      for (let seconds = 0; seconds < 300; seconds += 20) {
        await tend();
        expect((await rowOf(executionId)).verdict).toBeNull();
        stage.clock.moveBy(20);
      }
      await tend();
      expect(await rowOf(executionId)).toMatchObject({
        ...{ verdict: 'infrastructure', failure_reason: 'executor-failed' },
        failure_message: 'It waited 300 s to start. It was not made.',
      });
    },
  );

  async function withoutSecret() {
    const executionId = await submitted({ timeouts: { queueSeconds: 400 } });
    await schedule();
    const dying = { ...stage, inTransaction: () => Promise.reject(new Error('killed')) };
    await expect(launchPods(dying as never, staging)).rejects.toThrow('killed');
    await stage.podGroups.releaseClaimsOf(stage.place);
    const otherwise = endOf('not-started');
    const { groupId } = await lastOf(executionId);
    stage.pods.stand(groupId, { phase: 'waiting', for: 'release', message: 'It is suspended.', otherwise });
    const standing = { phase: 'waiting', for: 'quota', message: 'secrets=9', otherwise } as const;
    stage.pods.answers = Array.from({ length: 30 }, () => ({ outcome: 'later', standing }));
    await launch();
    return { executionId, groupId };
  }

  it('for a quota of Secrets and got theirs are not given up by a watch that is a little behind', async () => {
    const { executionId } = await withoutSecret();
    stage.clock.moveBy(399);
    stage.pods.answers = [];
    await launch();
    stage.clock.moveBy(2);
    await look();
    expect(await groupsOf(executionId)).toMatchObject([
      { status: 'starting', jobName: expect.any(String), waiting: { for: 'quota' } },
    ]);
  });

  it('for a quota of Secrets beside their Job say so, and are given up after as long as in the queue', async () => {
    const { executionId, groupId } = await withoutSecret();
    for (let seconds = 0; seconds < 400; seconds += 20) {
      await tend();
      expect(await lastOf(executionId)).toMatchObject({ status: 'starting', waiting: { for: 'quota' } });
      stage.clock.moveBy(20);
    }
    await tend();
    expect(await factsOf(executionId, 'group-waiting')).toHaveLength(1);
    expect(await rowOf(executionId)).toMatchObject({
      ...{ verdict: 'infrastructure', failure_message: 'It waited 400 s to start. secrets=9' },
    });
    expect(stage.pods.ends).toMatchObject([{ groupId, grace: 'at-once' }]);
  });

  it('are no longer wanted when the others have run everything', async () => {
    stage.pods.autoscale = true;
    const { executionId, lead } = await running(['a', 'b'], { parallelism: 2 });
    await launch();
    const follower = await lastOf(executionId);
    waitForNodes(follower.groupId);
    await look();
    const { units } = await lead.claim();
    for (const { unitId } of units) await lead.report(unitId);
    for (const { unitId } of (await lead.claim()).units) await lead.report(unitId);
    await lead.finish(2, { ...COUNTS, total: 2, passed: 2 });
    expect((await rowOf(executionId)).verdict).toBeNull();
    await look();
    expect(stage.pods.ends).toMatchObject([{ groupId: follower.groupId, grace: 'at-once' }]);
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'passed' });
    expect(await factsOf(executionId, 'group-lost')).toEqual([]);
  });

  it('are ended at once when it is cancelled', async () => {
    stage.pods.autoscale = true;
    const executionId = await submitted();
    await schedule();
    await launch();
    waitForNodes((await lastOf(executionId)).groupId);
    await look();
    await cancelExecution(stage, { executionId, actor: stage.actor });
    await look();
    expect(stage.pods.ends).toMatchObject([{ grace: 'at-once', why: { class: 'cancelled' } }]);
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'cancelled' });
  });

  it('and were never launched are no matter for the cluster when it is cancelled', async () => {
    const executionId = await submitted();
    await schedule();
    await cancelExecution(stage, { executionId, actor: stage.actor });
    expect(await launch()).toBe(0);
    await look();
    expect(stage.pods.orders).toEqual([]);
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'cancelled' });
  });
});

describe('a pod that ends', () => {
  it.each(['preempted', 'evicted', 'node-lost', 'pod-deleted'] as const)(
    '%s: its units go back and another goes on; no number of that is a failure of the tests',
    async (reason) => {
      const { executionId, lead, group } = await running(['a', 'b']);
      const { units } = await lead.claim();
      await lead.report(units[0]?.unitId ?? '');
      ended(group.groupId, endOf(reason));
      await look();
      for (let times = 0; times < 6; times += 1) {
        await launch();
        const next = await lastOf(executionId);
        stage.pods.run(next.groupId, 'node-1');
        await look();
        ended(next.groupId, endOf(reason));
        await look();
      }
      expect((await rowOf(executionId)).verdict).toBeNull();
      expect(await factsOf(executionId, 'group-lost')).toHaveLength(7);
      expect((await factsOf(executionId, 'group-lost'))[0]?.data).toMatchObject({
        by: 'interruption',
        unitsReturned: 1,
      });
      await launch();
      const last = await lastOf(executionId);
      stage.pods.run(last.groupId);
      await look();
      const agent = stage.play(last);
      await agent.hello();
      await finishAll(agent);
      expect(await rowOf(executionId)).toMatchObject({ verdict: 'passed', retry_count: 0 });
      expect((await rowOf(executionId)).counts).toMatchObject({ total: 2, passed: 2 });
    },
  );

  it('is followed by one that prefers other nodes than the one it was lost on', async () => {
    stage.pods.nodes = [fakeNode('node-1'), fakeNode('node-2')];
    const { executionId, group } = await running(['a']);
    expect(stage.pods.orders.at(-1)?.placement.map(({ name }) => name)).toEqual(['node-1', 'node-2']);
    ended(group.groupId, endOf('node-lost'));
    await look();
    await launch();
    expect(stage.pods.orders.at(-1)?.placement.map(({ name }) => name)).toEqual(['node-2']);
    // Why the execution was placed as it was stays told.
    expect((await rowOf(executionId)).placement).toHaveLength(2);
  });

  it('by the cluster’s fault too often makes it infrastructure', async () => {
    const { executionId } = await running(['a']);
    for (let times = 0; times < 4; times += 1) {
      const next = await lastOf(executionId);
      if (times > 0) stage.pods.run(next.groupId);
      ended(next.groupId, endOf('image-pull', 'The registry does not answer.'));
      await look();
      await launch();
    }
    expect(await rowOf(executionId)).toMatchObject({
      verdict: 'infrastructure',
      failure_reason: 'group-lost',
    });
    expect((await rowOf(executionId)).failure_message).toContain('The registry does not answer.');
  });

  it('before its agent has said anything, by preemption, is followed by another lead', async () => {
    const executionId = await submitted();
    await schedule();
    await launch();
    ended((await lastOf(executionId)).groupId, endOf('preempted'));
    await look();
    await launch();
    const next = await lastOf(executionId);
    expect(next).toMatchObject({ index: 1, lead: true });
    stage.pods.run(next.groupId);
    await look();
    const agent = stage.play(next);
    await agent.hello();
    await agent.plan(['a']);
    await finishAll(agent);
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'passed' });
  });

  it('stuck at its image is ended and fails the execution; the others are told to stop', async () => {
    stage.pods.autoscale = true;
    const { executionId, lead } = await running(['a', 'b', 'c', 'd', 'e', 'f', 'g'], { parallelism: 2 });
    await launch();
    const follower = await lastOf(executionId);
    const end = endOf('image-not-found', 'no such manifest', 'user-error');
    stage.pods.stand(follower.groupId, { phase: 'stuck', end });
    await look();
    expect(stage.pods.ends).toMatchObject([{ groupId: follower.groupId, grace: 'at-once', why: end }]);
    expect((await lead.claim()).order).toBe('stop');
    await lead.finish(0, { ...COUNTS, total: 0, passed: 0 }, 'stopped');
    const row = await rowOf(executionId);
    expect(row).toMatchObject({ verdict: 'failed', failure_reason: 'image-unavailable' });
    expect(row.failure_message).toContain('no such manifest');
  });

  it('and has no node any more that could hold another is infrastructure: it ran before', async () => {
    const { executionId, group } = await running(['a', 'b']);
    ended(group.groupId, endOf('node-lost', 'Its node is to be empty.'));
    await look();
    await launch();
    const next = await lastOf(executionId);
    const end = endOf('never-fits', 'No node is large enough.', 'user-error');
    stage.pods.stand(next.groupId, { phase: 'stuck', end });
    await look();
    expect(await rowOf(executionId)).toMatchObject({
      verdict: 'infrastructure',
      failure_reason: 'does-not-fit',
    });
  });

  it('out of memory waits for the agent’s word, then fails with its own reason', async () => {
    const { executionId, group } = await running(['a']);
    ended(group.groupId, endOf('out-of-memory', 'It took more than 128Mi.', 'user-error'));
    await look();
    expect((await rowOf(executionId)).verdict).toBeNull();
    stage.clock.moveBy(11);
    await look();
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'failed', failure_reason: 'out-of-memory' });
  });

  it('in order is judged by what its agent said: passed, failed, or nothing at all', async () => {
    const passed = await running(['a']);
    await finishAll(passed.lead);
    const failed = await running(['a']);
    const { units } = await failed.lead.claim();
    await failed.lead.report(units[0]?.unitId ?? '', 'failed');
    await failed.lead.finish(1, FAILED);
    const silent = await running(['a']);
    for (const { group } of [passed, failed, silent])
      ended(group.groupId, endOf('completed', 'Its containers ended.', 'agent-decides'));
    await look();
    expect(await rowOf(passed.executionId)).toMatchObject({ verdict: 'passed' });
    expect(await rowOf(failed.executionId)).toMatchObject({ verdict: 'failed' });
    expect((await lastOf(silent.executionId)).status).toBe('running');
    stage.clock.moveBy(11);
    await look();
    expect((await groupsOf(silent.executionId)).map(({ status, lostBy }) => [status, lostBy])).toEqual([
      ['lost', 'infrastructure'],
      ['starting', null],
    ]);
  });

  it('at its deadline in the cluster is a timeout', async () => {
    const { executionId, group } = await running(['a']);
    ended(group.groupId, endOf('deadline', 'DeadlineExceeded', 'timeout'));
    await look();
    stage.clock.moveBy(11);
    await look();
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'timeout', failure_reason: 'run-timeout' });
  });

  it('with a dead agent leaves its log in the group’s, once, with a line that says so', async () => {
    const { executionId, group } = await running(['a']);
    await stage.logs.append(group.groupId, 'output', 0, new TextEncoder().encode('from the agent\n'));
    stage.pods.logs.set(group.groupId, 'from the cluster\n');
    ended(group.groupId, endOf('evicted', 'Its node ran short.'));
    await Promise.all([look(), look(), look()]);
    const chunks: Uint8Array[] = [];
    for await (const chunk of stage.logs.read(group.groupId, 'output')) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    expect(text).toMatch(/^from the agent\n\n--- The agent of this pod sent no end \(Its node ran short\.\)/);
    expect(text.endsWith(' ---\nfrom the cluster\n')).toBe(true);
    expect(text.match(/from the cluster/g)).toHaveLength(1);
    expect(await groupsOf(executionId)).toHaveLength(2);
  });

  it('with a dead agent shows no secret of what it printed, whole or in part', async () => {
    const value = 'hunter2-and-more';
    await setSecret(stage, stage.actor, 'KEY', value);
    const { group } = await running(['a'], { secrets: { PASSWORD: 'KEY' } });
    const lines = `${value}\nPASSWORD=${value} ${Buffer.from(value).toString('base64')}\nbye\n`;
    stage.pods.logs.set(group.groupId, `${'x'.repeat(2 ** 18 - lines.length + 4)}${lines}`.slice(4));
    ended(group.groupId, endOf('evicted', 'Its node ran short.'));
    await look();
    const chunks: Uint8Array[] = [];
    for await (const chunk of stage.logs.read(group.groupId, 'output')) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toMatch(/ ---\nPASSWORD=\*\*\* \*\*\*\nbye\n$/);
  });

  it('with its node has no log that anybody would wait for', async () => {
    const { executionId, group } = await running(['a']);
    stage.pods.logs.set(group.groupId, 'from the cluster\n');
    ended(group.groupId, endOf('node-lost', 'Its node is gone.'));
    await look();
    expect(await groupsOf(executionId)).toHaveLength(2);
    const chunks: Uint8Array[] = [];
    for await (const chunk of stage.logs.read(group.groupId, 'output')) chunks.push(chunk);
    expect(chunks).toEqual([]);
  });

  it('is not concluded from a watch that does not show what another server has launched', async () => {
    const executionId = await submitted();
    await schedule();
    await launch();
    const { groupId } = await lastOf(executionId);
    stage.pods.unseen.add(groupId);
    const rounds = async () => {
      for (let round = 0; round < 5; round += 1) {
        await look();
        stage.clock.moveBy(25);
      }
    };
    await rounds();
    expect(await groupsOf(executionId)).toMatchObject([{ status: 'starting' }]);
    stage.pods.pods.delete(groupId);
    await rounds();
    expect(await groupsOf(executionId)).toMatchObject([{ status: 'lost' }, { status: 'starting' }]);
  });

  it('and whose Job is simply gone is missed after a while', async () => {
    const { executionId, group } = await running(['a']);
    stage.pods.pods.delete(group.groupId);
    await look();
    expect((await lastOf(executionId)).status).toBe('running');
    for (let round = 0; round < 2; round += 1) {
      stage.clock.moveBy(25);
      await look();
    }
    expect((await groupsOf(executionId))[0]).toMatchObject({ status: 'lost', lostBy: 'infrastructure' });
  });
});

describe('an agent in a pod', () => {
  it('that falls silent is lost, its pod ended first', async () => {
    const { executionId, group } = await running(['a']);
    for (const seconds of [29, 29, 29, 5]) {
      stage.clock.moveBy(seconds);
      await look();
    }
    expect(stage.pods.ends).toMatchObject([{ groupId: group.groupId, grace: 'at-once' }]);
    expect((await groupsOf(executionId))[0]).toMatchObject({ status: 'lost' });
  });

  it('that falls silent where a stale watch does not show its pod is lost, its pod ended first', async () => {
    const { executionId, group } = await running(['a']);
    stage.pods.unseen.add(group.groupId);
    for (const seconds of [29, 29, 29, 5]) {
      stage.clock.moveBy(seconds);
      await look();
    }
    expect(stage.pods.ends).toMatchObject([{ groupId: group.groupId, grace: 'at-once' }]);
    expect(await groupsOf(executionId)).toMatchObject([{ status: 'lost' }, { status: 'starting' }]);
  });

  it('is heard though the cluster is not, and silence is lost then as well', async () => {
    const { executionId, group } = await running(['a']);
    stage.pods.trouble = { code: 'unavailable', message: 'no route to host' };
    for (let rounds = 0; rounds < 6; rounds += 1) {
      stage.clock.moveBy(25);
      await stage.groups.beat(group.groupId, stage.clock.now());
      await look();
    }
    expect((await lastOf(executionId)).status).toBe('running');
    for (const seconds of [29, 29, 29, 5]) {
      stage.clock.moveBy(seconds);
      await look();
    }
    expect((await groupsOf(executionId))[0]).toMatchObject({ status: 'lost' });
  });

  it('that never says hello is lost, though its pod runs', async () => {
    const executionId = await submitted();
    await schedule();
    await launch();
    stage.pods.run((await lastOf(executionId)).groupId);
    await look();
    for (let rounds = 0; rounds < 5; rounds += 1) {
      stage.clock.moveBy(25);
      await look();
    }
    expect((await groupsOf(executionId))[0]).toMatchObject({ status: 'lost' });
  });

  it('is never taken for a process of this host', async () => {
    const { group } = await running(['a']);
    await stage.database
      .updateTable('execution_groups')
      .set({ node_name: 'here' })
      .where('group_id', '=', group.groupId)
      .execute();
    expect(await stage.launch()).toBe(0);
    stage.clock.moveBy(29);
    await watchGroups(stage, beginWatch(stage));
    expect(stage.executor.killed).not.toContain(group.groupId);
    expect(await stage.groups.listAlive('here')).toEqual([]);
    expect(await stage.groups.listAlive(null)).toEqual([]);
  });

  it('warns once of what the cluster saw', async () => {
    const { executionId, group } = await running(['a']);
    const warnings = [{ about: 'memory', message: 'A process was ended for lack of memory.' }] as const;
    stage.pods.stand(group.groupId, { phase: 'running', warnings });
    await look();
    await look();
    expect(await factsOf(executionId, 'group-warned')).toMatchObject([
      { data: { message: 'A process was ended for lack of memory.' } },
    ]);
  });
});

describe('a group over which a server stumbles', () => {
  it('holds up no other: those are looked after, scheduled and launched all the same', async () => {
    const bad = await submitted();
    await tend();
    const good = await submitted();
    await schedule();
    const stumbling: Stage = {
      ...stage,
      executions: {
        ...stage.executions,
        lock: (tx, id) =>
          id === bad ? Promise.reject(new Error('no such column')) : stage.executions.lock(tx, id),
      },
    };
    await launch();
    for (const id of [bad, good]) stage.pods.run((await leadOf(id)).groupId, 'node-1');
    const waits = await submitted();
    await tendEnvironment(stumbling, watch, staging);
    expect((await leadOf(bad)).nodeName).toBe('');
    expect((await leadOf(good)).nodeName).toBe('node-1');
    expect(await leadOf(waits)).toMatchObject({ jobName: expect.any(String) });
  });

  it('and an execution that cannot be scheduled keeps nobody’s pods from being launched', async () => {
    const executionId = await submitted();
    await schedule();
    await submitted();
    const room = () => Promise.reject(new Error('no such node'));
    const stumbling: Stage = { ...stage, pods: { ...stage.pods, room } };
    await expect(tendEnvironment(stumbling, watch, staging)).rejects.toThrow('no such node');
    expect(await leadOf(executionId)).toMatchObject({ jobName: expect.any(String) });
  });
});

describe('what is seen of a pod after its agent’s last word', () => {
  it('is told as long as the pod is there: that a process of the tests was killed for want of memory', async () => {
    const { executionId, lead, group } = await running(['a']);
    await finishAll(lead);
    const warnings = [{ about: 'memory', message: 'A process was killed for want of memory.' }] as const;
    const end = endOf('completed', 'Complete', 'agent-decides');
    stage.pods.stand(group.groupId, { phase: 'ended', end, warnings });
    await look();
    expect(stage.pods.ends).toHaveLength(1);
    expect(await factsOf(executionId, 'group-warned')).toMatchObject([
      { data: { groupIndex: 0, message: 'A process was killed for want of memory.' } },
    ]);
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'passed' });
  });
});

describe('ending early in a cluster', () => {
  it('gives the agent its grace, then the pod its own, then takes it away', async () => {
    const { executionId, group } = await running(['a']);
    stage.pods.lingering = true;
    await cancelExecution(stage, { executionId, actor: stage.actor });
    await look();
    expect(stage.pods.ends).toEqual([]);
    stage.clock.moveBy(11);
    await look();
    expect(stage.pods.ends).toMatchObject([{ groupId: group.groupId, grace: 'usual' }]);
    stage.clock.moveBy(46);
    await look();
    expect(stage.pods.ends.at(-1)).toMatchObject({ groupId: group.groupId, grace: 'at-once' });
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'cancelled' });
  });

  it('asks the cluster once for the end of what is over, and again when that takes too long', async () => {
    const { executionId, lead, group } = await running(['a']);
    stage.pods.lingering = true;
    await cancelExecution(stage, { executionId, actor: stage.actor });
    await lead.finish(0, { ...COUNTS, total: 0, passed: 0 }, 'stopped');
    for (let round = 0; round < 5; round += 1) await look();
    expect(stage.pods.ends).toMatchObject([{ groupId: group.groupId, grace: 'usual' }]);
    stage.clock.moveBy(46);
    await look();
    expect(stage.pods.ends).toHaveLength(2);
  });

  it('needs no cluster where the agent ends by itself', async () => {
    const { executionId, lead } = await running(['a', 'b']);
    const { units } = await lead.claim();
    await lead.report(units[0]?.unitId ?? '');
    await cancelExecution(stage, { executionId, actor: stage.actor });
    await lead.finish(1, COUNTS, 'stopped');
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'cancelled' });
    expect((await rowOf(executionId)).counts).toMatchObject({ passed: 1 });
  });

  it('by the run limit is a timeout', async () => {
    const { executionId, lead } = await running(['a'], { timeouts: { runSeconds: 60 } });
    stage.clock.moveBy(61);
    for (const { executionId: overdue } of await stage.executions.listOverdue(stage.clock.now()))
      await timeOutExecution(stage, overdue);
    await lead.finish(0, { ...COUNTS, total: 0, passed: 0 }, 'stopped');
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'timeout' });
  });

  it('in the queue is as everywhere: it expires', async () => {
    await submitted({ resources: { cpu: 3 } });
    await schedule();
    const executionId = await submitted({ resources: { cpu: 3 }, timeouts: { queueSeconds: 10 } });
    await schedule();
    stage.clock.moveBy(11);
    await expireExecution(stage, executionId);
    expect(await schedule()).toEqual({ outcome: 'empty' });
    const row = await rowOf(executionId);
    expect(row).toMatchObject({ verdict: 'expired' });
    expect(row.failure_message).toContain('It waited for room for a pod of 3.05 CPU');
  });
});

const archiving = () => ({ ...stage, serverUrl: () => 'http://here', artifactStore: memoryStore() });

function memoryStore() {
  return {
    put: async (_: string, content: AsyncIterable<Uint8Array>) => {
      let sizeBytes = 0;
      for await (const chunk of content) sizeBytes += chunk.byteLength;
      return { ok: true, value: { sizeBytes, checksum: 'none' } };
    },
  } as never;
}

describe('what is over', () => {
  it('goes from the cluster: at once what has ended, after a while what should have', async () => {
    const { lead, group } = await running(['a']);
    await finishAll(lead);
    await look();
    expect(stage.pods.ends).toEqual([]);
    ended(group.groupId, endOf('completed', 'Complete', 'agent-decides'));
    await look();
    expect(stage.pods.ends).toHaveLength(1);
    expect(stage.pods.pods.size).toBe(0);

    const slow = await running(['a']);
    await finishAll(slow.lead);
    await look();
    stage.clock.moveBy(61);
    await look();
    const endsOfSlow = stage.pods.ends.filter(({ groupId }) => groupId === slow.group.groupId);
    expect(endsOfSlow).toMatchObject([{ grace: 'usual' }]);
  });

  it('is asked for no more once nothing is left of it, however long it is seen to have ended', async () => {
    const { lead, group } = await running(['a']);
    await finishAll(lead);
    ended(group.groupId, endOf('completed', 'Complete', 'agent-decides'));
    for (let round = 0; round < 5; round += 1) {
      await look();
      stage.clock.moveBy(46);
    }
    expect(stage.pods.gone.has(group.groupId)).toBe(true);
    expect(stage.pods.ends).toHaveLength(2); // told, and found gone
  });

  it('stays for Kubernetes to delete where that is wished', async () => {
    const { lead, group } = await running(['a']);
    await finishAll(lead);
    ended(group.groupId, endOf('completed', 'Complete', 'agent-decides'));
    await watchPods({ ...stage, finishedPods: 'left' }, watch, staging);
    expect(stage.pods.ends).toEqual([]);
  });

  it('a Job of an execution that nobody knows is deleted', async () => {
    const { group, executionId } = await running(['a']);
    await stage.database.deleteFrom('test_executions').where('execution_id', '=', executionId).execute();
    await look();
    expect(stage.pods.ends).toMatchObject([{ groupId: group.groupId }]);
  });

  it('is put away only when its pods are gone, or after a while', async () => {
    const { executionId, lead, group } = await running(['a']);
    await finishAll(lead);
    expect((await rowOf(executionId)).status).toBe('cleanup');
    expect(await archiveExecution(archiving(), executionId)).toMatchObject({ error: { code: 'pods-left' } });
    stage.clock.moveBy(181);
    expect((await archiveExecution(archiving(), executionId)).ok).toBe(true);
    expect((await rowOf(executionId)).status).toBe('archived');
    expect(stage.pods.pods.has(group.groupId)).toBe(true);
  });
});

describe('a whole run', () => {
  it('of 500 units in 50 pods, five of them interrupted and the server restarted in the middle, reports each once', async () => {
    stage.pods.autoscale = true;
    const keys = Array.from({ length: 500 }, (_, index) => `unit-${index}`);
    const { executionId, lead } = await running(keys, { name: 'whole', parallelism: 50 });
    await tend();
    const followers = (await groupsOf(executionId)).filter((group) => !group.lead);
    for (const [at, { groupId }] of followers.entries()) stage.pods.run(groupId, `node-${at % 10}`);
    await look();
    const agents = [lead, ...followers.map((group) => stage.play(group))];
    for (const agent of agents) {
      await agent.hello();
      for (const { unitId } of (await agent.claim()).units.slice(1)) await agent.report(unitId);
    }
    for (const { groupId } of followers.slice(0, 5)) ended(groupId, endOf('node-lost', 'Its node is gone.'));
    watch = beginPodWatch(stage); // the next start
    await tend();
    const replacements = (await groupsOf(executionId)).filter(({ index }) => index >= 50);
    expect(replacements).toHaveLength(5);
    for (const { groupId } of replacements) stage.pods.run(groupId);
    await look();
    const left = [lead, ...followers.slice(5).map((_, at) => agents[at + 6] as typeof lead)];
    for (const agent of left) await reportRest(agent);
    for (const group of replacements) {
      const agent = stage.play(group);
      await agent.hello();
      await reportRest(agent);
    }
    const { rows } = await countAttempts(executionId);
    expect(rows).toEqual([{ results: 500, units: 500, reported: 500 }]);
    expect((await factsOf(executionId, 'group-lost')).map(({ data }) => data)).toEqual(
      Array.from({ length: 5 }, () => expect.objectContaining({ by: 'interruption' })),
    );
    expect(await rowOf(executionId)).toMatchObject({ status: 'completing', retry_count: 0 });
  }, 240_000);
});

/** What it has claimed and not reported, and then what it is given, until nothing is left. */
async function reportRest(agent: ReturnType<Stage['play']>): Promise<void> {
  const held = await agent.claimAgain().catch(() => ({ units: [] }));
  for (const { unitId } of held.units) await agent.report(unitId);
  for (let next = await agent.claim(); next.order === 'run'; next = await agent.claim())
    for (const { unitId } of next.units) await agent.report(unitId);
}

const countAttempts = (executionId: ExecutionId) =>
  sql<{ results: number; units: number; reported: number }>`
    select (select count(*) from test_results where execution_id = ${executionId})::int as results, count(*)::int as units,
      (count(*) filter (where status = 'reported'))::int as reported from execution_units where execution_id = ${executionId}`.execute(
    stage.database,
  );

describe('a retry in a cluster', () => {
  async function failedOnce(): Promise<ExecutionId> {
    const { executionId, lead, group } = await running(['a'], {
      retries: { attempts: 1, backoffSeconds: 0 },
    });
    const { units } = await lead.claim();
    await lead.report(units[0]?.unitId ?? '', 'failed');
    await lead.finish(1, FAILED);
    ended(group.groupId, endOf('completed', 'Complete', 'agent-decides'));
    return executionId;
  }

  it('is scheduled there again, with a new attempt and new pods', async () => {
    const executionId = await failedOnce();
    stage.clock.moveBy(1);
    await tend();
    expect(await rowOf(executionId)).toMatchObject({ status: 'initializing', attempt: 1 });
    const again = await lastOf(executionId, 1);
    expect(stage.pods.orders.at(-1)).toMatchObject({ attempt: 2, groupId: again.groupId });
    stage.pods.run(again.groupId);
    await look();
    const agent = stage.play(again);
    await agent.hello();
    await agent.plan(['a']);
    await finishAll(agent);
    expect(await rowOf(executionId)).toMatchObject({ verdict: 'flaky' });
  });

  it('for which no node is left that could hold a pod is infrastructure, and keeps what the attempt before came to', async () => {
    const executionId = await failedOnce();
    stage.pods.nodes = [fakeNode('node-small', { allocatableCpuMillis: 100 })];
    stage.clock.moveBy(1);
    expect((await schedule()).outcome).toBe('refused');
    const row = await rowOf(executionId);
    expect(row).toMatchObject({
      ...{ status: 'cleanup', verdict: 'infrastructure', failure_reason: 'does-not-fit' },
      counts: { total: 1, failed: 1 },
    });
    expect(row.failure_message).toMatch(/^No node there could ever hold a pod .* Its last attempt: /);
  });

  it('of nobody: a running execution without a group is given one by whoever sees it', async () => {
    const { executionId, group } = await running(['a']);
    await stage.database
      .updateTable('execution_groups')
      .set({ status: 'ended' })
      .where('group_id', '=', group.groupId)
      .execute();
    await revive();
    expect(await lastOf(executionId)).toMatchObject({ index: 1, environmentId: staging, status: 'starting' });
    expect(await launch()).toBe(1);
  });
});
