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
import { createPostgresArtifactIndex } from './artifact-index.ts';
import { createDatabase, type Database } from './database.ts';
import { beginChore, holdChore, installationId } from './housekeeping.ts';
import { createPostgresUploadIndex } from './upload-index.ts';

let test: TestDatabase;
let database: Database;
let team: StoredTeam;
beforeAll(async () => {
  test = await createTestDatabase();
  database = createDatabase(test.pool);
  team = await storeTeam(test.pool, 'team');
});
afterAll(() => test.drop());

it('a chore is begun by one of many servers, and again when its time has come', async () => {
  const now = new Date('2026-01-01T00:00:00Z');
  const begin = (at: Date) =>
    Promise.all(Array.from({ length: 5 }, () => beginChore(database, 'sweep', at, 60)));
  expect((await begin(now)).filter(Boolean)).toHaveLength(1);
  expect((await begin(new Date(now.getTime() + 59_000))).filter(Boolean)).toHaveLength(0);
  expect((await begin(new Date(now.getTime() + 60_000))).filter(Boolean)).toHaveLength(1);
});

it('a chore that is held is begun by nobody until its time from then on is over', async () => {
  const now = new Date('2026-01-01T00:00:00Z');
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  expect(await beginChore(database, 'long', now, 60)).toBe(true);
  await holdChore(database, 'long', later(50));
  expect(await beginChore(database, 'long', later(109), 60)).toBe(false);
  expect(await beginChore(database, 'long', later(110), 60)).toBe(true);
});

it('a database keeps its name', async () => {
  const name = await installationId(database);
  expect(name).toMatch(/^[0-9a-f-]{36}$/);
  expect(await installationId(database)).toBe(name);
});

it('the index knows the keys of artifacts that are not deleted, and pages through those stored', async () => {
  const definitionId = await storeDefinition(test.pool, team, 'suite');
  const executionId = await storeExecution(test.pool, team, { definitionId });
  const old = { created_at: new Date('2026-01-01T00:00:00Z') };
  for (const [type, columns] of [
    ['log', old],
    ['trace', old],
    ['junit', { ...old, state: 'deleted' }],
    ['video', { created_at: new Date('2026-03-01T00:00:00Z') }],
  ] as const)
    await storeArtifactRow(test.pool, executionId, type, {
      ...columns,
      s3_path: `executions/${executionId}/${type}`,
    });
  const index = createPostgresArtifactIndex(database);
  const keyOf = (type: string) => `executions/${executionId}/${type}`;
  const asked = ['log', 'junit', 'video', 'unknown'].map(keyOf);
  expect(await index.knownKeys([...asked, 'executions/no-id/log'])).toEqual(
    new Set([keyOf('log'), keyOf('video')]),
  );
  expect(await index.knownKeys([])).toEqual(new Set());
  const createdBefore = new Date('2026-02-01T00:00:00Z');
  const first = await index.listStored({ after: null, createdBefore, limit: 1 });
  const second = await index.listStored({ after: first[0]?.artifactId ?? null, createdBefore, limit: 5 });
  expect([...first, ...second].map(({ storageKey }) => storageKey).sort()).toEqual(
    [keyOf('log'), keyOf('trace')].sort(),
  );
  await index.markMissing(first.map(({ artifactId }) => artifactId));
  expect(await index.listStored({ after: null, createdBefore, limit: 5 })).toEqual(second);
});

it('the uploads know their keys', async () => {
  const uploadId = '01900000-0000-7000-8000-00000000f001';
  await insert(test.pool, 'uploads', {
    upload_id: uploadId,
    team_id: team.teamId,
    sha256: '00',
    size_bytes: 1,
    storage_key: `uploads/${uploadId}`,
  });
  const uploads = createPostgresUploadIndex(database);
  const asked = [`uploads/${uploadId}`, uploadId.replace(/1$/, '2'), 'uploads/x'];
  expect(await uploads.knownKeys(asked)).toEqual(new Set([`uploads/${uploadId}`]));
});
