import { describe, expect, it } from 'vitest';
import { createPacer, type PaceLimits, type Urgency } from './pacer.ts';

/** Time that stands still until it is moved, and work that ends when it is told to. */
function stage(limits: PaceLimits) {
  let now = 0;
  let timers: { at: number; work: () => void }[] = [];
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const pacer = createPacer(limits, {
    now: () => now,
    after: (ms, work) => timers.push({ at: now + ms, work }),
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    pacer,
    begun,
    ask: (name: string, urgency: Urgency = 'begin') =>
      pacer.run(urgency, () => {
        begun.push(name);
        return new Promise<void>((resolve) => ends.set(name, resolve));
      }),
    end: async (name: string) => {
      ends.get(name)?.();
      await settle();
    },
    moveBy: async (ms: number) => {
      now += ms;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { work } of due) work();
      await settle();
    },
    settle,
  };
}

describe('requests to an API server', () => {
  it('are so many at once, and the next begins when one has ended', async () => {
    const { ask, begun, end, settle } = stage({ perSecond: 1000, burst: 1000, atOnce: 2 });
    for (const name of ['a', 'b', 'c']) void ask(name);
    await settle();
    expect(begun).toEqual(['a', 'b']);
    await end('a');
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('are so many in a second, after the first few', async () => {
    const { ask, begun, moveBy, settle } = stage({ perSecond: 2, burst: 3, atOnce: 100 });
    for (const name of 'abcdefg') void ask(name);
    await settle();
    expect(begun).toEqual(['a', 'b', 'c']);
    await moveBy(500);
    expect(begun.at(-1)).toBe('d');
    await moveBy(499);
    expect(begun.at(-1)).toBe('d');
    await moveBy(1);
    expect(begun.at(-1)).toBe('e');
  });

  it('that end something go first, those that begin something last', async () => {
    const { ask, begun, end, settle } = stage({ perSecond: 1000, burst: 1000, atOnce: 1 });
    void ask('first');
    for (const urgency of ['begin', 'look', 'finish', 'end'] as const) void ask(urgency, urgency);
    await settle();
    for (const name of ['first', 'end', 'finish', 'look']) await end(name);
    expect(begun).toEqual(['first', 'end', 'finish', 'look', 'begin']);
  });

  it('wait as long as it says that it is too busy', async () => {
    const { pacer, ask, begun, moveBy, settle } = stage({ perSecond: 1000, burst: 1000, atOnce: 5 });
    pacer.pause(2);
    void ask('a', 'end');
    await settle();
    expect(begun).toEqual([]);
    await moveBy(1999);
    expect(begun).toEqual([]);
    await moveBy(1);
    expect(begun).toEqual(['a']);
  });

  it('that fail make room as well', async () => {
    const { pacer, ask, begun, settle } = stage({ perSecond: 1000, burst: 1000, atOnce: 1 });
    await expect(
      pacer.run('begin', () => Promise.reject(new Error('it could not be reached'))),
    ).rejects.toThrow('reached');
    void ask('next');
    await settle();
    expect(begun).toEqual(['next']);
  });
});
