import { randomBytes } from 'node:crypto';
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ArtifactId } from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../../../scripts/free-port.ts';
import { type ArtifactStore, sweepStore } from '../../executions/index.ts';
import { artifactStoreContract } from '../../testing/artifact-store.contract.ts';
import { type S3Server, startS3Server } from '../../testing/s3-server.ts';
import { silentLog } from '../../testing/silent-log.ts';
import { createMeasuredArtifactStore } from '../zlib/measured-artifact-store.ts';
import { type BucketOrder, openBucket } from './open-bucket.ts';

const missing = process.env.GAUNTLET_MISSING?.split(',').includes('s3') === true;

let server: S3Server;
beforeAll(async () => {
  if (!missing) server = await startS3Server();
}, 600_000);
afterAll(() => server?.close());

const orderFor = (bucket: string, more: Partial<BucketOrder> = {}): BucketOrder => ({
  ...{ bucket, prefix: '', region: 'us-east-1', addressing: 'path' },
  ...{ endpoint: server.endpoint, publicEndpoint: null, credentials: server.credentials, ...more },
});
const openStore = (order: BucketOrder) => createMeasuredArtifactStore(openBucket(order).bytes);
const clientOf = () => {
  const { endpoint, credentials } = server;
  return new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
};
const bytes = async function* (...parts: (string | Uint8Array)[]) {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
};
async function gather<Item>(from: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of from) items.push(item);
  return items;
}
async function read(store: ArtifactStore, key: string): Promise<Buffer> {
  const found = await store.get(key);
  if (!found.ok) throw new Error(found.error.message);
  return Buffer.concat(await gather(found.value));
}

describe.skipIf(missing)('with a real S3 server', () => {
  artifactStoreContract('a bucket', async () => openStore(orderFor(await server.makeBucket())));
  artifactStoreContract('a part of a bucket', async () =>
    openStore(orderFor(await server.makeBucket(), { prefix: 'team/a/' })),
  );

  it('says that a bucket is not there, and that a store does not answer', async () => {
    const message = async (order: BucketOrder) => {
      const probed = await openStore(order).probe();
      return probed.ok ? 'ok' : probed.error.message;
    };
    expect(await message(orderFor('no-such-bucket'))).toContain('S3_BUCKET');
    const nobody = { endpoint: `http://127.0.0.1:${await freePort()}` };
    expect(await message(orderFor('any', nobody))).toContain('did not answer as it should');
  });

  it('stores in parts what is larger than one, and leaves no part of what broke off or was too large', async () => {
    const bucket = await server.makeBucket();
    const store = openStore(orderFor(bucket));
    const parts = Array.from({ length: 5 }, () => randomBytes(8 * 2 ** 20));
    expect(await store.put('executions/a/large', bytes(...parts), { maxBytes: 2 ** 30 })).toMatchObject({
      ok: true,
      value: { sizeBytes: 40 * 2 ** 20 },
    });
    expect((await read(store, 'executions/a/large')).equals(Buffer.concat(parts))).toBe(true);
    const tooLarge = await store.put('executions/a/larger', bytes(...parts), { maxBytes: 30 * 2 ** 20 });
    expect(tooLarge).toMatchObject({ ok: false, error: { code: 'too-large' } });
    const broken = async function* () {
      yield* bytes(...parts);
      throw new Error('the connection is gone');
    };
    expect((await store.put('executions/a/broken', broken(), { maxBytes: 2 ** 30 })).ok).toBe(false);
    expect((await gather(store.list())).map(({ key }) => key)).toEqual(['executions/a/large']);
    const left = await clientOf().send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(left.Uploads ?? []).toEqual([]);
  });

  it('sweeps parts of uploads that never ended, of its own prefix alone', async () => {
    const bucket = await server.makeBucket();
    const client = clientOf();
    for (const Key of ['team/a/executions/a/b', 'team/b/executions/a/b'])
      await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key }));
    const store = openStore(orderFor(bucket, { prefix: 'team/a/' }));
    await store.removeLeftovers(new Date(Date.now() - 3600_000));
    const open = async () =>
      ((await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? []).map(
        ({ Key }) => Key,
      );
    expect(await open()).toHaveLength(2);
    await store.removeLeftovers(new Date(Date.now() + 3600_000));
    expect(await open()).toEqual(['team/b/executions/a/b']);
  });

  it('lists and keeps to what is its own in a bucket that others use too', async () => {
    const bucket = await server.makeBucket();
    for (const Key of ['team/a/executions/a/b', 'team/b/executions/a/b', 'team/a/not a key'])
      await clientOf().send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }));
    const store = openStore(orderFor(bucket, { prefix: 'team/a/' }));
    expect((await gather(store.list())).map(({ key }) => key)).toEqual(['executions/a/b']);
  });

  it('is swept both ways, page by page: what no row knows goes, what has gone is told, the rest stays', async () => {
    const store = openStore(orderFor(await server.makeBucket(), { prefix: 'team/' }));
    const keysOf = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) => `executions/a/${String(from + at).padStart(5, '0')}`);
    const [known, unknown, gone] = [keysOf(0, 700), keysOf(700, 1300), keysOf(1300, 1305)];
    const left = [...known, ...unknown, 'waiting/a/g/1-aa'];
    const putAll = async () => {
      for (let key = left.pop(); key; key = left.pop()) await store.put(key, bytes('x'), { maxBytes: 1 });
    };
    await Promise.all(Array.from({ length: 8 }, putAll));
    await store.put('installation/id', bytes('this database'), { maxBytes: 100 });
    const rows = [...known, ...gone].map((key) => ({ artifactId: key as ArtifactId, storageKey: key }));
    const missing: string[] = [];
    let batches = 0;
    for await (const _ of sweepStore({
      clock: { now: () => new Date(Date.now() + 2 * 86_400_000) },
      log: silentLog,
      installationId: async () => 'this database',
      artifactStore: store,
      uploads: { knownKeys: async () => new Set() },
      artifacts: {
        knownKeys: async (keys) => new Set(keys.filter((key) => known.includes(key))),
        listStored: async ({ after, limit }) =>
          rows.filter(({ artifactId }) => after === null || artifactId > after).slice(0, limit),
        markMissing: async (ids) => void missing.push(...ids),
      },
    }))
      batches += 1;
    const held = (await gather(store.list())).map(({ key }) => key).sort();
    expect(held).toEqual([...known, 'installation/id']);
    expect(missing.sort()).toEqual(gone);
    expect(batches).toBe(3); // of 500 keys two, and one of rows
  }, 300_000);

  it('says of a bucket that is not there, a wrong key and a server that is away what is wrong', async () => {
    const bucket = await server.makeBucket();
    const put = (order: BucketOrder) => openStore(order).put('executions/a/b', bytes('x'), { maxBytes: 10 });
    const refusal = async (order: BucketOrder) => {
      const stored = await put(order);
      if (stored.ok) throw new Error('it was stored');
      return [stored.error.code, stored.error.message];
    };
    expect(await refusal(orderFor('nobodys-bucket'))).toEqual([
      'unavailable',
      expect.stringMatching(/S3_BUCKET/),
    ]);
    const wrong = { accessKeyId: server.credentials.accessKeyId, secretAccessKey: 'not-the-secret' };
    const [code, message] = await refusal(orderFor(bucket, { credentials: wrong }));
    expect([code, message]).toEqual(['unavailable', expect.stringMatching(/SignatureDoesNotMatch/)]);
    expect(message).not.toContain('not-the-secret');
    expect(await refusal(orderFor(bucket, { endpoint: 'http://127.0.0.1:9' }))).toEqual([
      'unavailable',
      expect.stringMatching(/ECONNREFUSED/),
    ]);
    await expect(openStore(orderFor('nobodys-bucket')).has('executions/a/b')).rejects.toThrow();
  });

  it('has what it stored when its server comes back from a crash', async () => {
    const store = openStore(orderFor(await server.makeBucket()));
    await store.put('executions/a/b', bytes('kept'), { maxBytes: 10 });
    await server.stop();
    try {
      expect(await store.get('executions/a/b')).toMatchObject({ ok: false, error: { code: 'unavailable' } });
      expect((await store.put('executions/a/c', bytes('x'), { maxBytes: 10 })).ok).toBe(false);
    } finally {
      await server.start();
    }
    expect((await read(store, 'executions/a/b')).toString()).toBe('kept');
  });
});
