/** The executor of pods where its cluster makes trouble: see the contract for what it does where all is well. */
import type { EnvironmentId, ExecutionId, GroupId } from '@gauntlet/contract';
import { groupsThatFit } from '@gauntlet/core/executions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PodEnd, PodExecutor, PodOrder, PodRef } from '../../executions/index.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import type { Asked } from '../../testing/kubernetes/resource-part.ts';
import { createFakePodStage, ENVIRONMENT, type FakePodStage, NAMESPACE } from '../../testing/pod-stage.ts';
import { USUAL_PACE } from './api/pacer.ts';

const CANCELLED: PodEnd = { class: 'cancelled', reason: 'ended-by-us', message: 'Ended by a user.' };

let stage: FakePodStage;
let executor: PodExecutor;
beforeEach(async () => {
  stage = await createFakePodStage();
  executor = stage.open();
});
afterEach(() => stage.close());

const orderOf = (number = 1, more: Partial<PodOrder> = {}): PodOrder => ({
  environmentId: ENVIRONMENT,
  executionId: `execution-${number}` as ExecutionId,
  groupId: `group-${number}` as GroupId,
  ...{ index: 0, attempt: 1, parallelism: 1, definitionName: 'Shop', image: 'node:24' },
  ...{ cpuMillis: 100, memoryBytes: 2 ** 27, spot: null, runSeconds: 600, placement: [] },
  ...{ token: 'token-1', secrets: { KEY: 'value' } },
  ...more,
});
const jobOf = ({ executionId }: PodRef) => `test-exec-${executionId}`;
const play = (order: PodRef) => stage.cluster.play(NAMESPACE, jobOf(order));
const seen = async (order: PodRef, by = executor) => {
  const looked = await by.look(ENVIRONMENT);
  if (!looked.ok) return looked.error;
  return looked.value.find(({ groupId }) => groupId === order.groupId)?.standing ?? null;
};
const sees = (order: PodRef, by = executor) => expect.poll(() => seen(order, by), { interval: 5 });
const pods = () => stage.cluster.store.list('pods', NAMESPACE);

async function running(order = orderOf()): Promise<PodOrder> {
  expect(await executor.launch(order)).toMatchObject({ outcome: 'made' });
  const own = () => pods().filter(({ metadata }) => metadata.name.startsWith(jobOf(order)));
  await expect.poll(() => own().length, { interval: 5 }).toBe(1);
  play(order).schedule('node-1');
  play(order).run();
  await sees(order).toMatchObject({ phase: 'running' });
  return order;
}

describe('an order', () => {
  const STEPS = ['create jobs', 'create secrets', 'patch jobs'];

  it.each(STEPS.flatMap((step) => [[step, 'cut-before'] as const, [step, 'cut-after'] as const]))(
    'is carried out by whoever is given it again, after the one before fell silent at: %s, %s',
    async (step, fate) => {
      let cuts = 0;
      stage.cluster.rules.fateOf = ({ verb, resource }) =>
        `${verb} ${resource}` === step && ++cuts === 1 ? fate : 'go';
      const order = orderOf();
      expect(await executor.launch(order)).toMatchObject({ outcome: 'later' });
      const another = stage.open();
      const again = await another.launch({ ...order, token: 'token-2' });
      expect(again).toEqual({ outcome: 'made', jobName: jobOf(order) });
      await expect.poll(() => stage.list()).toHaveLength(3);
      const job = stage.cluster.store.find('jobs', NAMESPACE, jobOf(order));
      expect(job?.spec.suspend).toBe(false);
      const secret = stage.cluster.store.find('secrets', NAMESPACE, jobOf(order));
      expect(secret?.metadata.ownerReferences).toMatchObject([{ uid: job?.metadata.uid }]);
      // Once it was released its pod may have begun with what there was.
      const released = step === 'patch jobs' && fate === 'cut-after';
      const token = Buffer.from(secret?.data.token, 'base64').toString();
      expect(token).toBe(released ? 'token-1' : 'token-2');
    },
  );

  it('puts a Secret of an earlier order right without being allowed to read any', async () => {
    stage.cluster.rules.isForbidden = ({ verb, resource }) =>
      resource === 'secrets' && verb !== 'create' && verb !== 'patch';
    stage.cluster.rules.fateOf = ({ verb, resource }) =>
      `${verb} ${resource}` === 'patch jobs' ? 'cut-before' : 'go';
    const order = orderOf(1, { secrets: { KEY: 'value', OLD: 'of the first order' } });
    expect(await executor.launch(order)).toMatchObject({ outcome: 'later' });
    stage.cluster.rules.fateOf = () => 'go';
    const again = { ...order, token: 'token-2', secrets: { KEY: 'value' } };
    expect(await executor.launch(again)).toMatchObject({ outcome: 'made' });
    const secret = stage.cluster.store.find('secrets', NAMESPACE, jobOf(order));
    expect(Object.keys(secret?.data).toSorted()).toEqual(['token', 'variable-0']);
    expect(Buffer.from(secret?.data.token, 'base64').toString()).toBe('token-2');
  });

  it.each([
    ['of another group', { 'gauntlet/group': 'group-2', 'gauntlet/attempt': '1' }],
    ['of an earlier attempt', { 'gauntlet/group': 'group-1', 'gauntlet/attempt': '0' }],
    ['of something else', undefined],
  ])('leaves a Secret %s as it is, and is refused', async (_, labels) => {
    const order = orderOf();
    const foreign = {
      ...{ apiVersion: 'v1', kind: 'Secret', type: 'Opaque', data: { theirs: 'eA==' } },
      metadata: { name: jobOf(order), namespace: NAMESPACE, ...(labels ? { labels } : {}) },
    };
    stage.cluster.store.create('secrets', foreign);
    expect(await executor.launch(order)).toMatchObject({
      outcome: 'refused',
      end: { reason: 'job-refused', message: expect.stringContaining('a Secret test-exec-execution-1') },
    });
    const left = stage.cluster.store.find('secrets', NAMESPACE, jobOf(order));
    expect(left).toMatchObject(foreign);
    expect(left?.metadata.ownerReferences).toBeUndefined();
    expect(stage.cluster.store.find('jobs', NAMESPACE, jobOf(order))?.spec.suspend).toBe(true);
  });

  it('is seen at once, also where the watch is behind, and where a list was asked for before', async () => {
    await expect.poll(async () => (await executor.look(ENVIRONMENT)).ok).toBe(true);
    let release: () => void = () => undefined;
    const listed = new Promise<void>((resolve) => {
      stage.cluster.rules.fateOf = async ({ verb, resource }) => {
        if (verb !== 'list' || resource !== 'jobs') return 'go';
        resolve();
        await new Promise<void>((go) => {
          release = go;
        });
        return { status: 500, message: 'not now' };
      };
    });
    stage.cluster.watches.cut('jobs');
    await listed;
    expect(await executor.launch(orderOf())).toMatchObject({ outcome: 'made' });
    expect(await seen(orderOf())).toMatchObject({ phase: 'waiting' });
    stage.cluster.rules.fateOf = () => 'go';
    release();
    await sees(orderOf()).toMatchObject({ phase: 'waiting' });
  });

  it('waits for a quota, and for an API server that is too busy, and is carried out after that', async () => {
    const quota = {
      status: 403,
      reason: 'Forbidden',
      message: 'exceeded quota: jobs, requested: 1, used: 1',
    };
    stage.cluster.rules.fateOf = ({ verb }) => (verb === 'create' ? quota : 'go');
    expect(await executor.launch(orderOf())).toMatchObject({
      outcome: 'later',
      standing: { for: 'quota', otherwise: { class: 'infrastructure', reason: 'capacity' } },
    });
    let busy = 0;
    stage.cluster.rules.fateOf = ({ verb }) =>
      verb === 'create' && ++busy === 1 ? { status: 429, message: 'too many requests' } : 'go';
    expect(await executor.launch(orderOf())).toMatchObject({ outcome: 'made' });
    expect(busy).toBe(3); // refused, then the Job and its Secret
  });

  it('waits for a quota of Secrets as for any other, and goes on with its Job after that', async () => {
    const quota = { status: 403, reason: 'Forbidden', message: 'exceeded quota: secrets, used: 9' };
    stage.cluster.rules.fateOf = ({ verb, resource }) =>
      verb === 'create' && resource === 'secrets' ? quota : 'go';
    expect(await executor.launch(orderOf())).toMatchObject({
      outcome: 'later',
      standing: {
        ...{ for: 'quota', message: expect.stringContaining('exceeded quota: secrets') },
        otherwise: { class: 'infrastructure', reason: 'capacity' },
      },
    });
    stage.cluster.rules.fateOf = () => 'go';
    expect(await executor.launch(orderOf())).toMatchObject({ outcome: 'made' });
  });

  it('is refused where its name is taken by something else, and where the API server takes no such Job', async () => {
    const order = orderOf();
    stage.cluster.store.create('jobs', {
      ...{ apiVersion: 'batch/v1', kind: 'Job', spec: { suspend: true }, status: {} },
      metadata: { name: jobOf(order), namespace: NAMESPACE },
    });
    expect(await executor.launch(order)).toMatchObject({
      outcome: 'refused',
      end: { reason: 'job-refused' },
    });
    const invalid = {
      status: 422,
      reason: 'Invalid',
      message: 'Job.batch "x" is invalid: spec: Required value',
    };
    stage.cluster.rules.fateOf = ({ verb }) => (verb === 'create' ? invalid : 'go');
    expect(await executor.launch(orderOf(2))).toMatchObject({
      outcome: 'refused',
      end: { class: 'user-error', message: expect.stringContaining('Required value') },
    });
  });

  it('is refused without an image of the agent, or an address for it, and says which is to be set', async () => {
    const without = async (more: object) => {
      const launched = await stage.open(more).launch(orderOf());
      return launched.outcome === 'refused' ? launched.end.message : launched.outcome;
    };
    expect(await without({ agentImage: null })).toContain('GAUNTLET_AGENT_IMAGE');
    expect(await without({ serverUrl: null })).toContain('GAUNTLET_CLUSTER_API_URL');
  });

  it('of 500 groups at once makes 500 Jobs, with ten requests at a time at most', async () => {
    let [at, most] = [0, 0];
    stage.cluster.rules.fateOf = async ({ verb }) => {
      if (verb === 'watch') return 'go' as const;
      at += 1;
      most = Math.max(most, at);
      await new Promise((resolve) => setImmediate(resolve));
      at -= 1;
      return 'go' as const;
    };
    executor = stage.open({ pace: { ...USUAL_PACE, perSecond: 10_000, burst: 10_000 } });
    const orders = Array.from({ length: 500 }, (_, number) => orderOf(number));
    const outcomes = await Promise.all(orders.map((order) => executor.launch(order)));
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['made']));
    await expect.poll(() => stage.list(), { interval: 100 }).toHaveLength(1500);
    // More than a page of each kind.
    const another = stage.open();
    await expect
      .poll(async () => {
        const looked = await another.look(ENVIRONMENT);
        return looked.ok ? looked.value.length : looked.error;
      })
      .toBe(500);
    expect(most).toBeLessThanOrEqual(USUAL_PACE.atOnce);
  });
});

it.each([
  ['<p>hello of Bearer token</p>', '(200, with 28 bytes that are not JSON)'],
  ['"hello"', '(200, with 7 bytes that are JSON, but no object)'],
])(
  'what answers otherwise than Kubernetes does is told by its status and its size: %s',
  async (body, told) => {
    stage.cluster.server.state.mood = { status: 200, body };
    const launched = await executor.launch(orderOf());
    const message = launched.outcome === 'later' ? launched.standing.message : launched.outcome;
    expect(message).toContain(`does not speak as Kubernetes does ${told}. Check the address`);
    expect(message).not.toContain('hello');
  },
);

it.each([
  ['read-only', true],
  ['writable', false],
] as const)('an environment whose root is %s makes such pods', async (rootFilesystem, isReadOnly) => {
  stage.environment.configuration.rootFilesystem = rootFilesystem;
  await executor.launch(orderOf());
  const job = stage.cluster.store.find('jobs', NAMESPACE, jobOf(orderOf()));
  const { containers, initContainers } = job?.spec.template.spec ?? {};
  expect(containers).toMatchObject([{ securityContext: { readOnlyRootFilesystem: isReadOnly } }]);
  expect(initContainers).toMatchObject([{ securityContext: { readOnlyRootFilesystem: true } }]);
});

describe('what runs is seen', () => {
  it.each([
    ['evict', 'infrastructure', 'evicted'],
    ['preempt', 'infrastructure', 'preempted'],
    ['loseNode', 'infrastructure', 'node-lost'],
    ['runOutOfMemory', 'user-error', 'out-of-memory'],
    ['runOutOfTime', 'timeout', 'deadline'],
    ['delete', 'infrastructure', 'pod-deleted'],
  ] as const)('to its end: %s', async (what, endClass, reason) => {
    const order = await running();
    play(order)[what]();
    await sees(order).toMatchObject({ phase: 'ended', end: { class: endClass, reason } });
  });

  it('to its end: exit codes, and a disk that is full', async () => {
    for (const [number, exitCode, endClass] of [
      [1, 0, 'agent-decides'],
      [2, 3, 'test-failure'],
    ] as const) {
      const order = await running(orderOf(number));
      play(order).finish(exitCode);
      await sees(order).toMatchObject({ phase: 'ended', end: { class: endClass } });
    }
    const order = await running(orderOf(3));
    play(order).fillDisk('Usage of EmptyDir volume "work" exceeds the limit "8Gi".');
    await sees(order).toMatchObject({ phase: 'ended', end: { reason: 'disk-limit' } });
  });

  it('while it waits for nodes, in the words of the autoscaler', async () => {
    stage.environment.configuration.autoscale = true;
    const order = orderOf(1, { cpuMillis: 64_000 });
    await executor.launch(order);
    await expect.poll(() => pods().length).toBe(1);
    play(order).findNoNode('0/1 nodes are available: 1 Insufficient cpu.');
    play(order).hearAutoscaler('pod triggered scale-up: [{spot 0->1 (max: 50)}]');
    await sees(order).toMatchObject({
      phase: 'waiting',
      for: 'nodes',
      message: expect.stringContaining('triggered scale-up'),
    });
  });

  it('and that no pod may be made in the namespace', async () => {
    stage.cluster.rules.podRefusal = () => 'violates PodSecurity "restricted:latest": runAsNonRoot != true';
    await executor.launch(orderOf());
    await sees(orderOf()).toMatchObject({ phase: 'stuck', end: { reason: 'pod-refused' } });
  });
});

describe('a watch', () => {
  const { watches } = { watches: () => stage.cluster.watches };
  const troubles: Readonly<Record<string, () => void>> = {
    'that is cut off': () => watches().cut(),
    'whose version is too old': () => {
      stage.cluster.store.compact();
      watches().cut();
    },
    'that ends with an error': () => watches().fail(500, 'etcdserver: request timed out'),
    'that is told another error of an old version': () => watches().fail(410, 'too old resource version'),
    'that sends no JSON': () => watches().garble(),
    'that sends no objects': () => watches().garble('{"type":"ADDED","object":null}'),
    'that sends objects of another shape': () =>
      watches().garble('{"type":"ADDED","object":{"metadata":{"name":7,"labels":"x"},"status":[]}}'),
  };

  it.each(Object.keys(troubles))('%s goes on from a list', async (name) => {
    const order = await running();
    watches().hold();
    play(order).evict();
    await expect
      .poll(() => stage.cluster.store.find('pods', NAMESPACE, pods()[0]?.metadata.name ?? ''))
      .toBeNull();
    troubles[name]?.();
    watches().release();
    await sees(order).toMatchObject({ phase: 'ended', end: { class: 'infrastructure' } });
  });

  it('goes on from its last bookmark, and lists nothing again', async () => {
    const asked: Asked[] = [];
    const quick = { watchSeconds: 1, relistSeconds: 600, firstPauseMs: 5, mostPauseMs: 50 };
    executor = stage.open({ watchPace: quick });
    await running();
    stage.cluster.watches.bookmark();
    stage.cluster.rules.fateOf = (one) => {
      asked.push(one);
      return 'go';
    };
    await expect
      .poll(() => asked.filter(({ verb }) => verb === 'watch').length, { timeout: 20_000 })
      .toBeGreaterThan(5);
    expect(asked.filter(({ verb }) => verb === 'list')).toEqual([]);
    await sees(orderOf()).toMatchObject({ phase: 'running' });
  });

  it('that cannot be opened again says so, until it can', async () => {
    const order = await running();
    stage.cluster.server.state.mood = { status: 503, body: '{}' };
    watches().cut();
    await sees(order).toMatchObject({ code: 'unavailable' });
    stage.cluster.server.state.mood = 'well';
    await sees(order).toMatchObject({ phase: 'running' });
  });

  it('that is not granted is closed, and its reason names the permission', async () => {
    stage.cluster.rules.isForbidden = ({ verb, resource }) => verb === 'watch' && resource === 'pods';
    await sees(orderOf()).toMatchObject({
      code: 'closed',
      message: expect.stringContaining('watch resource "pods"'),
    });
    stage.cluster.rules.isForbidden = () => false;
    await sees(orderOf()).toBeNull();
  });

  it('of events is missed, and all else is seen without it', async () => {
    stage.cluster.rules.isForbidden = ({ resource }) => resource === 'events';
    const order = await running();
    play(order).evict();
    await sees(order).toMatchObject({ phase: 'ended', end: { reason: 'evicted' } });
  });
});

describe('an end', () => {
  it('is noted in the cluster before anything is deleted, and known to who comes after', async () => {
    stage.cluster.rules.endsWhenAsked = () => false;
    const order = await running();
    const asked: string[] = [];
    stage.cluster.rules.fateOf = ({ verb, resource }) => {
      if (verb === 'patch' || verb === 'delete') asked.push(`${verb} ${resource}`);
      return 'go';
    };
    await executor.end(order, CANCELLED, 'usual');
    expect(asked).toEqual(['patch jobs', 'delete jobs']);
    await executor.close();
    executor = stage.open();
    await sees(order).toMatchObject({ phase: 'ending', end: CANCELLED });
    // And again, by another reason: the first stays.
    await executor.end(order, { ...CANCELLED, class: 'timeout' }, 'usual');
    await sees(order).toMatchObject({ phase: 'ending', end: CANCELLED });
  });

  it('is carried out though the answer was lost', async () => {
    const order = await running();
    let cuts = 0;
    stage.cluster.rules.fateOf = ({ verb }) => (verb === 'delete' && ++cuts === 1 ? 'cut-after' : 'go');
    expect(await executor.end(order, CANCELLED, 'usual')).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    });
    await sees(order).toMatchObject({ phase: 'ended', end: CANCELLED });
    expect(await executor.end(order, CANCELLED, 'usual')).toEqual({ ok: true, value: 'gone' });
  });

  it('reaches pods that somebody has left without a Job', async () => {
    const order = await running();
    const answer = await fetch(
      `${stage.cluster.server.url}/apis/batch/v1/namespaces/${NAMESPACE}/jobs/${jobOf(order)}`,
      { method: 'DELETE', headers: { authorization: `Bearer ${stage.cluster.server.token}` } },
    );
    expect(answer.status).toBe(200);
    expect(pods()).toMatchObject([{ status: { phase: 'Running' } }]);
    expect(await executor.end(order, CANCELLED, 'usual')).toEqual({ ok: true, value: 'ending' });
    await sees(order).toMatchObject({ phase: 'ended', end: CANCELLED });
    expect(pods()).toEqual([]);
  });

  it('does not touch what took its name since', async () => {
    const order = await running();
    let cuts = 0;
    stage.cluster.rules.fateOf = ({ verb }) => {
      if (verb !== 'patch' || ++cuts > 1) return 'go';
      const { store } = stage.cluster;
      const job = store.remove('jobs', NAMESPACE, jobOf(order));
      if (job) store.create('jobs', { ...job, metadata: { ...job.metadata, uid: 'of-another' } });
      return { status: 404, reason: 'NotFound', message: 'not found' };
    };
    await executor.end(order, CANCELLED, 'usual');
    expect(stage.cluster.store.find('jobs', NAMESPACE, jobOf(order))?.metadata.uid).toBe('of-another');
  });
});

describe('room', () => {
  const SIZE = { cpuMillis: 1000, memoryBytes: 2 ** 30, image: null, spot: null };

  it('is what pods have left of it, also those that have no node yet', async () => {
    await running(orderOf(1, { cpuMillis: 1000 }));
    await executor.launch(orderOf(2, { cpuMillis: 2000 }));
    await expect.poll(() => pods().length).toBe(2);
    await sees(orderOf(2)).toMatchObject({ phase: 'waiting' });
    const room = await executor.room(ENVIRONMENT, SIZE);
    // Both with an agent of 50 beside them.
    expect(room).toMatchObject({
      ok: true,
      value: {
        nodes: [{ name: 'node-1', requestedCpuMillis: 3100 }],
        request: { cpuMillis: 1050 },
        autoscale: false,
      },
    });
  });

  it('is of disk what pods have left of it: none is made that would wait for some', async () => {
    stage.cluster.addNode('small', { disk: '3Gi' });
    await running();
    const room = await executor.room(ENVIRONMENT, SIZE);
    if (!room.ok) throw new Error(room.error.message);
    const { nodes, request } = room.value;
    expect(nodes).toMatchObject([
      { name: 'node-1', requestedDiskBytes: 1088 * 2 ** 20 },
      { name: 'small', allocatableDiskBytes: 3 * 2 ** 30 },
    ]);
    expect(groupsThatFit(nodes.slice(1), { ...request, cpuMillis: 1, memoryBytes: 1 })).toBe(2);
  });

  it('is never had by what asks for more disk than any node has', async () => {
    stage.cluster.store.remove('nodes', undefined, 'node-1');
    stage.cluster.addNode('tiny', { disk: '1Gi' });
    await executor.launch(orderOf());
    await expect.poll(() => pods().length).toBe(1);
    play(orderOf()).findNoNode('0/1 nodes are available: 1 Insufficient ephemeral-storage.');
    await sees(orderOf()).toMatchObject({ phase: 'stuck', end: { reason: 'never-fits' } });
  });

  it('is waited for where no node is for such pods: one may be on its way', async () => {
    stage.cluster.store.remove('nodes', undefined, 'node-1');
    stage.cluster.addNode('control', { taints: [{ key: 'control-plane', effect: 'NoSchedule' }] });
    await executor.launch(orderOf());
    await expect.poll(() => pods().length).toBe(1);
    play(orderOf()).findNoNode('0/1 nodes are available: 1 node(s) had untolerated taint.');
    await sees(orderOf()).toMatchObject({ phase: 'waiting', for: 'nodes' });
  });

  it('is less what waits for a node in another environment of the cluster, a moment after it was listed', async () => {
    const OTHER = '01900000-0000-7000-8000-000000000903' as EnvironmentId;
    const namespaceOf = (id: EnvironmentId) => (id === OTHER ? 'others' : NAMESPACE);
    executor = stage.open({
      openEnvironment: async (id) => ({
        ok: true,
        value: { ...stage.environment, namespace: namespaceOf(id) },
      }),
    });
    const requested = async () => {
      const room = await executor.room(ENVIRONMENT, SIZE);
      return room.ok ? room.value.nodes[0]?.requestedCpuMillis : room.error;
    };
    expect(await requested()).toBe(0);
    await executor.launch(orderOf(1, { environmentId: OTHER, cpuMillis: 2000 }));
    expect(await requested()).toBe(2050); // its Job, whose pod is not there yet
    await expect.poll(() => stage.cluster.store.list('pods', 'others').length).toBe(1);
    await expect.poll(requested).toBe(2050);
    stage.cluster.play('others', jobOf(orderOf(1))).schedule('node-1');
    await expect.poll(requested).toBe(2050);
  });

  it('is less what another Gauntlet waits for, and nothing less for what others leave pending', async () => {
    const pod = (name: string, labels: Record<string, string>) => ({
      metadata: { name, namespace: 'elsewhere', labels },
      spec: { containers: [{ name: 'one', resources: { requests: { cpu: '1500m' } } }] },
      status: { phase: 'Pending' },
    });
    stage.cluster.store.create('pods', pod('stuck', { app: 'shop' }) as never);
    const labels = { 'app.kubernetes.io/managed-by': 'gauntlet', 'gauntlet/group': 'of-another' };
    stage.cluster.store.create('pods', pod('theirs', labels) as never);
    expect(await executor.room(ENVIRONMENT, SIZE)).toMatchObject({
      value: { nodes: [{ name: 'node-1', requestedCpuMillis: 1500 }] },
    });
  });

  it('is not known where Gauntlet may not look: pods are made, and wait in the cluster', async () => {
    stage.cluster.rules.isForbidden = ({ resource, namespace }) => resource === 'pods' && namespace === null;
    expect(await executor.room(ENVIRONMENT, SIZE)).toMatchObject({
      ok: true,
      value: { nodes: [], autoscale: true },
    });
  });

  it('cannot be told while the API server does not answer', async () => {
    stage.cluster.server.state.mood = { status: 500, body: '{}' };
    expect(await executor.room(ENVIRONMENT, SIZE)).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    });
  });
});

describe('a log', () => {
  it('is the end of what was printed', async () => {
    stage.cluster.rules.logOf = () => `${'x'.repeat(5000)}\nthe last line\n`;
    const order = await running();
    const log = await executor.readLog(order, { bytes: 14 });
    expect(log.ok && Buffer.from(log.value).toString()).toBe('the last line\n');
  });

  it('that does not come, as its node is gone, is not waited for', async () => {
    executor = stage.open({ logSeconds: 0.1 });
    const order = await running();
    stage.cluster.rules.fateOf = ({ resource }) =>
      resource === 'pods/log' ? new Promise(() => undefined) : 'go';
    expect(await executor.readLog(order, { bytes: 14 })).toMatchObject({
      ok: false,
      error: { code: 'unavailable', message: expect.stringContaining('did not come within 0.1 s') },
    });
  }, 10_000);

  it('is empty before anything was printed', async () => {
    await executor.launch(orderOf());
    await expect.poll(() => pods().length).toBe(1);
    expect(await executor.readLog(orderOf(), { bytes: 10 })).toEqual({ ok: true, value: new Uint8Array() });
  });
});

describe('an environment', () => {
  it('that was changed is attended anew, where it is now', async () => {
    const clock = createFakeClock();
    executor = stage.open({ clock });
    await running();
    stage.environment.namespace = 'others';
    stage.environment.version = '2';
    clock.moveBy(10);
    await sees(orderOf()).toBeNull();
    expect(await executor.launch(orderOf(2))).toMatchObject({ outcome: 'made' });
    expect(await stage.list('others')).toContain(`jobs/${jobOf(orderOf(2))}`);
  });

  it('that was changed a moment ago gets its pods where it is now, and none where it was', async () => {
    executor = stage.open({ clock: createFakeClock() });
    await sees(orderOf()).toBeNull();
    Object.assign(stage.environment, { namespace: 'others', version: '2' });
    expect(await executor.launch(orderOf())).toMatchObject({ outcome: 'made' });
    expect(stage.cluster.store.list('jobs', NAMESPACE)).toEqual([]);
    expect(await stage.list('others')).toContain(`jobs/${jobOf(orderOf())}`);
  });

  it('that is left is asked nothing any more, until somebody asks about it', async () => {
    await running();
    const asked: Asked[] = [];
    stage.cluster.rules.fateOf = (one) => {
      asked.push(one);
      return 'go';
    };
    await executor.leave(ENVIRONMENT);
    await executor.leave(ENVIRONMENT);
    await expect.poll(() => stage.cluster.watches.count()).toBe(0);
    expect(asked).toEqual([]);
    await sees(orderOf()).toMatchObject({ phase: 'running' });
  });

  it('that is closed is not reached', async () => {
    const closed = { ok: false, error: { code: 'closed', message: 'It is not there any more.' } } as const;
    executor = stage.open({ openEnvironment: async () => closed });
    expect(await executor.look(ENVIRONMENT)).toEqual(closed);
    expect(await executor.end(orderOf(), CANCELLED, 'usual')).toEqual(closed);
    expect(await executor.launch(orderOf())).toMatchObject({ outcome: 'later' });
  });

  it('that the server may not reach is closed', async () => {
    executor = stage.open({ outboundAllow: [] });
    await sees(orderOf()).toMatchObject({ code: 'closed' });
  });
});
