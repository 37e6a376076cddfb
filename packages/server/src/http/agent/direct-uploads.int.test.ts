/** Files that go into a bucket past the server, by a real S3 server: what agents can do there, and what they cannot. */
import { createHash, randomBytes } from 'node:crypto';
import { type ArtifactUploadOrder, ArtifactUploadRequest } from '@gauntlet/contract';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBucket } from '../../adapters/s3/open-bucket.ts';
import { createHttpStage, type HttpStage } from '../../testing/http-stage.ts';
import { type S3Server, startS3Server } from '../../testing/s3-server.ts';
import { playAgent } from '../../testing/walk/play-agent.ts';
import { submit } from '../../testing/walk/things.ts';

const missing = process.env.GAUNTLET_MISSING?.split(',').includes('s3') === true;
const PART = 16 * 2 ** 20;

let s3: S3Server;
let stage: HttpStage;
beforeAll(async () => {
  if (missing) return;
  s3 = await startS3Server();
  const { endpoint, credentials } = s3;
  const address = { endpoint, publicEndpoint: null, credentials, addressing: 'path' } as const;
  const place = { bucket: await s3.makeBucket(), prefix: 'team/', region: 'us-east-1' };
  stage = await createHttpStage({ maxArtifactBytes: 64 * 2 ** 20 }, openBucket({ ...place, ...address }));
}, 600_000);
afterAll(async () => {
  await stage?.close();
  await s3?.close();
});

type Agent = Awaited<ReturnType<typeof playAgent>>;
const play = async () => playAgent(stage, await submit(stage, stage.token, 'files'));

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
let number = 0;
const describeFile = (content: Buffer, part: object = {}) =>
  ArtifactUploadRequest.parse({
    ...{ name: 'shot.png', type: 'screenshot', contentType: 'image/png', number: ++number },
    ...{ checksum: `sha256:${sha256(content)}`, sizeBytes: content.length },
    ...part,
  });

async function ask<Said = Record<string, unknown>>({ token }: Agent, path: string, body: object) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const url = `${stage.address}/agent/v1/artifacts/uploads${path}`;
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, said: (await answer.json()) as Said };
}
type Order<To extends ArtifactUploadOrder['to']> = Extract<ArtifactUploadOrder, { to: To }>;
async function order<To extends ArtifactUploadOrder['to']>(agent: Agent, file: object, to: To) {
  const { said } = await ask<ArtifactUploadOrder>(agent, '', file);
  expect(said).toMatchObject({ to });
  return said as Order<To>;
}
async function put({ url, headers }: Order<'bucket'>['put'], body: Buffer<ArrayBuffer>) {
  const { 'content-length': _length, ...rest } = headers;
  const answer = await fetch(url, { method: 'PUT', headers: rest, body });
  return [answer.status, /<Code>(\w+)/.exec(await answer.text())?.[1]];
}
async function partsOf(agent: Agent, file: object, multipart: string, parts: [number, Buffer][]) {
  const asked = parts.map(([part, bytes]) => ({ number: part, checksum: `sha256:${sha256(bytes)}` }));
  return ask<{ parts: { number: number; put: Order<'bucket'>['put'] }[] }>(agent, '/parts', {
    ...file,
    ...{ multipart, parts: asked },
  });
}
const bytesOf = async (artifactId: unknown) => {
  const headers = { authorization: `Bearer ${stage.token}` };
  const answer = await fetch(`${stage.address}/api/v1/artifacts/${artifactId}`, { headers });
  return Buffer.from(await answer.arrayBuffer());
};
const rowsOf = async ({ executionId }: Agent) =>
  (await stage.artifacts.listOf(executionId)).map(({ name, state }) => [name, state]);
async function keys() {
  const found: string[] = [];
  for await (const { key } of stage.artifactStore.list()) found.push(key);
  return found;
}

describe.skipIf(missing)('a file that goes into the bucket', () => {
  it('is stored once it is said to be there, as what it is, and that may be said again', async () => {
    const agent = await play();
    const content = randomBytes(3000);
    const file = describeFile(content);
    const { put: signed } = await order(agent, file, 'bucket');
    expect(new URL(signed.url).pathname).toContain(`/team/waiting/${agent.executionId}/`);
    expect(await ask(agent, '/complete', file)).toMatchObject({ status: 404, said: { code: 'not-found' } });
    expect(await rowsOf(agent)).toEqual([]);
    expect(await put(signed, content)).toEqual([200, undefined]);
    const { said } = await ask(agent, '/complete', file);
    expect((await bytesOf(said.artifactId)).equals(content)).toBe(true);
    expect((await ask(agent, '/complete', file)).said).toEqual(said);
    expect(await order(agent, file, 'nowhere')).toMatchObject(said);
    expect((await keys()).filter((key) => key.startsWith('waiting/'))).toEqual([]);
  });

  it('is refused by the bucket where it is another or longer than was signed', async () => {
    const agent = await play();
    const content = randomBytes(1000);
    const { put: signed } = await order(agent, describeFile(content), 'bucket');
    expect(await put(signed, randomBytes(1000))).toEqual([400, 'BadDigest']);
    expect(await put(signed, Buffer.concat([content, content]))).toEqual([403, 'SignatureDoesNotMatch']);
    const other = randomBytes(1000);
    const headers = { ...signed.headers, 'x-amz-checksum-sha256': sha256(other) };
    expect(await put({ ...signed, headers }, other)).toEqual([403, 'SignatureDoesNotMatch']);
    const elsewhere = signed.url.replace('/waiting/', '/executions/');
    expect(await put({ ...signed, url: elsewhere }, content)).toEqual([403, 'SignatureDoesNotMatch']);
  });

  it('stays what it was stored as, whoever still has what was signed for it', async () => {
    const agent = await play();
    const parts = [randomBytes(PART), randomBytes(70)];
    const file = describeFile(Buffer.concat(parts));
    const { multipart } = await order(agent, file, 'bucket-in-parts');
    const signed = (
      await partsOf(agent, file, multipart, [
        [1, parts[0] as Buffer],
        [2, parts[1] as Buffer],
      ])
    ).said;
    for (const [at, { put: part }] of signed.parts.entries())
      expect((await put(part, parts[at] as Buffer<ArrayBuffer>))[0]).toBe(200);
    const { said } = await ask(agent, '/complete', { ...file, multipart });
    expect((await put(signed.parts[1]?.put as never, parts[1] as Buffer<ArrayBuffer>))[0]).toBe(404);

    const small = randomBytes(10);
    const one = describeFile(small, { name: 'small' });
    const { put: again } = await order(agent, one, 'bucket');
    await put(again, small);
    const stored = await ask(agent, '/complete', one);
    expect((await put(again, small))[0]).toBe(200);
    const waiting = (await keys()).filter((key) => key.startsWith('waiting/'));
    expect(waiting).toHaveLength(1); // the sweep's
    expect((await bytesOf(stored.said.artifactId)).equals(small)).toBe(true);
    expect((await bytesOf(said.artifactId)).equals(Buffer.concat(parts))).toBe(true);
    await stage.artifactStore.delete(waiting[0] as string);
  });

  it('goes on with the parts it has, and is refused where they are not what it was said to be', async () => {
    const agent = await play();
    const parts: [Buffer<ArrayBuffer>, Buffer<ArrayBuffer>] = [randomBytes(PART), randomBytes(5)];
    const file = describeFile(Buffer.concat(parts), { name: 'trace.zip', type: 'trace' });
    const { multipart, partBytes } = await order(agent, file, 'bucket-in-parts');
    expect(partBytes).toBe(PART);
    const first = await partsOf(agent, file, multipart, [[1, parts[0]]]);
    await put(first.said.parts[0]?.put as never, parts[0]);
    expect(await order(agent, file, 'bucket-in-parts')).toMatchObject({ multipart, present: [1] });
    expect(await partsOf(agent, file, multipart, [[3, parts[1]]])).toMatchObject({ status: 400 });
    const other = randomBytes(5);
    const second = await partsOf(agent, file, multipart, [[2, other]]);
    await put(second.said.parts[0]?.put as never, other);
    expect(await ask(agent, '/complete', { ...file, multipart })).toMatchObject({
      status: 409,
      said: { code: 'checksum-differs' },
    });
    expect(await rowsOf(agent)).toEqual([]);
    expect((await keys()).filter((key) => key.includes(agent.executionId))).toEqual([]);
  });

  it('of one group is nothing that another could bring parts of or complete', async () => {
    const [agent, other] = [await play(), await play()];
    const content = randomBytes(PART + 1);
    const file = describeFile(content);
    const { multipart } = await order(agent, file, 'bucket-in-parts');
    const { said } = await partsOf(other, file, multipart, [[2, content.subarray(PART)]]);
    expect((await put(said.parts[0]?.put as never, content.subarray(PART)))[0]).toBe(404);
    expect((await ask(other, '/complete', { ...file, multipart })).status).toBe(404);
  });

  it('is what a group may bring, and no larger', async () => {
    const agent = await play();
    const file = describeFile(Buffer.from('x'));
    expect((await ask(agent, '', { ...file, type: 'html-report' })).status).toBe(400);
    expect(await ask(agent, '', { ...file, sizeBytes: 2 ** 40 })).toMatchObject({
      status: 413,
      said: { code: 'too-large' },
    });
  });

  it('is no larger in parts either, and nothing of it is signed', async () => {
    const agent = await play();
    const content = randomBytes(PART + 1);
    const file = describeFile(content, { name: 'large.webm', type: 'video' });
    const { multipart } = await order(agent, file, 'bucket-in-parts');
    const larger = { ...file, sizeBytes: 65 * 2 ** 20 };
    expect(await partsOf(agent, larger, multipart, [[3, content]])).toMatchObject({
      status: 413,
      said: { code: 'too-large' },
    });
  });

  describe('of a team with a quota', () => {
    /** Leaves room for so many MiB and a little more. @returns for how many bytes */
    const leave = async (mebibytes: number) => {
      const { teamId } = stage.actor;
      await stage.database.deleteFrom('artifact_orders').execute();
      const { rows } = await sql<{ used: number }>`select coalesce(sum(used), 0)::float8 as used
        from quota_counters where counted = 'artifact_bytes' and holder_id = ${teamId}`.execute(
        stage.database,
      );
      const used = rows[0]?.used ?? 0;
      const limit = Math.ceil(used / 2 ** 20 + mebibytes);
      const quota = { quota_id: crypto.randomUUID(), resource_type: 'artifact_mib', limit_value: limit };
      await stage.database
        .insertInto('team_quotas')
        .values({ ...quota, team_id: teamId, period: 'none' })
        .execute();
      return limit * 2 ** 20 - used;
    };
    const share = (room: number, part: number) => randomBytes(Math.floor(room * part));
    const refused = { status: 429, said: { code: 'quota-exceeded' } };
    afterEach(() => stage.database.deleteFrom('team_quotas').execute());

    it('counts from its order on, once however often it is ordered, and as much when it is stored', async () => {
      const agent = await play();
      const room = await leave(1);
      const [content, other] = [share(room, 0.6), share(room, 0.6)];
      const file = describeFile(content);
      const { put: signed } = await order(agent, file, 'bucket');
      await order(agent, file, 'bucket');
      expect(await ask(agent, '', describeFile(other))).toMatchObject(refused);
      await put(signed, content);
      expect((await ask(agent, '/complete', file)).status).toBe(200);
      expect(await orders()).toEqual([]);
      expect(await ask(agent, '', describeFile(other))).toMatchObject(refused);
      await order(agent, describeFile(share(room, 0.3)), 'bucket');
    });

    it('has no part signed that makes it larger than it was ordered, where that does not fit', async () => {
      const agent = await play();
      await leave(20);
      const content = randomBytes(PART + 1);
      const file = describeFile(content, { name: 'large', type: 'video' });
      const { multipart } = await order(agent, file, 'bucket-in-parts');
      expect((await partsOf(agent, file, multipart, [[1, content]])).status).toBe(200);
      const grown = { ...file, sizeBytes: 40 * 2 ** 20 };
      expect(await partsOf(agent, grown, multipart, [[2, content]])).toMatchObject(refused);
    });

    it('has its place when it goes through the server after all', async () => {
      const agent = await play();
      const room = await leave(1);
      const content = share(room, 0.6);
      const file = describeFile(content);
      await order(agent, file, 'bucket');
      const { sizeBytes: _size, contentType: _type, ...query } = file;
      await agent.upload({ ...query, number: String(file.number) }, content);
      expect(await rowsOf(agent)).toEqual([[file.name, 'stored']]);
      expect(await orders()).toEqual([]);
    });

    it('counts as what was ordered first, also when less is brought under its key', async () => {
      const agent = await play();
      const room = await leave(1);
      const content = randomBytes(1);
      const file = describeFile(content);
      await order(agent, { ...file, sizeBytes: Math.floor(room * 0.9) }, 'bucket');
      await put((await order(agent, file, 'bucket')).put, content);
      expect((await ask(agent, '/complete', file)).status).toBe(200);
      expect(await ask(agent, '', describeFile(share(room, 0.6)))).toMatchObject(refused);
    });

    it('keeps its place as long as it is asked for, and has none when its time was over', async () => {
      const agent = await play();
      const room = await leave(1);
      const file = describeFile(share(room, 0.6));
      await order(agent, file, 'bucket');
      const expiry = async () =>
        (await stage.database.selectFrom('artifact_orders').select('expires_at').executeTakeFirst())
          ?.expires_at;
      const before = await expiry();
      stage.clock.moveBy(3600);
      await order(agent, file, 'bucket');
      expect((await expiry())?.getTime()).toBe((before?.getTime() ?? 0) + 3_600_000);
      await stage.database.updateTable('artifact_orders').set({ expires_at: stage.clock.now() }).execute();
      await order(agent, describeFile(share(room, 0.6)), 'bucket');
      expect(await ask(agent, '', file)).toMatchObject(refused);
    });

    it('of which many are ordered at once for the last place, one is let go', async () => {
      const agent = await play();
      const room = await leave(1);
      const files = Array.from({ length: 5 }, () => describeFile(share(room, 0.6)));
      const answers = await Promise.all(files.map((file) => ask(agent, '', file)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 429, 429, 429, 429]);
    });

    it('counts no more when it never came and its time is over', async () => {
      const agent = await play();
      const room = await leave(1);
      await order(agent, describeFile(share(room, 0.6)), 'bucket');
      const other = describeFile(share(room, 0.6));
      expect(await ask(agent, '', other)).toMatchObject(refused);
      await stage.database.updateTable('artifact_orders').set({ expires_at: stage.clock.now() }).execute();
      await order(agent, other, 'bucket');
      expect(await stage.artifacts.removeExpiredOrders(stage.clock.now(), 100)).toBeGreaterThan(0);
      expect(await orders()).toHaveLength(1);
    });

    const orders = () => stage.database.selectFrom('artifact_orders').select('storage_key').execute();
  });

  it('is missing while the bucket is away, and stored once it comes again; nothing signed is in the log', async () => {
    const agent = await play();
    const content = randomBytes(PART + 10);
    const file = describeFile(content, { name: 'video.webm', type: 'video' });
    const through = describeFile(Buffer.from('small'), { name: 'through-the-server' });
    const { number: _number, sizeBytes: _size, contentType: _type, ...query } = through;
    await s3.stop();
    try {
      expect(await ask(agent, '', file)).toMatchObject({ status: 503, said: { code: 'unavailable' } });
      await expect(agent.upload(query, Buffer.from('small'))).rejects.toThrow('503');
      expect(await rowsOf(agent)).toEqual([
        ['video.webm', 'missing'],
        ['through-the-server', 'missing'],
      ]);
    } finally {
      await s3.start();
    }
    const { multipart } = await order(agent, file, 'bucket-in-parts');
    const cut: [number, Buffer<ArrayBuffer>][] = [
      [1, content.subarray(0, PART)],
      [2, content.subarray(PART)],
    ];
    const { said } = await partsOf(agent, file, multipart, cut);
    for (const [at, [, bytes]] of cut.entries()) await put(said.parts[at]?.put as never, bytes);
    expect((await ask(agent, '/complete', { ...file, multipart })).status).toBe(200);
    await agent.upload(query, Buffer.from('small'));
    expect(await rowsOf(agent)).toEqual([
      ['video.webm', 'stored'],
      ['through-the-server', 'stored'],
    ]);
    expect(JSON.stringify(stage.lines)).not.toMatch(/X-Amz-Signature/i);
  });
});
