import { readFile } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeHttpDeps } from '../../testing/fake-http-deps.ts';
import { createHttpServer } from '../server.ts';

const MANIFEST = new URL('../../../../dashboard/dist/.vite/manifest.json', import.meta.url);
const FOR_EVER = 'public, max-age=31536000, immutable';

let app: FastifyInstance;
/** Of the script that the page loads, by its hashed name. */
let script: string;
beforeAll(async () => {
  app = createHttpServer(fakeHttpDeps({}));
  const text = await readFile(MANIFEST, 'utf8');
  script = `/${(JSON.parse(text) as Record<string, { file: string }>)['index.html']?.file}`;
});
afterAll(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });

describe('a script of the dashboard', () => {
  it('is sent compressed as the browser reads it, for ever, and says what it depends on', async () => {
    const plain = await get(script);
    const zipped = await get(script, { 'accept-encoding': 'gzip, deflate' });
    const brotli = await get(script, { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect([plain, zipped, brotli].map(({ headers }) => headers['content-encoding'])).toEqual([
      undefined,
      'gzip',
      'br',
    ]);
    for (const { headers } of [plain, zipped, brotli]) {
      expect(headers['content-type']).toBe('application/javascript; charset=utf-8');
      expect(headers.vary).toMatch(/accept-encoding/i);
      expect(headers['cache-control']).toBe(FOR_EVER);
    }
    expect(gunzipSync(zipped.rawPayload).equals(plain.rawPayload)).toBe(true);
    expect(brotliDecompressSync(brotli.rawPayload).equals(plain.rawPayload)).toBe(true);
    expect(brotli.rawPayload.length).toBeLessThan(zipped.rawPayload.length);
    expect(zipped.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
  });

  it('has a tag of its own in each encoding, and is not sent again to whoever has it', async () => {
    const tags = new Set<unknown>();
    for (const encoding of ['identity', 'gzip', 'br']) {
      const first = await get(script, { 'accept-encoding': encoding });
      tags.add(first.headers.etag);
      const again = await get(script, {
        'accept-encoding': encoding,
        'if-none-match': String(first.headers.etag),
      });
      expect([again.statusCode, again.body]).toEqual([304, '']);
    }
    expect(tags.size).toBe(3);
  });

  it('is asked for again where its name does not change with its content', async () => {
    const { statusCode, headers } = await get('/app/theme.js', { 'accept-encoding': 'br' });
    expect([statusCode, headers['cache-control']]).toEqual([200, 'no-cache']);
  });
});

it('an answer of the API is not compressed', async () => {
  const answer = await get('/api/v1/me', { 'accept-encoding': 'gzip, br', authorization: 'Bearer gnt_all' });
  expect(answer.headers['content-encoding']).toBeUndefined();
});
