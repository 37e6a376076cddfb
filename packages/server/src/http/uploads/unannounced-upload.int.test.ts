/** Uploads that do not say how long they will be, over a real connection, into a real folder. */
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { UploadAnswer } from '@gauntlet/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttpStage, type HttpStage } from '../../testing/http-stage.ts';

const MOST_BYTES = 256 * 1024;
const CHUNK = Buffer.alloc(16 * 1024, 'x');

let stage: HttpStage;
beforeAll(async () => {
  stage = await createHttpStage({ maxUploadBytes: MOST_BYTES });
});
afterAll(() => stage.close());

/** Sends chunks as long as it is let; `chunks` of them at most, and then the end. */
function upload(chunks: number): Promise<{ answer: string; sentBytes: number }> {
  const { port, hostname } = new URL(stage.address);
  const socket = connect(Number(port), hostname);
  const head = [
    'POST /api/v1/uploads HTTP/1.1',
    `host: ${hostname}`,
    `authorization: Bearer ${stage.token}`,
    'content-type: application/octet-stream',
    'transfer-encoding: chunked',
    // One without an end has to be cut off though the connection would be kept.
    `connection: ${chunks === Number.POSITIVE_INFINITY ? 'keep-alive' : 'close'}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  let answer = '';
  let sent = 0;
  socket.on('data', (data) => {
    answer += data.toString('latin1');
  });
  // One that is closed while it is being written to is reset: that is what is waited for.
  socket.on('error', () => undefined);
  const more = () => {
    if (socket.destroyed || socket.writableEnded) return;
    if (sent === chunks) return void socket.write('0\r\n\r\n');
    sent += 1;
    socket.write(`${CHUNK.length.toString(16)}\r\n`);
    socket.write(CHUNK);
    if (socket.write('\r\n')) setImmediate(more);
    else socket.once('drain', more);
  };
  more();
  return new Promise((resolve) =>
    socket.once('close', () => resolve({ answer, sentBytes: sent * CHUNK.length })),
  );
}

const filesIn = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
const rows = async () => (await stage.database.selectFrom('uploads').select('upload_id').execute()).length;

it('one that grows past the limit is cut off with 413, though it would never end, and leaves nothing', async () => {
  const { answer, sentBytes } = await upload(Number.POSITIVE_INFINITY);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('"code":"too-large"');
  expect(sentBytes).toBeGreaterThan(MOST_BYTES);
  expect([await filesIn(stage.artifactFolder), await rows()]).toEqual([[], 0]);
});

it('one that stays within it is taken, to the last byte of the limit', async () => {
  const { answer } = await upload(MOST_BYTES / CHUNK.length);
  expect(answer).toMatch(/^HTTP\/1\.1 201 /);
  const body = answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1);
  expect(UploadAnswer.parse(JSON.parse(body)).sizeBytes).toBe(MOST_BYTES);
  expect([(await filesIn(stage.artifactFolder)).length, await rows()]).toEqual([1, 1]);
});

it('one that breaks off leaves nothing', async () => {
  const before = await filesIn(stage.artifactFolder);
  const { port, hostname } = new URL(stage.address);
  const leave = new AbortController();
  const body = async function* () {
    yield CHUNK;
    leave.abort();
    yield CHUNK;
  };
  await expect(
    fetch(`http://${hostname}:${port}/api/v1/uploads`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stage.token}`, 'content-type': 'application/octet-stream' },
      body: body(),
      duplex: 'half',
      signal: leave.signal,
    } as RequestInit),
  ).rejects.toThrow();
  const gone = async () => (await filesIn(stage.artifactFolder)).length === before.length;
  while (!(await gone())) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await rows()).toBe(1);
});
