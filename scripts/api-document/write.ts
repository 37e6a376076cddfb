/** Writes the API document and the client's types anew; run it after a route or a schema has changed. */
import { writeFileSync } from 'node:fs';
import { DOCUMENT_FILE, makeDocument, makeTypes, TYPES_FILE } from './document.ts';

const document = await makeDocument();
writeFileSync(DOCUMENT_FILE, document);
writeFileSync(TYPES_FILE, await makeTypes(document));
process.stdout.write(`Wrote ${DOCUMENT_FILE} and ${TYPES_FILE}\n`);
