/** Writes the database's types anew; run it after a migration was added. */
import { writeFile } from 'node:fs/promises';
import { GENERATED_FILE, generateDatabaseTypes } from './database-types.ts';

await writeFile(GENERATED_FILE, await generateDatabaseTypes());
process.stdout.write(`Wrote ${GENERATED_FILE}\n`);
