/** The API document as the server's routes give it, without a database, and the client's types of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { createHttpServer } from '../../packages/server/src/http/server.ts';
import { fakeHttpDeps } from '../../packages/server/src/testing/fake-http-deps.ts';
import { ROOT } from '../setup.mjs';

const CLIENT = join(ROOT, 'packages', 'client');
export const DOCUMENT_FILE = join(CLIENT, 'openapi.json');
export const TYPES_FILE = join(CLIENT, 'src', 'generated', 'api.ts');
export const RELEASED_FILE = join(CLIENT, 'released-openapi.json');
export const DECLARED_FILE = join(CLIENT, 'breaking-changes.json');
export const WRITE_COMMAND = 'node scripts/api-document/write.ts';

const HEADER = `/** Generated from openapi.json by \`${WRITE_COMMAND}\`. Not to be edited. */\n\n`;

export async function makeDocument(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(CLIENT, 'package.json'), 'utf8')) as { version: string };
  const app = createHttpServer(fakeHttpDeps({ version }));
  try {
    await app.ready();
    return `${JSON.stringify(app.swagger(), null, 2)}\n`;
  } finally {
    await app.close();
  }
}

/** What has a default may be left out when asking; that it is always answered, the document says itself. */
export async function makeTypes(document: string): Promise<string> {
  const nodes = await openapiTypescript(document, { defaultNonNullable: false, alphabetize: false });
  return HEADER + astToString(nodes);
}
