/** Run when a version is released: from then on its document is the one that must not be broken. */
import { copyFileSync, writeFileSync } from 'node:fs';
import { DECLARED_FILE, DOCUMENT_FILE, RELEASED_FILE } from './document.ts';

copyFileSync(DOCUMENT_FILE, RELEASED_FILE);
writeFileSync(DECLARED_FILE, '[]\n');
process.stdout.write(`Wrote ${RELEASED_FILE} and emptied ${DECLARED_FILE}\n`);
