import { randomUUID } from 'node:crypto';
import type { DefinitionId, ExecutionId } from '@gauntlet/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EventStore } from '../../../event-store/index.ts';
import type { EventReader } from '../../../executions/index.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { createIds } from '../../../kernel/ids.ts';
import type { InTransaction } from '../../../kernel/tx.ts';
import { type StoredTeam, storeDefinition, storeExecution, storeTeam } from '../../../testing/stored-rows.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/template-database.ts';
import { createDatabase, createInTransaction } from '../database.ts';
import { createPostgresEventStore } from '../event-store.ts';
import { createPostgresEventReader } from './event-reader.ts';

let database: TestDatabase;
let store: EventStore;
let inTransaction: InTransaction;
let reader: EventReader;
const teams: { team: StoredTeam; definitionId: DefinitionId }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const db = createDatabase(database.pool);
  store = createPostgresEventStore(db, createIds(systemClock));
  inTransaction = createInTransaction(db);
  reader = createPostgresEventReader(db);
  for (const name of ['ours', 'theirs']) {
    const team = await storeTeam(database.pool, name);
    teams.push({ team, definitionId: await storeDefinition(database.pool, team, 'suite') });
  }
});
afterAll(() => database.drop());

const ours = () => teams[0] as (typeof teams)[number];
const theirs = () => teams[1] as (typeof teams)[number];
const execution = ({ team, definitionId }: (typeof teams)[number]) =>
  storeExecution(database.pool, team, { definitionId });
const append = (executionId: string, ...types: string[]) =>
  inTransaction((tx) =>
    store.append(
      tx,
      { aggregateType: 'execution', aggregateId: executionId },
      types.map((type) => ({ type, data: { n: type } })),
    ),
  );

it('tells the events of one execution after a number, to its own team alone', async () => {
  const id = await execution(ours());
  expect(await reader.list(ours().team, id, 0, 10)).toEqual({ items: [], lastNumber: 0 });
  await append(id, 'status-changed', 'unit-started', 'unit-finished');
  const listed = await reader.list(ours().team, id, 1, 1);
  expect(listed).toMatchObject({
    lastNumber: 3,
    items: [{ executionId: id, number: 2, event: { type: 'unit-started', data: { n: 'unit-started' } } }],
  });
  expect(await reader.list(theirs().team, id, 0, 10)).toBeNull();
  expect(await reader.list(ours().team, randomUUID() as ExecutionId, 0, 10)).toBeNull();
});

it('tells the events of all executions of the team in one order, and passes by what no page would show', async () => {
  while ((await store.sequence(100)) > 0);
  const start = await reader.lastPosition();
  const [a, b, foreign] = [await execution(ours()), await execution(ours()), await execution(theirs())];
  await append(a, 'status-changed');
  await append(foreign, 'status-changed');
  await append(b, 'unit-returned', 'unit-finished');
  await inTransaction((tx) =>
    store.append(tx, { aggregateType: 'execution', aggregateId: 'not-an-id' }, [
      { type: 'status-changed', data: {} },
    ]),
  );
  await append(a, 'verdict-given');
  expect((await reader.listOfTeam(ours().team, start, 100)).items).toEqual([]); // not sequenced yet
  while ((await store.sequence(100)) > 0);
  const all = await reader.listOfTeam(ours().team, start, 100);
  expect(all.items.map((item) => [item.executionId, item.event.type])).toEqual([
    [a, 'status-changed'],
    [b, 'unit-finished'],
    [a, 'verdict-given'],
  ]);
  expect(all.lastPosition).toBe(await reader.lastPosition());
  const short = await reader.listOfTeam(ours().team, start, 2);
  expect(short.items).toHaveLength(1);
  const rest = await reader.listOfTeam(ours().team, short.lastPosition, 100);
  expect([...short.items, ...rest.items]).toEqual(all.items);
});
