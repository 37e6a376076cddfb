/** Diagram 1.2: 500 units in 50 groups, each a Job of a cluster, whose pods really run: agent, shim and commands. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionList } from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { hasContainers } from '../packages/agent/src/testing/shim-container.ts';
import type { FakeCluster } from '../packages/server/src/testing/kubernetes/fake-cluster.ts';
import type { KubeObject } from '../packages/server/src/testing/kubernetes/objects.ts';
import { launchCli } from './testing/cli.ts';
import { addStaging, createPodCluster, serverOfPods } from './testing/pod-cluster.ts';
import type { Server } from './testing/server.ts';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

const UNITS = 500;
const GROUPS = 50;
/** Of pods at once: the others wait for a node, as where an autoscaler has none to give. */
const ROOM = { cpu: '1100m', memory: '8Gi' };

let world: World;
let cluster: FakeCluster;
let server: Server;
let start: () => Promise<Server>;
const jobs = new Map<string, KubeObject>();

beforeAll(async () => {
  if (!hasContainers) return;
  world = await createWorld();
  cluster = await createPodCluster(world, ROOM);
  cluster.store.listen(({ resource, type, object }) => {
    if (resource === 'jobs' && type === 'ADDED') jobs.set(object.metadata.uid, object);
  });
  // Nobody is to be taken for lost because this machine is busy.
  start = await serverOfPods(world, async () => ({ GAUNTLET_HEARTBEAT_SECONDS: '15' }));
  server = await start();
}, 300_000);
afterAll(async () => {
  await world?.end();
  await cluster?.close();
});

describe.skipIf(!hasContainers)('gauntlet run in a cluster', () => {
  test('runs 500 units in 50 Jobs, across a kill -9 of the server, each once, and leaves nothing', async () => {
    await addStaging(world, server, cluster);
    const commands = Array.from({ length: UNITS }, (_, index) => ({
      name: `unit ${index}`,
      run: `echo ${index} >> "$LEDGER"; test $((${index} + 1)) -gt ${index}`,
    }));
    const folder = await world.makeProject('many', {
      'gauntlet.yaml': stringify({
        ...{ name: 'many', framework: 'command', parallelism: GROUPS, image: 'busybox:1.37', commands },
        environment: { LEDGER: join(world.state, 'ledger') },
      }),
    });
    const run = launchCli(world, [
      ...['run', folder, '--environment', 'staging', '--json', '--data-dir', server.dataFolder],
    ]);
    const executionId = await until('it is submitted', async () => {
      const { items } = await server.api.get<ExecutionList>('/api/v1/executions');
      return items[0]?.executionId;
    });
    const seen = async () => (await server.api.execution(executionId)).counts.passed;
    await until('a third of it is seen to pass', async () => (await seen()) >= UNITS / 3, 180);
    await server.kill();
    server = await start();
    expect(await seen()).toBeLessThan(UNITS);
    const end = await run.end();
    expect(end.code, end.stderr).toBe(0);
    expect(JSON.parse(end.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      ...{ type: 'summary', executionId, verdict: 'passed' },
      counts: { total: UNITS, passed: UNITS, failed: 0, skipped: 0, flaky: 0 },
    });
    const numbers = Array.from({ length: UNITS }, (_, index) => index);
    const ledger = (await readFile(join(world.state, 'ledger'), 'utf8')).trim().split('\n').map(Number);
    expect(ledger.toSorted((a, b) => a - b)).toEqual(numbers);
    const units = await server.api.units(executionId);
    expect(new Set(units.map(({ key }) => key)).size).toBe(UNITS);
    expect(units.map(({ outcome }) => outcome)).toEqual(numbers.map(() => 'passed'));
    const { groups } = await server.api.execution(executionId);
    expect(groups).toHaveLength(GROUPS);
    // `ended`: when it came to run, all units were taken.
    expect(groups.filter(({ status }) => status !== 'finished' && status !== 'ended')).toEqual([]);
    const named = (index: number) => `test-exec-${executionId}-group-${index}`;
    expect(new Set([...jobs.values()].map(({ metadata }) => metadata.name))).toEqual(
      new Set(Array.from({ length: GROUPS }, (_, index) => named(index))),
    );
    expect(jobs.size).toBe(GROUPS);
    await until('nothing of it is left in the cluster', () =>
      (['jobs', 'pods', 'secrets'] as const).every((kind) => cluster.store.list(kind).length === 0),
    );
  }, 600_000);
});
