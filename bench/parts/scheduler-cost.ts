/** What the roles of one server cost while thousands of groups run in a cluster, and how long a new one then waits. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionId, TestDefinitionInput } from '@gauntlet/contract';
import { type CpuTime, cpuTimeOf } from '../cpu-time.ts';
import { milliseconds, type Row, type Section } from '../report.ts';
import { median } from '../statistics.ts';
import { waitFor } from '../wait-for.ts';
import { type ClusterStage, ENVIRONMENT, IMAGE, openClusterStage } from './cluster-stage.ts';
import { createPodRunner } from './run-pods.ts';
import { GROUPS_EACH, makeRunningGroups, type RunningGroups } from './running-groups.ts';

export type SchedulerSizes = { groupsRunning: number; orders: number; quietSeconds: number };

const NODES = { count: 100, cpu: '64', memory: '256Gi' };
const HEARTBEAT_SECONDS = 30;
/** Until what was made is seen, and nothing is new any more. */
const SETTLE_MS = 15_000;

type Costs = { cpu: CpuTime | null; seconds: number };
type Measured = {
  idle: Costs;
  ordersIdle: number[];
  watched: Costs;
  beaten: Costs;
  beats: number;
  ordersBusy: number[];
};

export async function measureSchedulerCost(sizes: SchedulerSizes): Promise<Section> {
  const stage = await openClusterStage(NODES);
  try {
    const sampleId = await runSample(stage);
    const idle = await costsOf(stage, sizes, () => pause(sizes.quietSeconds * 1000));
    const ordersIdle = await measureOrders(stage, sizes.orders);
    const groups = await makeRunningGroups(stage, sampleId, sizes.groupsRunning);
    try {
      return describe(sizes, { idle, ordersIdle, ...(await measureBusy(stage, sizes, groups)) });
    } finally {
      await groups.close();
    }
  } finally {
    await stage.close();
  }
}

async function measureBusy(stage: ClusterStage, sizes: SchedulerSizes, groups: RunningGroups) {
  await pause(SETTLE_MS);
  await groups.hear();
  const watched = await costsOf(stage, sizes, () => pause(sizes.quietSeconds * 1000));
  await groups.hear();
  const ended = new AbortController();
  const beating = groups.beat(HEARTBEAT_SECONDS, ended.signal);
  try {
    const beaten = await costsOf(stage, sizes, () =>
      Promise.race([pause(sizes.quietSeconds * 1000), beating]),
    );
    const ordersBusy = await measureOrders(stage, sizes.orders);
    const alive = await groups.countAlive();
    if (alive !== sizes.groupsRunning) throw new Error(`${alive} groups are left of ${sizes.groupsRunning}.`);
    ended.abort();
    return { watched, beaten, beats: await beating, ordersBusy };
  } finally {
    ended.abort();
  }
}

const definitionOf = (name: string): TestDefinitionInput => ({
  ...{ name, environmentName: ENVIRONMENT, image: IMAGE, framework: 'command' },
  content: { type: 'inline', files: { 'README.md': 'nothing' } },
  commands: [{ name: 'nothing', run: 'true' }],
});

/** A real one, of which those that run are copies. */
async function runSample({ cluster, platform }: ClusterStage): Promise<ExecutionId> {
  const stop = cluster.kubelet(createPodRunner(join(platform.scratchFolder, 'pods'), platform.api.url));
  try {
    const { executionId } = await platform.api.submit(definitionOf('sample'));
    const { verdict } = await platform.api.archived(executionId);
    if (verdict !== 'passed') throw new Error(`The sample came out as ${verdict}.`);
    return executionId;
  } finally {
    stop();
  }
}

async function costsOf(
  { platform }: ClusterStage,
  { quietSeconds: seconds }: SchedulerSizes,
  work: () => Promise<unknown>,
): Promise<Costs> {
  return { cpu: await cpuTimeOf(platform, work), seconds };
}

/** From the submission to the release of its Job, one after the other; each is cancelled then. */
async function measureOrders({ cluster, platform }: ClusterStage, orders: number): Promise<number[]> {
  const taken: number[] = [];
  for (let order = 0; order < orders; order++) {
    const released = new Map<string, number>();
    const stop = cluster.store.listen(({ resource, object }) => {
      const execution = object.metadata.labels?.['gauntlet/execution'];
      if (resource === 'jobs' && execution && object.spec.suspend === false && !released.has(execution))
        released.set(execution, performance.now());
    });
    const from = performance.now();
    const { executionId } = await platform.api.submit(definitionOf('ordered'));
    const at = await waitFor('its Job', 60, async () => released.get(executionId) ?? null);
    stop();
    taken.push(at - from);
    await platform.api.cancel(executionId);
    await platform.api.archived(executionId);
  }
  return taken;
}

function describe(sizes: SchedulerSizes, measured: Measured): Section {
  const { groupsRunning, orders, quietSeconds } = sizes;
  const many = groupsRunning.toLocaleString('en');
  const { idle, watched, beaten, beats, ordersIdle, ordersBusy } = measured;
  return {
    title: 'The scheduler with many running groups',
    method: `${many} groups of ${Math.ceil(groupsRunning / GROUPS_EACH)} executions, shown as running by a fake API server with ${NODES.count} nodes; one server with all roles. Processor time over ${quietSeconds} s each: nothing runs; they run and nothing is said of them; and with a heartbeat of each every ${HEARTBEAT_SECONDS} s over HTTP. Then ${orders} executions, one after the other, from the submission to the release of the Job, before and with them.`,
    rows: [
      cost('server, nothing runs', idle, 'serverMs'),
      cost(`server, ${many} groups run`, watched, 'serverMs'),
      cost(`server, with their heartbeats`, beaten, 'serverMs'),
      cost('PostgreSQL, nothing runs', idle, 'databaseMs'),
      cost(`PostgreSQL, ${many} groups run`, watched, 'databaseMs'),
      cost('PostgreSQL, with their heartbeats', beaten, 'databaseMs'),
      delays('submitted to its Job released, nothing runs', ordersIdle),
      delays(`submitted to its Job released, ${many} groups run`, ordersBusy),
    ],
    notes: [
      `${beats.toLocaleString('en')} heartbeats were answered, and no group was lost. Every other second, and after each change, all groups that should run are read from PostgreSQL and held against the watched pods; that is what grows with them.`,
    ],
  };
}

/** Of one second. */
function cost(what: string, { cpu, seconds }: Costs, of: keyof CpuTime): Row {
  const measured = cpu === null ? 'this system does not tell' : `${milliseconds(cpu[of] / seconds)} a second`;
  return {
    what: `processor time of the ${what}`.replace('the PostgreSQL', 'PostgreSQL'),
    measured,
    spread: '-',
    aim: '-',
    met: 'no aim',
  };
}

const delays = (what: string, values: readonly number[]): Row => ({
  what,
  measured: milliseconds(median(values)),
  spread: `${milliseconds(Math.min(...values))} to ${milliseconds(Math.max(...values))}`,
  aim: '-',
  met: 'no aim',
});
