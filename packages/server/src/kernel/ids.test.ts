import { describe, expect, it } from 'vitest';
import { createIds } from './ids.ts';

const at = (milliseconds: number) => ({ now: () => new Date(milliseconds) });
const timeOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
const many = (ids: ReturnType<typeof createIds>, count: number) =>
  Array.from({ length: count }, () => ids.next<string>());

describe('ids', () => {
  it('are UUIDs of version 7 that begin with the time', () => {
    const [id = ''] = many(createIds(at(1_790_000_000_123)), 1);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(timeOf(id)).toBe(1_790_000_000_123);
  });

  it('are all different and in the order in which they were made, however many in one millisecond', () => {
    const made = many(createIds(at(1_790_000_000_000)), 20_000);
    expect(new Set(made).size).toBe(20_000);
    expect(made.toSorted()).toEqual(made);
  });

  it('of two servers in the same millisecond are different', () => {
    const clock = at(1_790_000_000_000);
    const made = [...many(createIds(clock), 5000), ...many(createIds(clock), 5000)];
    expect(new Set(made).size).toBe(10_000);
  });

  it('keep their order over a clock that is set back a little, and believe one that is set back far', () => {
    let now = 1_790_000_000_000;
    const ids = createIds({ now: () => new Date(now) });
    const [first = ''] = many(ids, 1);
    now -= 20;
    const [second = ''] = many(ids, 1);
    expect(second > first).toBe(true);
    now -= 86_400_000;
    expect(timeOf(many(ids, 1)[0] ?? '')).toBe(now);
  });
});
