import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { uploadArchive } from './upload.ts';

let server: Server | undefined;
const UPLOAD_ID = '0198b2c4-7a00-7000-8000-000000000001';

async function serve(onRequest: (request: IncomingMessage, response: ServerResponse) => void) {
  server = createServer(onRequest);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'gtl_test' };
}

async function takeAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

test('what is sent arrives whole and its checksum is compared', async () => {
  let received: Buffer = Buffer.alloc(0);
  const address = await serve(async (request, response) => {
    received = await takeAll(request);
    const sha256 = createHash('sha256').update(received).digest('hex');
    response.writeHead(201).end(JSON.stringify({ uploadId: UPLOAD_ID, sizeBytes: received.length, sha256 }));
  });
  const content = Buffer.alloc(5_000_000, 'gauntlet');
  const sent = await uploadArchive(
    address,
    Readable.from([content.subarray(0, 70_000), content.subarray(70_000)]),
  );
  expect(sent).toMatchObject({ ok: true, value: { uploadId: UPLOAD_ID } });
  expect(received.equals(content)).toBe(true);
});

test('other bytes at the server are not taken for ours', async () => {
  const address = await serve(async (request, response) => {
    await takeAll(request);
    response
      .writeHead(201)
      .end(JSON.stringify({ uploadId: UPLOAD_ID, sizeBytes: 1, sha256: 'f'.repeat(64) }));
  });
  expect(await uploadArchive(address, Readable.from(['abc']))).toMatchObject({
    ok: false,
    error: { exitCode: 2 },
  });
});

test('a refusal in the middle of a large upload is read, and the upload ends', async () => {
  const address = await serve((request, response) => {
    request.once('data', () => {
      response.writeHead(413, { 'content-type': 'application/problem+json' });
      response.end(
        JSON.stringify({ type: 'x', title: 'x', status: 413, detail: 'At most 1 MB.', code: 'too-large' }),
      );
    });
  });
  let made = 0;
  const endless = new Readable({
    read() {
      made += 1;
      this.push(Buffer.alloc(65_536));
    },
  });
  const sent = await uploadArchive(address, endless);
  expect(sent).toMatchObject({ ok: false, error: { code: 'too-large', message: 'At most 1 MB.' } });
  await expect.poll(() => endless.destroyed).toBe(true);
  expect(made).toBeLessThan(5_000);
});

test('a server that cannot be reached is a refusal', async () => {
  const sent = await uploadArchive(
    { baseUrl: 'http://127.0.0.1:1', token: undefined },
    Readable.from(['abc']),
  );
  expect(sent).toMatchObject({ ok: false, error: { code: 'server-unreachable', exitCode: 2 } });
});

test('a file that cannot be read is the error of the file, not of the server', async () => {
  const address = await serve(async (request, response) => {
    await takeAll(request).catch(() => undefined); // the connection is cut when the source fails
    response.end();
  });
  const source = new Readable({
    read() {
      this.destroy(new Error('EACCES: secret.txt'));
    },
  });
  await expect(uploadArchive(address, source)).rejects.toThrow('EACCES: secret.txt');
});
