import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsThatFit, type NodeResources, scoreNodes } from './score-nodes.ts';

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

describe('scoreNodes', () => {
  it('never says that a group fits where it does not', () => {
    const anyNode = fc.record({
      name: fc.string(),
      allocatableCpuMillis: fc.nat(8000),
      allocatableMemoryBytes: fc.nat(),
      requestedCpuMillis: fc.nat(8000),
      requestedMemoryBytes: fc.nat(),
      lifetime: fc.constantFrom('on-demand', 'spot'),
    });
    fc.assert(
      fc.property(fc.array(anyNode), fc.integer({ min: 1, max: 4000 }), (nodes, cpuMillis) => {
        for (const scored of scoreNodes(nodes as NodeResources[], { cpuMillis, memoryBytes: 1 })) {
          const owners = nodes.filter((one) => one.name === scored.name);
          const roomy = owners.some((one) => one.allocatableCpuMillis - one.requestedCpuMillis >= cpuMillis);
          if (scored.fits) expect(roomy).toBe(true);
        }
      }),
    );
  });

  it('prefers the fuller of two nodes that fit, then spot, then the name', () => {
    const names = (nodes: NodeResources[]) => scoreNodes(nodes, request).map((scored) => scored.name);
    expect(names([node({ name: 'a' }), node({ name: 'b', requestedCpuMillis: 2000 })])).toEqual(['b', 'a']);
    expect(names([node({ name: 'a' }), node({ name: 'b', lifetime: 'spot' })])).toEqual(['b', 'a']);
    expect(names([node({ name: 'b' }), node({ name: 'a' })])).toEqual(['a', 'b']);
  });

  it('counts how many groups fit at once by the scarcer resource', () => {
    expect(groupsThatFit([node(), node({ name: 'small', allocatableMemoryBytes: 1.5e9 })], request)).toBe(5);
    expect(groupsThatFit([node({ requestedCpuMillis: 9000 })], request)).toBe(0);
  });
});
