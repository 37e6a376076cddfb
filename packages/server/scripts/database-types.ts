/** Kysely's types of a migrated database, as TypeScript text. */
import { generate, PostgresDialect } from 'kysely-codegen';

export const GENERATED_FILE = new URL('../src/adapters/postgres/generated/database.ts', import.meta.url);

/** What the parsers of connect.ts give: int8 and numeric become numbers. */
const TYPE_MAPPING = { int8: 'number', numeric: 'number' };

export async function describeDatabase(url: string): Promise<string> {
  const dialect = new PostgresDialect({ numericParser: 'number' });
  const db = await dialect.introspector.connect({ connectionString: url, dialect });
  try {
    return await generate({
      db,
      dialect,
      excludePattern: 'public.schema_migrations',
      outFile: null,
      partitions: false,
      typeMapping: TYPE_MAPPING,
    });
  } finally {
    await db.destroy();
  }
}
