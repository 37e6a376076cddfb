import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeGroups, reserveRoom } from './place-groups.ts';
import {
  type Closed,
  couldEverFit,
  groupsThatCouldFit,
  groupsThatFit,
  type NodeResources,
  type ResourceRequest,
  scoreNodes,
} from './score-nodes.ts';

const node = (part: Partial<NodeResources> = {}): NodeResources => ({
  name: 'local',
  allocatableCpuMillis: 4000,
  allocatableMemoryBytes: 8e9,
  requestedCpuMillis: 0,
  requestedMemoryBytes: 0,
  lifetime: 'on-demand',
  ...part,
});
const request = { cpuMillis: 1000, memoryBytes: 1e9 };
const cordoned: Closed = { kind: 'cordoned', message: 'it is cordoned' };
const tainted: Closed = { kind: 'taint', message: 'taint nvidia.com/gpu=present:NoSchedule' };
const names = (nodes: NodeResources[], asked: ResourceRequest = request) =>
  scoreNodes(nodes, asked).map((scored) => scored.name);

const anyNode = fc.record({
  allocatableCpuMillis: fc.nat(8000),
  allocatableMemoryBytes: fc.nat(64_000),
  requestedCpuMillis: fc.nat(9000),
  requestedMemoryBytes: fc.nat(70_000),
  allocatableDiskBytes: fc.option(fc.nat(50_000), { nil: undefined }),
  requestedDiskBytes: fc.option(fc.nat(55_000), { nil: undefined }),
  lifetime: fc.constantFrom('on-demand', 'spot'),
  closed: fc.option(fc.subarray([cordoned, tainted]), { nil: undefined }),
  freeSlots: fc.option(fc.integer({ min: -1, max: 5 }), { nil: undefined }),
  image: fc.constantFrom('there', 'to-be-pulled', undefined),
});
const anyNodes = fc
  .array(anyNode, { maxLength: 12 })
  .map((nodes) => nodes.map((one, index) => ({ ...one, name: `n${index}` }) as NodeResources));
const anyRequest = fc.record({
  cpuMillis: fc.integer({ min: 1, max: 4000 }),
  memoryBytes: fc.integer({ min: 1, max: 32_000 }),
  diskBytes: fc.integer({ min: 0, max: 25_000 }),
  spot: fc.constantFrom('prefer' as const, 'allow' as const, 'refuse' as const),
});

const diskWith = (one: NodeResources, asked: ResourceRequest, groups: number) =>
  (one.requestedDiskBytes ?? 0) + groups * (asked.diskBytes ?? 0);

/** Written down a second time, and otherwise: what may run where. */
const mayRun = (one: NodeResources, asked: ResourceRequest) =>
  one.requestedCpuMillis + asked.cpuMillis <= one.allocatableCpuMillis &&
  one.requestedMemoryBytes + asked.memoryBytes <= one.allocatableMemoryBytes &&
  (asked.diskBytes === 0 || diskWith(one, asked, 1) <= (one.allocatableDiskBytes ?? Number.MAX_VALUE)) &&
  !one.closed?.length &&
  (one.freeSlots === undefined || one.freeSlots >= 1) &&
  !(asked.spot === 'refuse' && one.lifetime === 'spot');

describe('scoreNodes', () => {
  it('says of every node that fits, and of no other, that it fits, and puts those first', () => {
    fc.assert(
      fc.property(anyNodes, anyRequest, (nodes, asked) => {
        const scored = scoreNodes(nodes, asked);
        expect(scored.length).toBe(nodes.length);
        for (const { name, fits, score } of scored) {
          const owner = nodes.find((one) => one.name === name) as NodeResources;
          expect(fits).toBe(mayRun(owner, asked));
          expect(score > 0).toBe(fits);
          expect(score).toBeLessThanOrEqual(100);
        }
        const firstUnfit = scored.findIndex(({ fits }) => !fits);
        if (firstUnfit >= 0) expect(scored.slice(firstUnfit).some(({ fits }) => fits)).toBe(false);
      }),
    );
  });

  it('comes to the same in whatever order the nodes are given', () => {
    const shuffled = anyNodes.chain((nodes) =>
      fc.tuple(
        fc.constant(nodes),
        fc.shuffledSubarray(nodes, { minLength: nodes.length, maxLength: nodes.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, anyRequest, fc.nat(20), ([nodes, other], asked, count) => {
        expect(scoreNodes(other, asked)).toEqual(scoreNodes(nodes, asked));
        expect(placeGroups(other, asked, count)).toEqual(placeGroups(nodes, asked, count));
        expect(groupsThatFit(other, asked)).toBe(groupsThatFit(nodes, asked));
      }),
    );
  });

  it('prefers the fuller of two nodes that fit, then spot, then the image, then the name', () => {
    expect(names([node({ name: 'a' }), node({ name: 'b', requestedCpuMillis: 2000 })])).toEqual(['b', 'a']);
    expect(names([node({ name: 'a' }), node({ name: 'b', lifetime: 'spot' })])).toEqual(['b', 'a']);
    expect(names([node({ name: 'a' }), node({ name: 'b', image: 'there' })])).toEqual(['b', 'a']);
    expect(names([node({ name: 'b' }), node({ name: 'a' })])).toEqual(['a', 'b']);
  });

  it('treats spot as the request says', () => {
    const nodes = [node({ name: 'a', lifetime: 'on-demand' }), node({ name: 'b', lifetime: 'spot' })];
    expect(names(nodes, { ...request, spot: 'prefer' })).toEqual(['b', 'a']);
    expect(names(nodes, { ...request, spot: 'allow' })).toEqual(['a', 'b']);
    expect(scoreNodes(nodes, { ...request, spot: 'refuse' })).toMatchObject([
      { name: 'a', fits: true },
      { name: 'b', fits: false, why: 'Cannot take it: it may be taken away (spot), which is refused.' },
    ]);
  });

  it('says in a sentence why', () => {
    const [best, worst] = scoreNodes(
      [
        node({ name: 'a', lifetime: 'spot', image: 'there', requestedCpuMillis: 1000 }),
        node({ name: 'b', requestedCpuMillis: 3500, closed: [cordoned], freeSlots: 0 }),
      ],
      { cpuMillis: 1000, memoryBytes: 2e9 },
    );
    expect(best?.why).toBe(
      'With it 50 % of the CPU and 25 % of the memory are in use; it is spot, which is preferred; the image is there already.',
    );
    expect(worst?.why).toBe(
      'Cannot take it: it is cordoned; 1000m CPU wanted, 500m free; it has as many pods as it may.',
    );
  });
});

describe('the disk of a node', () => {
  const GIB = 2 ** 30;
  const small = node({ allocatableDiskBytes: 3 * GIB, requestedDiskBytes: GIB });
  const asked = { ...request, diskBytes: 1.5 * GIB };

  it('is room as CPU and memory are, and what lacks it says so', () => {
    expect(groupsThatFit([small], asked)).toBe(1);
    expect(placeGroups([small], asked, 3).groups).toEqual(['local', undefined, undefined]);
    expect(scoreNodes([{ ...small, requestedDiskBytes: 2 * GIB }], asked)).toMatchObject([
      { fits: false, score: 0, why: 'Cannot take it: 1536 MiB of disk wanted, 1024 MiB free.' },
    ]);
  });

  it('is kept for who was promised it', () => {
    const nodes = reserveRoom([small], [{ request: { ...asked, diskBytes: GIB }, count: 1 }]);
    expect(groupsThatFit(nodes, asked)).toBe(0);
    expect(groupsThatFit(nodes, { ...asked, diskBytes: GIB })).toBe(1);
  });

  it('counts whole for what could ever fit', () => {
    const full = { ...small, requestedDiskBytes: 3 * GIB };
    expect(couldEverFit([full], asked)).toBe(true);
    expect(couldEverFit([full], { ...asked, diskBytes: 4 * GIB })).toBe(false);
    expect(groupsThatCouldFit([full], asked)).toBe(2);
  });

  it('of which nothing is said takes what fits otherwise, as does one that is full who asks for none', () => {
    expect(groupsThatFit([node()], asked)).toBe(4);
    expect(groupsThatFit([{ ...small, requestedDiskBytes: 4 * GIB }], request)).toBe(4);
  });
});

describe('placing groups', () => {
  it('never overcommits a node, nor picks one that cannot run them, and leaves none out that has room', () => {
    fc.assert(
      fc.property(anyNodes, anyRequest, fc.nat(40), (nodes, asked, count) => {
        const { groups } = placeGroups(nodes, asked, count);
        expect(groups.length).toBe(count);
        for (const one of nodes) {
          const here = groups.filter((name) => name === one.name).length;
          if (here === 0) continue;
          expect(mayRun(one, asked)).toBe(true);
          expect(one.requestedCpuMillis + here * asked.cpuMillis).toBeLessThanOrEqual(
            one.allocatableCpuMillis,
          );
          expect(one.requestedMemoryBytes + here * asked.memoryBytes).toBeLessThanOrEqual(
            one.allocatableMemoryBytes,
          );
          if (asked.diskBytes > 0 && one.allocatableDiskBytes !== undefined)
            expect(diskWith(one, asked, here)).toBeLessThanOrEqual(one.allocatableDiskBytes);
          expect(here).toBeLessThanOrEqual(one.freeSlots ?? here);
        }
        const placed = groups.filter((name) => name !== undefined).length;
        expect(placed).toBe(Math.min(count, groupsThatFit(nodes, asked)));
      }),
    );
  });

  it('fills one node before the next', () => {
    const nodes = [node({ name: 'a' }), node({ name: 'b', requestedCpuMillis: 2000 })];
    expect(placeGroups(nodes, request, 7).groups).toEqual(['b', 'b', 'a', 'a', 'a', 'a', undefined]);
  });

  it('counts how many groups fit at once by the scarcer resource', () => {
    expect(groupsThatFit([node(), node({ name: 'small', allocatableMemoryBytes: 1.5e9 })], request)).toBe(5);
    expect(groupsThatFit([node({ requestedCpuMillis: 9000 })], request)).toBe(0);
    expect(groupsThatFit([node({ freeSlots: 2 }), node({ closed: [tainted] })], request)).toBe(2);
  });

  it('knows what no node could ever hold from what has to wait', () => {
    const full = node({ requestedCpuMillis: 4000, freeSlots: 0 });
    expect(couldEverFit([full], request)).toBe(true);
    expect(couldEverFit([node({ closed: [cordoned] })], request)).toBe(true);
    expect(couldEverFit([node({ closed: [tainted] })], request)).toBe(false);
    expect(couldEverFit([full], { ...request, cpuMillis: 4001 })).toBe(false);
    expect(couldEverFit([node({ lifetime: 'spot' })], { ...request, spot: 'refuse' })).toBe(false);
    expect(couldEverFit([], request)).toBe(false);
  });
});
