/** Fails, with the difference, when the generated types are not those of the migrated database. */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { GENERATED_FILE, generateDatabaseTypes } from './database-types.ts';

const [wanted, found] = await Promise.all([generateDatabaseTypes(), readFile(GENERATED_FILE, 'utf8')]);
if (wanted === found) {
  process.stdout.write('The generated database types fit the migrations.\n');
} else {
  spawnSync(
    'diff',
    ['-u', '--label', 'generated/database.ts', '--label', 'the migrated database', GENERATED_FILE, '-'],
    {
      input: wanted,
      stdio: ['pipe', 'inherit', 'inherit'],
    },
  );
  process.stderr.write(
    'The generated database types do not fit the migrations. Run `node packages/server/scripts/generate-database-types.ts`.\n',
  );
  process.exitCode = 1;
}
