import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { type ArtifactId, PROBLEM_STATUS, type UploadId } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { AGENT_TOKEN, fakeHttpDeps, GROUP } from '../../testing/fake-http-deps.ts';
import type { HttpDeps } from '../deps.ts';
import { createHttpServer } from '../server.ts';

const headers = { authorization: `Bearer ${AGENT_TOKEN}` };
const bytes = { ...headers, 'content-type': 'application/octet-stream' };
const ARTIFACT = '01900000-0000-7000-8000-00000000f001' as ArtifactId;
const CHECKSUM = `sha256:${'0'.repeat(64)}`;

let app: FastifyInstance;
afterEach(() => app.close());
const serve = (agents: Partial<HttpDeps['agents']>, settings: HttpDeps['settings'] = {}) => {
  app = createHttpServer(fakeHttpDeps({ agents, settings }));
  return app;
};

describe('what an agent says', () => {
  it('reaches the use case with its group', async () => {
    const seen: unknown[] = [];
    serve({
      claim: async (group, claimNumber) => {
        seen.push([group.groupId, claimNumber]);
        return ok({ order: 'finish', units: [] });
      },
      askForPlan: async (group) => ({ order: 'go-on', contentCommit: `of ${group.groupId}` }),
      beat: async () => ({ order: 'stop' }),
    });
    expect(
      (await app.inject({ method: 'POST', url: '/agent/v1/plan', headers, payload: {} })).json(),
    ).toEqual({
      order: 'go-on',
      contentCommit: `of ${GROUP.groupId}`,
    });
    const claimed = await app.inject({
      method: 'POST',
      url: '/agent/v1/claim',
      headers,
      payload: { claimNumber: 3 },
    });
    expect(claimed.json()).toEqual({ order: 'finish', units: [] });
    expect(seen).toEqual([[GROUP.groupId, 3]]);
    expect(
      (await app.inject({ method: 'POST', url: '/agent/v1/heartbeat', headers, payload: {} })).json(),
    ).toEqual({ order: 'stop' });
    expect((await app.inject({ method: 'POST', url: '/agent/v1/heartbeat', headers })).json()).toEqual({
      order: 'stop',
    });
  });

  it('is kept with pictures where its text cannot be stored, and refused where its numbers cannot', async () => {
    const seen: unknown[] = [];
    serve({
      record: async (_group, { events }) => {
        seen.push(...events);
        return { accepted: true, nextSequence: 2, order: 'go-on' };
      },
    });
    const say = (event: object) =>
      app.inject({
        method: 'POST',
        url: '/agent/v1/reports',
        headers,
        payload: { sequence: 1, events: [{ type: 'preparation-failed', reason: 'setup-failed', ...event }] },
      });
    expect((await say({ message: 'a\0b \ud800' })).statusCode).toBe(200);
    expect(seen).toMatchObject([{ message: 'a\u2400b \ufffd' }]);
    expect((await say({ message: '', exitCode: 2 ** 40 })).statusCode).toBe(400);
  });

  it('after its group has ended is refused, so that it stops', async () => {
    serve({ record: async () => null, findGroup: async () => ({ ...GROUP, status: 'ended' }) });
    const payload = { sequence: 1, events: [{ type: 'phase', phase: 'running' }] };
    const answer = await app.inject({ method: 'POST', url: '/agent/v1/reports', headers, payload });
    expect(answer.json()).toMatchObject({ status: PROBLEM_STATUS['group-ended'], code: 'group-ended' });
    const log = await app.inject({
      method: 'POST',
      url: '/agent/v1/logs?stream=output&offset=0',
      headers: bytes,
      payload: 'x',
    });
    expect(log.json()).toMatchObject({ code: 'group-ended' });
  });

  it('is logged under its execution, without its token', async () => {
    const lines: { fields: object }[] = [];
    app = createHttpServer(
      fakeHttpDeps({ agents: { beat: async () => ({ order: 'go-on' }) } }, lines as never),
    );
    await app.inject({ method: 'POST', url: '/agent/v1/heartbeat', headers, payload: {} });
    expect(lines).toMatchObject([{ level: 'debug', fields: { executionId: GROUP.executionId, group: 0 } }]);
    expect(JSON.stringify(lines)).not.toContain(AGENT_TOKEN);
  });
});

describe('logs', () => {
  it('are bytes at an offset, whatever they are', async () => {
    const seen: unknown[] = [];
    serve({
      appendLog: async (_group, stream, offset, content) => {
        seen.push([stream, offset, [...content]]);
        return { accepted: true, nextOffset: offset + content.byteLength };
      },
    });
    const payload = Buffer.from([0x00, 0xff, 0x0a]);
    const answer = await app.inject({
      method: 'POST',
      url: '/agent/v1/logs?stream=setup&offset=7',
      headers: bytes,
      payload,
    });
    expect(answer.json()).toEqual({ accepted: true, nextOffset: 10 });
    expect(seen).toEqual([['setup', 7, [0x00, 0xff, 0x0a]]]);
    const wrong = await app.inject({
      method: 'POST',
      url: '/agent/v1/logs?stream=other&offset=-1',
      headers: bytes,
      payload,
    });
    expect(wrong.json().faults).toMatchObject([{ path: 'stream' }, { path: 'offset' }]);
  });
});

describe('artifacts', () => {
  const address = (query: object) =>
    `/agent/v1/artifacts?${new URLSearchParams({ name: 'a.png', type: 'screenshot', checksum: CHECKSUM, ...query })}`;

  it('are handed on as they come, at the pace of the store', async () => {
    let received = 0;
    const digest = createHash('sha256');
    serve({
      storeArtifact: async (_group, upload) => {
        for await (const chunk of upload.content) {
          received += chunk.byteLength;
          digest.update(chunk);
        }
        return ok({ artifactId: ARTIFACT });
      },
    });
    const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
    const piece = Buffer.alloc(1_000_000, 'x');
    const answered = new Promise<string>((resolve, reject) => {
      const put = request(
        { port, method: 'PUT', path: address({ contentType: 'image/png', resultKey: 'k' }), headers: bytes },
        (answer) => {
          answer.setEncoding('utf8').on('data', resolve);
        },
      );
      put.on('error', reject);
      for (let time = 0; time < 20; time += 1) put.write(piece);
      put.end();
    });
    expect(JSON.parse(await answered)).toEqual({ artifactId: ARTIFACT });
    expect(received).toBe(20_000_000);
    expect(digest.digest('hex')).toBe(
      createHash('sha256').update(Buffer.alloc(20_000_000, 'x')).digest('hex'),
    );
  });

  it('too large by their own word are refused before a byte is read', async () => {
    serve({ storeArtifact: async () => Promise.reject(new Error('it was read')) }, { maxArtifactBytes: 10 });
    const answer = await app.inject({
      method: 'PUT',
      url: address({}),
      headers: bytes,
      payload: 'x'.repeat(11),
    });
    expect(answer.json()).toMatchObject({ status: 413, code: 'too-large' });
  });

  it('that only the server makes are not taken from a group', async () => {
    serve({});
    for (const type of ['log', 'setup-log', 'junit', 'html-report', 'nonsense']) {
      const answer = await app.inject({
        method: 'PUT',
        url: address({ type }),
        headers: bytes,
        payload: 'x',
      });
      expect(answer.json()).toMatchObject({ status: 400, faults: [{ path: 'type' }] });
    }
    const answer = await app.inject({
      method: 'PUT',
      url: address({ checksum: 'md5:1' }),
      headers: bytes,
      payload: 'x',
    });
    expect(answer.json().faults).toMatchObject([{ path: 'checksum' }]);
  });

  it('that arrived otherwise than announced are refused by the use case’s words', async () => {
    serve({ storeArtifact: async () => refuse({ code: 'checksum-differs', message: 'Other bytes.' }) });
    const answer = await app.inject({ method: 'PUT', url: address({}), headers: bytes, payload: 'x' });
    expect(answer.json()).toMatchObject({ status: 409, code: 'checksum-differs', detail: 'Other bytes.' });
  });
});

it('the content is the archive, with its length', async () => {
  serve({
    openContent: async () =>
      ok({
        sizeBytes: 4,
        content: (async function* () {
          yield Buffer.from('ab');
          yield Buffer.from('cd');
        })(),
      }),
  });
  const answer = await app.inject({ url: '/agent/v1/content', headers });
  expect([answer.body, answer.headers['content-length'], answer.headers['content-type']]).toEqual([
    'abcd',
    '4',
    'application/octet-stream',
  ]);
});

describe('uploads', () => {
  it('are streamed, and refused when they say themselves that they are too large', async () => {
    let received = '';
    app = createHttpServer(
      fakeHttpDeps({
        settings: { maxUploadBytes: 100 },
        executions: {
          storeUpload: async ({ content }) => {
            for await (const chunk of content) received += Buffer.from(chunk).toString();
            return ok({
              uploadId: ARTIFACT as unknown as UploadId,
              sizeBytes: received.length,
              sha256: 'ab',
            });
          },
        },
      }),
    );
    const upload = (payload: string, type = 'application/octet-stream') =>
      app.inject({
        method: 'POST',
        url: '/api/v1/uploads',
        payload,
        headers: { authorization: 'Bearer gnt_submit', 'content-type': type },
      });
    expect((await upload('tar')).json()).toEqual({ uploadId: ARTIFACT, sizeBytes: 3, sha256: 'ab' });
    expect(received).toBe('tar');
    expect((await upload('x'.repeat(101))).statusCode).toBe(413);
    expect((await upload('{}', 'application/json')).statusCode).toBe(415);
  });
});
