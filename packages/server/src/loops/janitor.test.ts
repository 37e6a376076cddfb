import { expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { silentLog } from '../testing/silent-log.ts';
import { type JanitorDeps, keepHouse } from './janitor.ts';

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
