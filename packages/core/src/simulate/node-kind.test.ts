import { describe, expect, it } from 'vitest';
import { chooseKind, groupsOnEmpty, type NodeKind, roomFor } from './node-kind.ts';
import { createNodePool } from './node-pool.ts';

const GIB = 2 ** 30;
const kind = (name: string, cpuMillis: number, change: Partial<NodeKind> = {}): NodeKind => ({
  ...{ name, cpuMillis, memoryBytes: 16 * GIB, lifetime: 'on-demand', pricePerHour: 1 },
  ...{ least: 0, most: 2, startMs: 0 },
  ...change,
});
const request = { cpuMillis: 1000, memoryBytes: GIB };
const [small, medium, large] = [kind('small', 500), kind('medium', 4000), kind('large', 16_000)];

describe('the kind of node that is added', () => {
  const chosen = (expander: 'priority' | 'least-waste', waiting: number) =>
    chooseKind([small, large, medium], { request, waiting, expander })?.name;

  it('is the first of the list that can take a group', () => {
    expect(chosen('priority', 1)).toBe('large');
    expect(chooseKind([small], { request, waiting: 1, expander: 'priority' })).toBeNull();
  });

  it('is the one that what waits fills best', () => {
    expect(chosen('least-waste', 4)).toBe('medium');
    expect(chosen('least-waste', 16)).toBe('large');
    const lean = kind('lean', 4000, { memoryBytes: 4 * GIB });
    const order = { request, waiting: 4, expander: 'least-waste' } as const;
    expect(chooseKind([medium, lean], order)?.name).toBe('lean');
  });

  it('holds as many groups as CPU, memory and pods allow', () => {
    expect(groupsOnEmpty(medium, request)).toBe(4);
    expect(groupsOnEmpty(kind('tight', 8000, { memoryBytes: 3 * GIB }), request)).toBe(3);
    expect(groupsOnEmpty(kind('few', 8000, { mostPods: 2 }), request)).toBe(2);
    expect(roomFor([small, medium, large], request)).toBe(2 * 4 + 2 * 16);
  });
});

describe('a pool', () => {
  it('goes on with the next kind when there are as many of the first as there may be', () => {
    const pool = createNodePool({ kinds: [medium, large], request, expander: 'priority' });
    expect(pool.order(20, 0).map(({ kind: { name } }) => name)).toEqual(['medium', 'medium', 'large']);
    // What is on its way is counted on.
    expect(pool.order(24, 0)).toEqual([]);
    expect(pool.order(25, 0).map(({ kind: { name } }) => name)).toEqual(['large']);
    expect(pool.order(1000, 0)).toEqual([]);
  });

  it('orders again what must always be there', () => {
    const pool = createNodePool({ kinds: [kind('spot', 4000, { least: 2 })], request, expander: 'priority' });
    const [first] = pool.nodes();
    if (first) pool.end(first, 0);
    expect(pool.order(0, 0)).toHaveLength(1);
    expect(pool.order(0, 0)).toEqual([]);
  });
});
