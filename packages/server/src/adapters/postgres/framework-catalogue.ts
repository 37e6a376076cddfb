/** Rows of test_frameworks; the shipped ones are written at every start. */
import type { Framework, FrameworkConfiguration } from '@gauntlet/contract';
import { type Selectable, sql } from 'kysely';
import type { FrameworkCatalogue } from '../../executions/index.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Database } from './database.ts';
import type { TestFrameworks } from './generated/database.ts';

export function createPostgresFrameworkCatalogue(database: Database): FrameworkCatalogue {
  return {
    list: async () =>
      (await database.selectFrom('test_frameworks').selectAll().orderBy('name').execute()).map(frameworkOf),
    find: async (name) => {
      const row = await database
        .selectFrom('test_frameworks')
        .selectAll()
        .where('name', '=', name)
        .executeTakeFirst();
      return row ? frameworkOf(row) : null;
    },
  };
}

export async function seedFrameworks(
  database: Database,
  ids: Ids,
  rows: readonly Framework[],
): Promise<void> {
  const values = rows.map((row) => ({
    framework_id: ids.next<string>(),
    name: row.name,
    version: row.version,
    configuration: JSON.stringify(row.configuration),
    supported_languages: JSON.stringify(row.supportedLanguages),
  }));
  await database
    .insertInto('test_frameworks')
    .values(values)
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({
        version: sql`excluded.version`,
        configuration: sql`excluded.configuration`,
        supported_languages: sql`excluded.supported_languages`,
      }),
    )
    .execute();
}

const frameworkOf = (row: Selectable<TestFrameworks>): Framework => ({
  name: row.name,
  version: row.version,
  supportedLanguages: row.supported_languages as string[],
  configuration: row.configuration as unknown as FrameworkConfiguration,
});
