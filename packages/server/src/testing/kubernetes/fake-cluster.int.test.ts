/** The fake cluster against the real one: what it shows has the shape of what was recorded, and its rules are those. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planJob } from '../../adapters/kubernetes/job/plan-job.ts';
import { RECORDINGS, readRecording } from '../kubernetes-recordings.ts';
import { schemaErrors } from '../kubernetes-schemas.ts';
import { createFakeCluster, type FakeCluster } from './fake-cluster.ts';
import type { KubeObject, ObjectChange } from './objects.ts';

const NAMESPACE = 'tests';
const JOBS = `/apis/batch/v1/namespaces/${NAMESPACE}/jobs`;
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;

let cluster: FakeCluster;
let changes: ObjectChange[];
beforeEach(async () => {
  cluster = await createFakeCluster();
  cluster.addNode('node-1');
  changes = [];
  cluster.store.listen((change) => changes.push(change));
});
afterEach(() => cluster.close());

async function ask(method: string, path: string, body?: object) {
  const answer = await fetch(`${cluster.server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${cluster.server.token}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as KubeObject & { reason?: string } };
}

function jobOf(number: number) {
  const planned = planJob(
    {
      ...{
        executionId: `execution-${number}`,
        groupId: `group-${number}`,
        index: 0,
        attempt: 1,
        parallelism: 1,
      },
      ...{ definitionName: 'Shop', image: 'node:24', cpuMillis: 100, memoryBytes: 2 ** 27, runSeconds: 60 },
      ...{ token: 'token', secrets: {}, placement: [] },
    },
    {
      ...{
        instance: 'gauntlet',
        namespace: NAMESPACE,
        agentImage: 'gauntlet:1',
        serverUrl: 'http://gauntlet:4680',
      },
      environment: { spot: 'allow', nodeSelector: {}, tolerations: [], imagePullSecrets: [] },
      ...{ user: { uid: 1000, gid: 1000 }, rootFilesystem: 'read-only' },
    },
  );
  if (!planned.ok) throw new Error(planned.error.message);
  const { job } = planned.value;
  return { ...job, spec: { ...job.spec, suspend: false } };
}

async function begin(number = 1) {
  const job = jobOf(number);
  const { name } = job.metadata;
  expect((await ask('POST', JOBS, job)).status).toBe(201);
  const own = () => cluster.store.list('pods', NAMESPACE).filter((pod) => pod.metadata.name.startsWith(name));
  await expect.poll(() => own().length, { interval: 2 }).toBe(1);
  return { name, play: cluster.play(NAMESPACE, name) };
}

/** What people may name as they like, and what a schema says already. */
const FREE = /^(metadata\.(labels|annotations)|spec|status\.(allocatable|capacity|allocatedResources))(\.|$)/;

/** Every key that is there, and of what type it is. */
function shapeOf(value: unknown, path = ''): string[] {
  if (FREE.test(path)) return [];
  if (Array.isArray(value)) return value.flatMap((one) => shapeOf(one, `${path}[]`));
  if (typeof value !== 'object' || value === null)
    return [`${path}: ${value === null ? 'null' : typeof value}`];
  return Object.entries(value).flatMap(([key, one]) => shapeOf(one, path === '' ? key : `${path}.${key}`));
}

const recorded = new Map<string, Set<string>>();
for (const name of RECORDINGS)
  for (const { kind, object } of readRecording(name)) {
    const shapes = recorded.get(kind) ?? new Set<string>();
    for (const one of shapeOf(object)) shapes.add(one);
    recorded.set(kind, shapes);
  }

const PLAYS = [
  'evict',
  'preempt',
  'loseNode',
  'runOutOfMemory',
  'runOutOfTime',
  'delete',
  'crashAgent',
] as const;

describe('what it shows', () => {
  it('is held against what was recorded, in which a key that is none is not', () => {
    for (const shapes of recorded.values()) expect(shapes.has('status.fnord: string')).toBe(false);
    expect(recorded.get('Pod')?.has('status.containerStatuses[].state.terminated.exitCode: number')).toBe(
      true,
    );
    expect(shapeOf({ status: { fnord: 'x' } })).toEqual(['status.fnord: string']);
  });

  it('has no key, and none of a type, that was never recorded of a real cluster', async () => {
    let number = 0;
    for (const what of PLAYS) {
      const { play } = await begin(++number);
      play.findNoNode('0/1 nodes are available: 1 Insufficient cpu.');
      play.hearAutoscaler('pod triggered scale-up');
      play.schedule('node-1');
      play.initialize();
      play.failToPull('node:24', 'node:24: not found');
      play.failToConfigure('secret "x" not found');
      play.run();
      play[what]();
    }
    const { play } = await begin(++number);
    play.schedule('node-1');
    play.fillDisk('Usage of EmptyDir volume "work" exceeds the limit "8Gi".');
    await begin(++number).then((one) => one.play.finish(0));
    await expect
      .poll(() => cluster.store.list('jobs', NAMESPACE).filter(({ status }) => status.conditions).length)
      .toBeGreaterThan(5);
    for (const kind of ['Job', 'Pod', 'Event', 'Node'] as const) {
      const shown = [...changes.map(({ object }) => object), ...cluster.store.list('nodes')];
      const unknown = shown
        .filter((object) => object.kind === kind)
        .flatMap((object) => shapeOf(object))
        .filter((one) => !recorded.get(kind)?.has(one));
      expect([...new Set(unknown)], kind).toEqual([]);
    }
  });

  it('is a Job by the schema of Kubernetes, with its status, and a pod by that of its template', async () => {
    const { name, play } = await begin();
    play.schedule('node-1');
    play.run();
    play.finish(1);
    await expect
      .poll(() => cluster.store.find('jobs', NAMESPACE, name)?.status.conditions?.length, { interval: 2 })
      .toBe(2);
    const job = cluster.store.find('jobs', NAMESPACE, name);
    expect(schemaErrors('v1.36', 'Job', job)).toEqual([]);
    const template = { ...job?.spec.template, spec: play.pod().spec };
    expect(schemaErrors('v1.36', 'Job', { ...job, spec: { ...job?.spec, template } })).toEqual([]);
  });
});

describe('its rules', () => {
  it('take a name once, and no Job that the schema does not know', async () => {
    await begin();
    expect(await ask('POST', JOBS, jobOf(1))).toMatchObject({
      status: 409,
      body: { reason: 'AlreadyExists' },
    });
    const wrong = { ...jobOf(2), metadata: { name: 'Bad_Name' } };
    expect(await ask('POST', JOBS, wrong)).toMatchObject({ status: 422, body: { reason: 'Invalid' } });
    const unknown = { ...jobOf(3), spec: { ...jobOf(3).spec, backOffLimit: 1 } };
    expect(await ask('POST', JOBS, unknown)).toMatchObject({ status: 422 });
  });

  it('make no pod of a suspended Job until it is released', async () => {
    const job = jobOf(1);
    await ask('POST', JOBS, { ...job, spec: { ...job.spec, suspend: true } });
    await new Promise((resolve) => setImmediate(resolve));
    expect(cluster.store.list('pods')).toEqual([]);
    await ask('PATCH', `${JOBS}/${job.metadata.name}`, { spec: { suspend: false } });
    await expect.poll(() => cluster.store.list('pods').length).toBe(1);
  });

  it('delete a Job as they are told to: with its pod, before it, or without', async () => {
    cluster.rules.endsWhenAsked = () => false;
    const there = () => ({
      jobs: cluster.store.list('jobs').length,
      ending: cluster.store.list('pods').map(({ metadata }) => metadata.deletionTimestamp !== undefined),
      owned: cluster.store.list('pods').map(({ metadata }) => metadata.ownerReferences !== undefined),
    });
    const after = async (policy: object) => {
      const { name, play } = await begin();
      play.schedule('node-1');
      play.run();
      await ask('DELETE', `${JOBS}/${name}`, policy);
      await new Promise((resolve) => setTimeout(resolve, 20));
      const seen = there();
      cluster.store.remove('jobs', NAMESPACE, name);
      cluster.store.remove('pods', NAMESPACE, play.pod().metadata.name);
      return seen;
    };
    expect(await after({ propagationPolicy: 'Foreground' })).toEqual({
      jobs: 1,
      ending: [true],
      owned: [true],
    });
    expect(await after({ propagationPolicy: 'Background' })).toEqual({
      jobs: 0,
      ending: [true],
      owned: [true],
    });
    expect(await after({})).toEqual({ jobs: 0, ending: [false], owned: [false] });
  });

  it('delete only what is meant', async () => {
    const { name } = await begin();
    const body = { propagationPolicy: 'Foreground', preconditions: { uid: 'another' } };
    expect(await ask('DELETE', `${JOBS}/${name}`, body)).toMatchObject({
      status: 409,
      body: { reason: 'Conflict' },
    });
    expect(cluster.store.find('jobs', NAMESPACE, name)?.metadata.deletionTimestamp).toBeUndefined();
  });

  it('list by pages of one moment, and forget them with their version', async () => {
    for (const number of [1, 2, 3]) await begin(number);
    const first = (await ask('GET', `${PODS}?limit=2`)).body as unknown as {
      items: object[];
      metadata: { continue: string };
    };
    expect(first.items).toHaveLength(2);
    const next = `${PODS}?limit=2&continue=${encodeURIComponent(first.metadata.continue)}`;
    await begin(4);
    expect(((await ask('GET', next)).body as unknown as { items: object[] }).items).toHaveLength(1);
    cluster.store.compact();
    expect(await ask('GET', next)).toMatchObject({ status: 410, body: { reason: 'Expired' } });
  });

  it('give the processes of a pod to whoever plays them, with its secret, until they are to end', async () => {
    const ran: string[] = [];
    cluster.kubelet(async (pod, secret, signal) => {
      ran.push(`${pod.spec.nodeName} ${secret.token}`);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      ran.push('ended');
      return 143;
    });
    const job = jobOf(1);
    const { name } = job.metadata;
    await ask('POST', `/api/v1/namespaces/${NAMESPACE}/secrets`, {
      ...{ apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata: { name } },
      data: { token: Buffer.from('the-token').toString('base64') },
    });
    await ask('POST', JOBS, job);
    await expect.poll(() => ran, { interval: 2 }).toEqual(['node-1 the-token']);
    await ask('DELETE', `${JOBS}/${name}`, { propagationPolicy: 'Foreground' });
    await expect.poll(() => ran, { interval: 2 }).toEqual(['node-1 the-token', 'ended']);
    await expect.poll(() => [cluster.store.list('jobs'), cluster.store.list('pods')]).toEqual([[], []]);
  });
});
