/** Kysely's types of the database that the migrations make, as TypeScript text. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate, PostgresDialect } from 'kysely-codegen';
import { connectToPostgres } from '../src/adapters/postgres/connect.ts';
import { createDatabase } from '../src/adapters/postgres/database.ts';
import { startEmbeddedPostgres } from '../src/adapters/postgres/embedded.ts';
import { migrate } from '../src/adapters/postgres/migrate.ts';
import type { Log } from '../src/kernel/log.ts';

export const GENERATED_FILE = join(import.meta.dirname, '../src/adapters/postgres/generated/database.ts');

/** What the parsers of connect.ts give: int8 and numeric become numbers. */
const TYPE_MAPPING = { int8: 'number', numeric: 'number' };

const nothing = () => undefined;
const log: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** In a PostgreSQL of its own, which is gone afterwards. */
export async function generateDatabaseTypes(): Promise<string> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'gauntlet-types-'));
  try {
    const started = unwrap(await startEmbeddedPostgres({ dataFolder, log, durability: 'unsafe' }));
    try {
      await migrateFresh(started.url);
      return await describeDatabase(started.url);
    } finally {
      await started.stop();
    }
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function migrateFresh(url: string): Promise<void> {
  const pool = unwrap(await connectToPostgres({ url, log }));
  try {
    unwrap(await migrate(pool));
  } finally {
    await pool.end();
  }
}

async function describeDatabase(url: string): Promise<string> {
  const dialect = new PostgresDialect({ numericParser: 'number' });
  // Our own pool: it bears the end of a connection that the stopping server closes.
  const db = createDatabase(unwrap(await connectToPostgres({ url, log })));
  try {
    const excludePattern = 'public.schema_migrations';
    return await generate({ db, dialect, excludePattern, outFile: null, typeMapping: TYPE_MAPPING });
  } finally {
    await db.destroy();
  }
}

function unwrap<Value>(
  result: { ok: true; value: Value } | { ok: false; error: { message: string; cause?: unknown } },
): Value {
  if (result.ok) return result.value;
  throw new Error(result.error.message, { cause: result.error.cause });
}
