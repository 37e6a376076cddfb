/** Fails when the committed API document, or the client's types of it, are not those of the routes. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { ROOT } from '../setup.mjs';
import { DOCUMENT_FILE, makeDocument, makeTypes, TYPES_FILE, WRITE_COMMAND } from './document.ts';

const document = await makeDocument();
const wanted = [
  { file: DOCUMENT_FILE, text: document },
  { file: TYPES_FILE, text: await makeTypes(document) },
];

function firstDifference(wanted: string, found: string): string {
  const [left, right] = [wanted.split('\n'), found.split('\n')];
  const at = left.findIndex((line, index) => line !== right[index]);
  const line = at < 0 ? left.length : at;
  return `line ${line + 1}: the routes give "${left[line]?.trim() ?? ''}", the file has "${right[line]?.trim() ?? ''}"`;
}

const stale = wanted.flatMap(({ file, text }) => {
  const found = readFileSync(file, 'utf8');
  return found === text ? [] : [`${relative(ROOT, file)}, ${firstDifference(text, found)}`];
});
for (const each of stale) process.stderr.write(`Not what the routes give: ${each}\n`);
if (stale.length > 0) {
  process.stderr.write(`Run \`${WRITE_COMMAND}\` and commit what it wrote.\n`);
  process.exitCode = 1;
} else {
  process.stdout.write("The API document and the client's types are what the routes give.\n");
}
