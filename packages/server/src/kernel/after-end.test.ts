import { expect, it } from 'vitest';
import { tellEnds } from './after-end.ts';
import type { InTransaction, Tx } from './tx.ts';

const begin: InTransaction = (work) => work({} as Tx);

it('who asked is told of the commit, in turn, before the caller goes on', async () => {
  const { inTransaction, afterEnd } = tellEnds(begin);
  const told: string[] = [];
  const value = await inTransaction(async (tx) => {
    afterEnd(tx, async (end) => void told.push(`first ${end}`));
    afterEnd(tx, async (end) => void told.push(`second ${end}`));
    expect(told).toEqual([]);
    return 7;
  });
  expect([value, told]).toEqual([7, ['first committed', 'second committed']]);
});

it('a transaction that fails is not known to be committed, and its error goes on', async () => {
  const { inTransaction, afterEnd } = tellEnds(begin);
  const told: string[] = [];
  const failed = inTransaction(async (tx) => {
    afterEnd(tx, async (end) => void told.push(end));
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(told).toEqual(['not-known']);
});

it('two transactions at once tell their own ends', async () => {
  const { inTransaction, afterEnd } = tellEnds(begin);
  const told: string[] = [];
  const run = (name: string, fails: 'fails' | 'succeeds') =>
    inTransaction(async (tx) => {
      await Promise.resolve();
      afterEnd(tx, async (end) => void told.push(`${name} ${end}`));
      if (fails === 'fails') throw new Error(name);
    });
  await Promise.allSettled([run('a', 'succeeds'), run('b', 'fails')]);
  expect(told.toSorted()).toEqual(['a committed', 'b not-known']);
});
