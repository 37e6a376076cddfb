/** Fails when the API document breaks the last released one in a way that is not declared. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { ROOT } from '../setup.mjs';
import { type ApiDocument, compareDocuments } from './compare-documents.ts';
import { type Declared, entriesFor, judgeChanges } from './declared-changes.ts';
import { DECLARED_FILE, DOCUMENT_FILE, RELEASED_FILE } from './document.ts';

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

const document = read(DOCUMENT_FILE) as ApiDocument & { info: { version: string } };
const declared = read(DECLARED_FILE) as Declared[];
const found = compareDocuments(read(RELEASED_FILE) as ApiDocument, document);
const wrong = judgeChanges(found, declared);
const missing = entriesFor(found, declared, document.info.version);

for (const line of wrong) process.stderr.write(`${line}\n`);
if (missing.length > 0) {
  process.stderr.write(
    `Keep what clients rely on; or, when it is meant, add these to ${relative(ROOT, DECLARED_FILE)}, each with its reason:\n${JSON.stringify(missing, null, 2)}\n`,
  );
}
if (wrong.length > 0) process.exitCode = 1;
else process.stdout.write(`${found.length} breaking changes since the last release, all declared.\n`);
