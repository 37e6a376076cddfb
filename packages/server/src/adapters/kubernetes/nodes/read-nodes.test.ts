import { couldEverFit, groupsThatFit, type NodeResources, scoreNodes } from '@gauntlet/core/executions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../../../testing/kubernetes-recordings.ts';
import type { NodeObject, ScheduledPod } from './node-objects.ts';
import { podRequests } from './pod-requests.ts';
import { millisAsked, millisThere, parseQuantity } from './quantity.ts';
import { readNodes, type Wanted } from './read-nodes.ts';
import { tolerationsOf } from './tolerations.ts';

const lines = readRecording('node-inventory');
const objects = <Kind>(kind: string) =>
  lines.filter((line) => line.kind === kind && line.type === 'ADDED').map(({ object }) => object as Kind);
const nodes = objects<NodeObject>('Node');
const pods = objects<ScheduledPod>('Pod');

const wanted: Wanted = { image: 'localhost/node:20', spot: 'allow', nodeSelector: {}, tolerations: [] };
const MI = 2 ** 20;

function inventory(more: Partial<Wanted> = {}): Record<string, NodeResources> {
  return Object.fromEntries(readNodes(nodes, pods, { ...wanted, ...more }).map((node) => [node.name, node]));
}

describe('the recorded nodes', () => {
  it('are all there', () => {
    expect(Object.keys(inventory()).toSorted()).toEqual([
      ...Array.from({ length: 10 }, (_, index) => `kwok-${index}`),
      'real-1',
    ]);
  });

  it('hold what their pods ask for: sidecars, init containers, whole pods, limits alone, and nothing for ended ones', () => {
    const held = Object.values(inventory()).map((node) => [
      node.name,
      node.requestedCpuMillis,
      node.requestedMemoryBytes / MI,
    ]);
    expect(held).toEqual([
      ['kwok-0', 1600, 1600], // two pods, one with a proxy beside it
      ['kwok-1', 2000, 1152], // an init container of 2 CPU before a sidecar and its main container
      ['kwok-2', 750, 256], // limits alone
      ['kwok-3', 0, 0],
      ['kwok-4', 3900, 15 * 1024],
      ['kwok-5', 1500, 1024], // for the pod as a whole; a finished one of 2 CPU beside it
      ['kwok-6', 0, 0],
      ['kwok-7', 0, 0],
      ['kwok-8', 1000, 1024],
      ['kwok-9', 250, 128],
      ['real-1', 0, 0],
    ]);
    expect(inventory()['kwok-1']?.freeSlots).toBe(108);
    expect(inventory()['real-1']).toMatchObject({
      allocatableCpuMillis: 2000,
      allocatableMemoryBytes: 16_090_248 * 1024,
      allocatableDiskBytes: 265_142_110_657,
      freeSlots: 60,
    });
  });

  it('have the disk that they offer, less what pods ask for: sidecars, limits alone, nothing for ended ones', () => {
    const disk = (amount: string) => ({ 'ephemeral-storage': amount });
    const container = (more: object) => ({ name: 'c', ...more });
    const spec = {
      nodeName: 'small',
      initContainers: [container({ restartPolicy: 'Always', resources: { requests: disk('64Mi') } })],
      containers: [container({ resources: { limits: disk('1Gi') } })],
    };
    const there: ScheduledPod[] = [{ spec }, { spec, status: { phase: 'Succeeded' } }];
    const node = { metadata: { name: 'small' }, status: { allocatable: { cpu: '4', ...disk('3Gi') } } };
    expect(readNodes([node], there, wanted)).toMatchObject([
      { allocatableDiskBytes: 3 * 1024 * MI, requestedDiskBytes: 1088 * MI },
    ]);
  });

  it('may be taken away, by the labels of four providers', () => {
    const spot = Object.values(inventory()).filter(({ lifetime }) => lifetime === 'spot');
    expect(spot.map(({ name }) => name)).toEqual(['kwok-0', 'kwok-1', 'kwok-2', 'kwok-3', 'kwok-6']);
  });

  const closed = (more: Partial<Wanted> = {}) =>
    Object.values(inventory(more))
      .filter((node) => node.closed?.length)
      .map((node) => [node.name, ...(node.closed ?? []).map(({ kind }) => kind)]);

  it('are closed where they are cordoned, not ready, or tainted', () => {
    expect(closed()).toEqual([
      ['kwok-6', 'cordoned'], // by a taint that sends pods away
      ['kwok-7', 'cordoned'],
      ['kwok-8', 'taint'],
      ['kwok-9', 'not-ready'],
    ]);
    expect(inventory()['kwok-8']?.closed?.[0]?.message).toBe(
      'its taint nvidia.com/gpu=present:NoSchedule is not tolerated',
    );
  });

  it('are closed for a while by a taint that sends away what runs there', () => {
    const [node] = nodes.filter(({ metadata }) => metadata?.name === 'kwok-3');
    const tainted = { ...node, spec: { taints: [{ key: 'repair', effect: 'NoExecute' }] } };
    const [read] = readNodes([tainted], [], wanted) as [NodeResources];
    expect(read.closed).toEqual([
      { kind: 'cordoned', message: 'its taint repair:NoExecute is not tolerated' },
    ]);
    const request = { cpuMillis: 100, memoryBytes: MI };
    expect(groupsThatFit([read], request)).toBe(0);
    expect(couldEverFit([read], request)).toBe(true);
  });

  it('are open to who tolerates their taints, and keep spot taints from who refuses spot', () => {
    const tolerations = [
      { key: 'dedicated', operator: 'Equal' as const, value: 'ml' },
      { key: 'nvidia.com/gpu', operator: 'Exists' as const },
    ];
    expect(closed({ tolerations }).map(([name]) => name)).toEqual(['kwok-7', 'kwok-9']);
    expect(closed({ spot: 'refuse' }).map(([name]) => name)).toEqual([
      'kwok-2',
      'kwok-3',
      'kwok-6',
      'kwok-7',
      'kwok-8',
      'kwok-9',
    ]);
  });

  it('are open only where they have the labels that the environment asks for', () => {
    const open = Object.values(
      inventory({ nodeSelector: { 'node.kubernetes.io/instance-type': 'm5.xlarge' } }),
    ).filter((node) => !node.closed?.length);
    expect(open.map(({ name }) => name)).toEqual(['kwok-0']);
  });

  it('have the image or not, however it is written', () => {
    const withImage = (image: string) =>
      Object.values(inventory({ image }))
        .filter((node) => node.image === 'there')
        .map(({ name }) => name);
    expect(withImage('localhost/node:20')).toEqual(['real-1']);
    expect(withImage('node:20')).toEqual([]);
    const hub = (image: string) =>
      readNodes([{ status: { images: [{ names: ['docker.io/library/node:latest'] }] } }], [], {
        ...wanted,
        image,
      })[0]?.image;
    expect([hub('node'), hub('node:latest'), hub('docker.io/library/node'), hub('team/node')]).toEqual([
      'there',
      'there',
      'there',
      'to-be-pulled',
    ]);
  });

  it('are scored: the fullest open node that fits wins, and every other says why not', () => {
    const scored = scoreNodes(Object.values(inventory()), {
      cpuMillis: 1000,
      memoryBytes: 512 * MI,
      spot: 'allow',
    });
    const unfit = scored.filter(({ fits }) => !fits).map(({ name, why }) => [name, why]);
    expect(scored[0]?.name).toBe('kwok-1');
    expect(unfit).toEqual([
      ['kwok-4', 'Cannot take it: 1000m CPU wanted, 100m free.'],
      ['kwok-6', 'Cannot take it: its taint dedicated=ml:NoExecute is not tolerated.'],
      ['kwok-7', 'Cannot take it: it is cordoned.'],
      ['kwok-8', 'Cannot take it: its taint nvidia.com/gpu=present:NoSchedule is not tolerated.'],
      ['kwok-9', 'Cannot take it: it is not ready.'],
    ]);
    const onDemand = scoreNodes(Object.values(inventory({ spot: 'refuse' })), {
      cpuMillis: 1000,
      memoryBytes: 512 * MI,
      spot: 'refuse',
    });
    expect(onDemand.filter(({ fits }) => fits).map(({ name }) => name)).toEqual(['real-1', 'kwok-5']);
  });

  it('could never hold the pod that was recorded as unschedulable', () => {
    const pod = readRecording('unschedulable').find(({ kind }) => kind === 'Pod')?.object as ScheduledPod;
    const { cpuMillis, memoryBytes } = podRequests(pod);
    expect(cpuMillis).toBeGreaterThanOrEqual(1_000_000);
    expect(couldEverFit(Object.values(inventory()), { cpuMillis, memoryBytes })).toBe(false);
    expect(groupsThatFit(Object.values(inventory()), { cpuMillis: 1000, memoryBytes })).toBe(15);
  });
});

describe('what a pod asks for', () => {
  const container = (cpu: string, restartPolicy?: string) => ({
    name: 'c',
    resources: { requests: { cpu } },
    ...(restartPolicy ? { restartPolicy } : {}),
  });
  const cpuOf = (spec: ScheduledPod['spec']) => podRequests({ spec: spec ?? {} }).cpuMillis;

  it('counts an init container with the sidecars before it, and not with those after it', () => {
    const sidecar = container('300m', 'Always');
    expect(cpuOf({ initContainers: [container('1'), sidecar], containers: [container('200m')] })).toBe(1000);
    expect(cpuOf({ initContainers: [sidecar, container('1')], containers: [container('200m')] })).toBe(1300);
    expect(cpuOf({ initContainers: [sidecar], containers: [container('200m'), container('1.5')] })).toBe(
      2000,
    );
  });

  it('adds the overhead of its runtime, to what is asked for the whole pod too', () => {
    const overhead = { cpu: '250m' };
    expect(cpuOf({ containers: [container('1')], overhead })).toBe(1250);
    expect(cpuOf({ containers: [container('1')], resources: { limits: { cpu: '3' } }, overhead })).toBe(3250);
  });
});

describe('quantities', () => {
  it.each([
    ['4', 4],
    ['500m', 0.5],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['128974848000m', 128_974_848],
    ['129e6', 129_000_000],
    ['1E', 1e18],
    ['1E3', 1000],
    ['100n', 100 * 1e-9],
    ['2Ei', 2 ** 61],
  ])('%s is %d', (text, value) => {
    expect(parseQuantity(text)).toBe(value);
  });

  it('never promise more than there is, nor ask for less', () => {
    expect([millisAsked('0.0005'), millisThere('0.0015'), millisAsked('nothing')]).toEqual([1, 1, 0]);
    fc.assert(
      fc.property(fc.nat(10_000_000), (micros) => {
        expect(millisAsked(`${micros}u`) * 1000).toBeGreaterThanOrEqual(micros);
        expect(millisThere(`${micros}u`) * 1000).toBeLessThanOrEqual(micros);
      }),
    );
  });
});

it('a pod on a node that is lost is let go after twenty seconds, whatever the environment tolerates', () => {
  const tolerations = tolerationsOf({ spot: 'refuse', tolerations: [{ operator: 'Exists' }] });
  const lost = tolerations.filter(({ key }) => key?.startsWith('node.kubernetes.io/'));
  expect(lost.map(({ key, tolerationSeconds }) => [key, tolerationSeconds])).toEqual([
    ['node.kubernetes.io/not-ready', 20],
    ['node.kubernetes.io/unreachable', 20],
  ]);
});
