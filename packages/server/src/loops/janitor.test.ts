import { Readable } from 'node:stream';
import { ok } from '@gauntlet/core/kernel';
import { expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { silentLog } from '../testing/silent-log.ts';
import { createSweep, type JanitorDeps, keepHouse } from './janitor.ts';

const DAY = 86_400;

/** So many of each that are due. */
function house(due: { executions?: number; artifacts?: number; uploads?: number; notifications?: number }) {
  const left = { executions: 0, artifacts: 0, uploads: 0, notifications: 0, ...due };
  const asked: Date[] = [];
  const clock = createFakeClock();
  const take = (kind: keyof typeof left, limit: number) => {
    const count = Math.min(limit, left[kind]);
    left[kind] -= count;
    return count;
  };
  const rows = <Row>(count: number, row: Row) => Array.from({ length: count }, () => row);
  const deps = {
    clock,
    log: silentLog,
    wakes: { on: () => () => undefined },
    resultsRetentionDays: 10,
    executions: {
      deleteArchivedBefore: async (moment: Date, limit: number) => {
        asked.push(moment);
        return take('executions', limit);
      },
    },
    causes: { forget: async () => 0 },
    artifacts: {
      listExpired: async (_now: Date, limit: number) =>
        rows(take('artifacts', limit), { artifactId: 'a', storageKey: 'executions/e/a' }),
      markDeleted: async () => undefined,
      removeExpiredOrders: async () => 0,
    },
    artifactStore: { delete: async () => undefined },
    uploads: {
      listExpired: async (_now: Date, limit: number) =>
        rows(take('uploads', limit), { uploadId: 'u', storageKey: 'uploads/u' }),
      remove: async () => undefined,
    },
    beginChore: async () => true,
    history: { forgetBefore: async () => undefined },
    ensurePartitions: async () => undefined,
    dropResultsBefore: async () => undefined,
    rotateSigningKeyWhenDue: async () => null,
    removeExpiredTokens: async () => undefined,
    removeOldNotifications: async (_now: Date, limit: number) => take('notifications', limit),
  } as unknown as JanitorDeps;
  return { deps, left, asked, clock };
}

it.each(['executions', 'artifacts', 'uploads', 'notifications'] as const)(
  'goes on at once as long as a whole batch of %s was due',
  async (kind) => {
    const { deps, left } = house({ [kind]: 450 });
    let rounds = 1;
    while ((await keepHouse(deps)) === 'more') rounds += 1;
    expect({ left: left[kind], rounds }).toEqual({ left: 0, rounds: 3 });
  },
);

it('removes executions that were archived longer ago than results are kept', async () => {
  const { deps, asked, clock } = house({});
  await keepHouse(deps);
  expect(asked).toEqual([new Date(clock.now().getTime() - 10 * DAY * 1000)]);
});

/** A store of so many files that no row knows, and the chores of one database. */
function storeOf(count: number) {
  const clock = createFakeClock();
  const begun = new Map<string, number>();
  const files = new Set(Array.from({ length: count }, (_, index) => `executions/e/${index}`));
  const seen = { deleted: 0, isAway: false };
  const deps = {
    clock,
    log: silentLog,
    installationId: async () => 'this database',
    artifacts: {
      knownKeys: async () => new Set(),
      listStored: async () => [],
      markMissing: async () => undefined,
    },
    uploads: { knownKeys: async () => new Set() },
    artifactStore: {
      get: async () => ok(Readable.from([Buffer.from('this database')])),
      removeLeftovers: async () => {
        if (seen.isAway) throw new Error('the store is away');
      },
      list: async function* () {
        for (const key of files) yield { key, storedAt: new Date(clock.now().getTime() - 2 * DAY * 1000) };
      },
      delete: async () => {
        seen.deleted += 1;
      },
    },
    beginChore: async (chore: string, now: Date, everySeconds: number) => {
      if (now.getTime() < (begun.get(chore) ?? 0) + everySeconds * 1000) return false;
      begun.set(chore, now.getTime());
      return true;
    },
    holdChore: async (chore: string, begunAt: Date) => void begun.set(chore, begunAt.getTime()),
  } as unknown as JanitorDeps;
  return { deps, seen, clock };
}

it('a sweep goes on batch by batch, and comes again a day after its end', async () => {
  const { deps, seen, clock } = storeOf(1200);
  const sweep = createSweep(deps);
  let steps = 1;
  for (; (await sweep.step()) === 'more'; steps += 1) clock.moveBy(1500);
  expect({ steps, deleted: seen.deleted }).toEqual({ steps: 3, deleted: 1200 });
  clock.moveBy(DAY - 1);
  await sweep.step();
  expect(seen.deleted).toBe(1200);
  clock.moveBy(1);
  await sweep.step();
  expect(seen.deleted).toBe(1700);
});

it('a sweep whose server was killed is begun again by another after half an hour, and by no second one beside it', async () => {
  const { deps, seen, clock } = storeOf(1200);
  await createSweep(deps).step();
  const other = createSweep(deps);
  expect(await other.step()).toBe('done');
  expect(seen.deleted).toBe(500);
  clock.moveBy(1800);
  expect(await other.step()).toBe('more');
  expect(seen.deleted).toBe(1000);
});

it('a sweep that the store broke off is begun again after half an hour', async () => {
  const { deps, seen, clock } = storeOf(3);
  const sweep = createSweep(deps);
  seen.isAway = true;
  await expect(sweep.step()).rejects.toThrow('the store is away');
  seen.isAway = false;
  expect(await sweep.step()).toBe('done');
  expect(seen.deleted).toBe(0);
  clock.moveBy(1800);
  await sweep.step();
  expect(seen.deleted).toBe(3);
});
