/**
 * Databases for tests: each test file clones a migrated template, so that files run side by side and none
 * sees what another left.
 *
 * The server is an embedded PostgreSQL of this test run, or the one GAUNTLET_TEST_DATABASE_URL names (15
 * or later, by a user who may create databases). postgres-global-setup.ts starts and ends it.
 */
import { inject } from 'vitest';
import { createDatabaseFrom, type TestDatabase } from './test-server.ts';

export type { TestDatabase } from './test-server.ts';

/** What every test file is told of the server of this run. */
export type TestServer = { adminUrl: string; template: string };

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/** A migrated database of one's own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { adminUrl, template } = inject('testServer');
  return createDatabaseFrom(adminUrl, template);
}

/** A database of one's own without a single table. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return createDatabaseFrom(inject('testServer').adminUrl, 'template0');
}
