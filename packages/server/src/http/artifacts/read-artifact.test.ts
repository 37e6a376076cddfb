import { gunzipSync, gzipSync } from 'node:zlib';
import type { ArtifactId, ExecutionId } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { StoredArtifact } from '../../executions/index.ts';
import { EXECUTION, fakeHttpDeps, TEAM } from '../../testing/fake-http-deps.ts';
import type { HttpDeps } from '../deps.ts';
import { createHttpServer } from '../server.ts';

const BYTES = Buffer.from('0123456789'.repeat(1000));
const ID = '01900000-0000-7000-8000-00000000f001' as ArtifactId;
const ARTIFACT: StoredArtifact = {
  artifactId: ID,
  executionId: EXECUTION as ExecutionId,
  type: 'video',
  name: 'run.webm',
  sizeBytes: BYTES.length,
  contentType: 'video/webm',
  checksum: 'sha256:ab',
  state: 'stored',
  groupIndex: 0,
  resultId: null,
  attempt: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: null,
  storageKey: 'executions/x/y',
  encoding: 'identity',
};

let app: FastifyInstance;
let opened: number;
afterEach(() => app.close());

async function get(
  headers: Record<string, string> = {},
  artifact: Partial<StoredArtifact> = {},
  method: 'GET' | 'HEAD' = 'GET',
  search = '',
  signDownload: HttpDeps['signDownload'] = null,
) {
  opened = 0;
  const content = artifact.encoding === 'gzip' ? gzipSync(BYTES) : BYTES;
  app = createHttpServer(
    fakeHttpDeps({
      signDownload,
      readers: {
        artifact: async ({ teamId }: { teamId: string }) =>
          teamId === TEAM ? { ...ARTIFACT, ...artifact } : null,
      } as never,
      artifacts: {
        get: async (key, range) => {
          opened += 1;
          if (key !== ARTIFACT.storageKey) return refuse({ code: 'not-found', message: key });
          return ok(
            slices(
              range
                ? content.subarray(range.start, range.end === undefined ? undefined : range.end + 1)
                : content,
            ),
          );
        },
      },
    }),
  );
  return app.inject({
    method,
    url: `/api/v1/artifacts/${ID}${search}`,
    headers: { authorization: 'Bearer gnt_read', ...headers },
  });
}
async function* slices(content: Buffer) {
  for (let at = 0; at < content.length; at += 777) yield content.subarray(at, at + 777);
}

describe('the bytes of an artifact', () => {
  it('are shown as a page in a frame only: opened alone, or not asked for as one, HTML is saved', async () => {
    const page = { type: 'file', name: 'a.html', contentType: 'text/html' } as const;
    const dispositionOf = async (destination: string | null, search: string) => {
      const headers = destination === null ? undefined : { 'sec-fetch-dest': destination };
      const answer = await get(headers, page, 'GET', search);
      await app.close();
      return answer.headers['content-disposition'];
    };
    expect(await dispositionOf('iframe', '?as=page')).toBe('inline');
    expect(await dispositionOf(null, '?as=page')).toBe('inline'); // by plain HTTP
    expect(await dispositionOf('document', '?as=page')).toMatch(/^attachment;/);
    expect(await dispositionOf('iframe', '')).toMatch(/^attachment;/);
  });

  it('that are to be saved are given out by the bucket, as a file and nothing else', async () => {
    const page = { name: 'a.html', contentType: 'text/html' } as const;
    const signed: unknown[] = [];
    const sign: HttpDeps['signDownload'] = async (key, headers) => {
      signed.push([key, headers]);
      return 'https://bucket.test/a?X-Amz-Signature=x';
    };
    const answer = await get({}, page, 'GET', '?as=file', sign);
    expect([answer.statusCode, answer.headers.location]).toEqual([
      302,
      'https://bucket.test/a?X-Amz-Signature=x',
    ]);
    expect(answer.headers['cache-control']).toBe('no-store');
    const contentDisposition = expect.stringMatching(/^attachment; filename="a.html"/);
    expect(signed).toEqual([
      [ARTIFACT.storageKey, { contentType: 'application/octet-stream', contentDisposition }],
    ]);
    const others: Parameters<typeof get>[] = [
      [{}, page, 'GET', '', sign],
      [{}, page, 'HEAD', '?as=file', sign],
      [{}, { ...page, encoding: 'gzip' }, 'GET', '?as=file', sign],
      [{}, page, 'GET', '?as=file', null],
    ];
    for (const order of others) {
      await app.close();
      const here = await get(...order);
      expect([here.statusCode, here.headers['content-disposition']]).toEqual([200, contentDisposition]);
    }
    expect(signed).toHaveLength(1);
  });

  it('come whole, as they are, under the policy of strangers’ files', async () => {
    const answer = await get();
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload).toEqual(BYTES);
    expect(answer.headers).toMatchObject({
      'content-type': 'video/webm',
      'content-length': String(BYTES.length),
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      etag: '"sha256:ab"',
    });
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none';/);
  });

  it('come in part, for a video that is wound forward', async () => {
    const answer = await get({ range: 'bytes=100-199' });
    expect(answer.statusCode).toBe(206);
    expect(answer.headers['content-range']).toBe(`bytes 100-199/${BYTES.length}`);
    expect(answer.headers['content-length']).toBe('100');
    expect(answer.rawPayload).toEqual(BYTES.subarray(100, 200));
  });

  it('that are not there are not invented', async () => {
    const answer = await get({ range: 'bytes=999999-' });
    expect(answer.statusCode).toBe(416);
    expect(answer.headers['content-range']).toBe(`bytes */${BYTES.length}`);
    expect(answer.rawPayload).toHaveLength(0);
  });

  it('come whole when the part was of something older', async () => {
    expect((await get({ range: 'bytes=0-1', 'if-range': '"old"' })).statusCode).toBe(200);
    await app.close();
    expect((await get({ range: 'bytes=0-1', 'if-range': '"sha256:ab"' })).statusCode).toBe(206);
  });

  it('are not sent again to who has them, nor read for who asks about them only', async () => {
    expect((await get({ 'if-none-match': 'W/"x", "sha256:ab"' })).statusCode).toBe(304);
    expect(opened).toBe(0);
    await app.close();
    const head = await get({}, {}, 'HEAD');
    expect([head.statusCode, head.headers['content-length'], opened]).toEqual([200, String(BYTES.length), 0]);
  });

  it('that are stored packed are unpacked by the browser, or here', async () => {
    const packed = { encoding: 'gzip', contentType: 'text/plain' } as const;
    const forBrowsers = await get({ 'accept-encoding': 'gzip, deflate, br', range: 'bytes=0-1' }, packed);
    expect([forBrowsers.statusCode, forBrowsers.headers['content-encoding']]).toEqual([200, 'gzip']);
    expect(gunzipSync(forBrowsers.rawPayload)).toEqual(BYTES);
    const others: Record<string, string>[] = [{}, { 'accept-encoding': 'gzip;q=0, br' }];
    for (const refused of others) {
      await app.close();
      const plain = await get(refused, packed);
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.headers.vary).toContain('accept-encoding');
      expect(plain.rawPayload).toEqual(BYTES);
    }
  });

  it('that have expired, or are lost, are said to be', async () => {
    expect((await get({}, { state: 'deleted', expiresAt: '2026-02-01T00:00:00.000Z' })).json()).toMatchObject(
      {
        code: 'not-found',
        detail: expect.stringContaining('2026-02-01'),
      },
    );
    await app.close();
    const lost = await get({}, { storageKey: 'executions/x/gone' });
    expect(lost.json()).toMatchObject({
      code: 'not-found',
      detail: expect.stringContaining('missing from the store'),
    });
    expect(lost.headers['content-type']).toContain('application/problem+json');
  });
});
