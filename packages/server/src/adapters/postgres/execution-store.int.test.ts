import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  insert,
  type StoredTeam,
  storeArtifactRow,
  storeDefinition,
  storeExecution,
  storeTeam,
} from '../../testing/stored-rows.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/template-database.ts';
import { createDatabase } from './database.ts';
import { createPostgresExecutionStore } from './execution-store.ts';

let test: TestDatabase;
let team: StoredTeam;
beforeAll(async () => {
  test = await createTestDatabase();
  team = await storeTeam(test.pool, 'team');
});
afterAll(() => test.drop());

const TERM = new Date('2026-01-01T00:00:00Z');
const before = new Date('2025-12-01T00:00:00Z');
const after = new Date('2026-02-01T00:00:00Z');

async function archived(archivedAt: Date): Promise<string> {
  const definitionId = await storeDefinition(test.pool, team, `suite ${Math.random()}`);
  const columns = { status: 'archived', archived_at: archivedAt };
  const executionId = await storeExecution(test.pool, team, { definitionId, columns });
  const stream = { stream_id: `execution-${executionId}`, aggregate_type: 'execution' };
  // Written long after the execution ended: its age says nothing of the execution's.
  await insert(test.pool, 'event_streams', { ...stream, aggregate_id: executionId, updated_at: new Date() });
  await insert(test.pool, 'events', {
    event_id: executionId,
    stream_id: stream.stream_id,
    event_number: 1,
    event_type: 'status-changed',
    event_data: '{}',
  });
  return executionId;
}

const idsIn = async (table: string, column: string) =>
  (await test.pool.query(`select ${column} as id from ${table}`)).rows.map(({ id }) =>
    String(id).replace('execution-', ''),
  );

it('an execution past its term goes with its events and their stream; one with an artifact stays', async () => {
  const [old, kept, young] = [await archived(before), await archived(before), await archived(after)];
  await storeArtifactRow(test.pool, kept as never, 'log');
  const store = createPostgresExecutionStore(createDatabase(test.pool));
  expect(await store.deleteArchivedBefore(TERM, 10)).toBe(1);
  for (const ids of [
    await idsIn('test_executions', 'execution_id'),
    await idsIn('events', 'stream_id'),
    await idsIn('event_streams', 'stream_id'),
  ]) {
    expect(ids).not.toContain(old);
    expect(ids).toEqual(expect.arrayContaining([kept, young]));
  }
  expect(await store.deleteArchivedBefore(TERM, 10)).toBe(0);
});

it('what is past its term is found by an index and not by looking at every execution', async () => {
  const client = await test.pool.connect();
  try {
    await client.query('set enable_seqscan = off');
    const { rows } = await client.query(
      `explain select execution_id from test_executions where archived_at < now() order by archived_at limit 200`,
    );
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('test_executions_archived');
  } finally {
    client.release(true);
  }
});
