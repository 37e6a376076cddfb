import { afterAll, beforeAll, expect, it } from 'vitest';
import { createIds } from '../../kernel/ids.ts';
import type { Wake } from '../../kernel/wake.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { silentLog } from '../../testing/silent-log.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/template-database.ts';
import { createDatabase, createInTransaction } from './database.ts';
import { createPostgresEventStore } from './event-store.ts';
import { createPostgresWakeListener, type ListeningWakes } from './wake-listener.ts';

let test: TestDatabase;
let wakes: ListeningWakes;
beforeAll(async () => {
  test = await createTestDatabase();
  wakes = createPostgresWakeListener(test.url, silentLog);
  await wakes.start();
});
afterAll(async () => {
  await wakes.stop();
  await test.drop();
});

it('an append wakes for an execution by its id, and for any other stream by the name of that', async () => {
  const database = createDatabase(test.pool);
  const events = createPostgresEventStore(database, createIds(createFakeClock()));
  const heard: Wake[] = [];
  wakes.on('events', (wake) => heard.push(wake));
  await createInTransaction(database)(async (tx) => {
    await events.append(tx, { aggregateType: 'execution', aggregateId: 'e1' }, [{ type: 'a', data: {} }]);
    await events.append(tx, { aggregateType: 'audit', aggregateId: 't1' }, [{ type: 'acted', data: {} }]);
  });
  await expect
    .poll(() => heard)
    .toEqual([
      { topic: 'events', executionId: 'e1' },
      { topic: 'events', streamId: 'audit-t1' },
    ]);
});
