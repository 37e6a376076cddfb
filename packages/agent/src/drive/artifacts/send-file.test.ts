import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ArtifactId, ArtifactUploadOrder } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPutSigned } from '../../server-client/put-signed.ts';
import { createSendFile, type SendFileOptions } from './send-file.ts';

const ARTIFACT = '01900000-0000-7000-8000-00000000f001' as ArtifactId;
const CONTENT = randomBytes(10);
const FILE = {
  ...{ name: 'a.bin', type: 'file' as const, number: 1, sizeBytes: CONTENT.length },
  checksum: `sha256:${createHash('sha256').update(CONTENT).digest('hex')}`,
};
const open = (range?: { start: number; end: number }) =>
  Readable.from([range ? CONTENT.subarray(range.start, range.end + 1) : CONTENT]);

/** By path; how often the bucket answers 503 before it takes anything, and how much it takes then. */
let bucket: { address: string; held: Map<string, Buffer>; refusals: number; takes: number };
let server: Server;
let calls: string[];
let detours: string[];
beforeEach(async () => {
  calls = [];
  detours = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (bucket.refusals-- > 0 || bucket.takes-- <= 0)
      return void response.writeHead(503).end('<Error><Code>SlowDown</Code><Secret>sig</Secret></Error>');
    bucket.held.set(String(request.url), Buffer.concat(chunks));
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  bucket = { address, held: new Map(), refusals: 0, takes: Number.POSITIVE_INFINITY };
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
});

const signed = (path: string) => ({ url: `${bucket.address}${path}?sig=secret`, headers: {} });
const inOne = (): ArtifactUploadOrder => ({ to: 'bucket', put: signed('/one') });
const inParts = (...present: number[]): ArtifactUploadOrder => ({
  ...{ to: 'bucket-in-parts', multipart: 'u', partBytes: 4, present },
});

function sender(orders: () => ArtifactUploadOrder, client: Partial<SendFileOptions['client']> = {}) {
  return createSendFile({
    putSigned: createPutSigned(new AbortController().signal),
    onDetour: (name, why) => detours.push(`${name}: ${why}`),
    client: {
      orderUpload: async () => {
        calls.push('order');
        return ok(orders());
      },
      signParts: async ({ parts }) => {
        calls.push(`sign ${parts.map(({ number }) => number)}`);
        return ok({ parts: parts.map(({ number }) => ({ number, put: signed(`/${number}`) })) });
      },
      completeUpload: async ({ multipart }) => {
        calls.push(`complete ${multipart}`);
        return ok({ artifactId: ARTIFACT });
      },
      upload: async () => {
        calls.push('through the server');
        return ok(null);
      },
      ...client,
    },
  });
}
const held = () => Object.fromEntries([...bucket.held].map(([path, bytes]) => [path.split('?')[0], bytes]));

describe('a file on its way', () => {
  it('goes whole to where it was signed for, and is said to be there', async () => {
    expect(await sender(inOne)(FILE, open)).toEqual(ok(null));
    expect(held()).toEqual({ '/one': CONTENT });
    expect(calls).toEqual(['order', 'complete undefined']);
  });

  it('goes in parts, but for those that are there', async () => {
    expect(await sender(() => inParts(2))(FILE, open)).toEqual(ok(null));
    expect(held()).toEqual({ '/1': CONTENT.subarray(0, 4), '/3': CONTENT.subarray(8) });
    expect(calls).toEqual(['order', 'sign 1,3', 'complete u']);
  });

  it('is not sent where it is stored, and goes through the server where that is the order', async () => {
    await sender(() => ({ to: 'nowhere', artifactId: ARTIFACT }))(FILE, open);
    await sender(() => ({ to: 'server' }))(FILE, open);
    expect(calls).toEqual(['order', 'order', 'through the server']);
  });

  it('is ordered anew where the bucket did not take it, or lost it before it was complete', async () => {
    bucket.refusals = 1;
    let lost = 1;
    const send = sender(inOne, {
      completeUpload: async () =>
        lost-- > 0
          ? refuse({ code: 'refused', status: 404, problem: 'not-found', message: 'gone' })
          : ok({ artifactId: ARTIFACT }),
    });
    expect(await send(FILE, open)).toEqual(ok(null));
    expect(calls).toEqual(['order', 'order', 'order']);
    expect(detours).toEqual([]);
  });

  it('goes on by order after order as long as each brings a part', async () => {
    const onePartEach = (): ArtifactUploadOrder => {
      bucket.takes = 1;
      const present = [1, 2, 3, 4, 5].filter((number) => bucket.held.has(`/${number}?sig=secret`));
      return { to: 'bucket-in-parts', multipart: 'u', partBytes: 2, present };
    };
    expect(await sender(onePartEach)(FILE, open)).toEqual(ok(null));
    expect(calls.filter((call) => call === 'order')).toHaveLength(5);
    expect(calls.at(-1)).toBe('complete u');
    expect(detours).toEqual([]);
  });

  it('goes through the server where the bucket takes nothing, and nothing signed is told', async () => {
    bucket.refusals = 100;
    const send = sender(inOne);
    expect(await send(FILE, open)).toEqual(ok(null));
    expect(calls).toEqual(['order', 'order', 'order', 'through the server']);
    expect(detours).toEqual(['a.bin: the bucket answered 503 SlowDown']);
    bucket.refusals = 0;
    await send(FILE, open);
    expect(calls.slice(4)).toEqual(['order', 'complete undefined']);
  });

  it('goes through the server with all that follow where the bucket cannot be reached from here', async () => {
    bucket.address = 'http://127.0.0.1:9';
    const send = sender(inOne);
    await send(FILE, open);
    await send(FILE, open);
    expect(calls).toEqual(['order', 'order', 'order', 'through the server', 'through the server']);
    expect(detours.join()).toMatch(/^a.bin: .*ECONNREFUSED/);
    expect(detours.join()).not.toContain('secret');
  });

  it('that the server refuses, or cannot take, is not pressed on it another way', async () => {
    const full = refuse({ code: 'given-up' as const, message: '507 full' });
    expect(await sender(inOne, { orderUpload: async () => full })(FILE, open)).toEqual(full);
    expect(await sender(inOne, { completeUpload: async () => full })(FILE, open)).toEqual(full);
    expect(calls).toEqual(['order']);
  });
});
