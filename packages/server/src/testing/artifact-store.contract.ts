/** What every artifact store must do. */
import { createHash, randomBytes } from 'node:crypto';
import { constants, gunzipSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ArtifactStore, SEEK_STRIDE_BYTES } from '../executions/index.ts';

const bytes = (...parts: string[]) =>
  (async function* () {
    for (const part of parts) yield Buffer.from(part);
  })();

const readBytes = async (content: AsyncIterable<Uint8Array>) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
};
const read = async (content: AsyncIterable<Uint8Array>) => (await readBytes(content)).toString();

export function artifactStoreContract(name: string, create: () => Promise<ArtifactStore>): void {
  describe(`${name}, as an artifact store`, () => {
    it('gives back what was put, with its size and checksum', async () => {
      const store = await create();
      const checksum = `sha256:${createHash('sha256').update('hello world').digest('hex')}`;
      expect(await store.put('executions/a/b', bytes('hello ', 'world'), { maxBytes: 100 })).toEqual({
        ok: true,
        value: { sizeBytes: 11, checksum },
      });
      const found = await store.get('executions/a/b');
      expect(found.ok && (await read(found.value))).toBe('hello world');
    });

    it('gives a range', async () => {
      const store = await create();
      await store.put('executions/a/b', bytes('0123456789'), { maxBytes: 100 });
      const found = await store.get('executions/a/b', { start: 2, end: 4 });
      expect(found.ok && (await read(found.value))).toBe('234');
    });

    it('keeps nothing of what is too large, and what was there before stays', async () => {
      const store = await create();
      await store.put('executions/a/b', bytes('small'), { maxBytes: 10 });
      expect(await store.put('executions/a/b', bytes('much ', 'too large'), { maxBytes: 10 })).toMatchObject({
        ok: false,
        error: { code: 'too-large' },
      });
      const found = await store.get('executions/a/b');
      expect(found.ok && (await read(found.value))).toBe('small');
    });

    it('keeps nothing of what broke off', async () => {
      const store = await create();
      const broken = (async function* () {
        yield Buffer.from('half');
        throw new Error('the connection is gone');
      })();
      expect((await store.put('executions/a/broken', broken, { maxBytes: 100 })).ok).toBe(false);
      expect(await store.get('executions/a/broken')).toMatchObject({
        ok: false,
        error: { code: 'not-found' },
      });
    });

    it('stores a key that ends in .gz compressed, and tells size and checksum of the content', async () => {
      const store = await create();
      const text = 'a'.repeat(100_000);
      const stored = await store.put('executions/a/log.gz', bytes(text), { maxBytes: 200_000 });
      expect(stored).toMatchObject({ ok: true, value: { sizeBytes: 100_000 } });
      const found = await store.get('executions/a/log.gz');
      const raw = found.ok ? await readBytes(found.value) : Buffer.alloc(0);
      expect(raw.byteLength).toBeLessThan(1000);
    });

    it('tells from where in a compressed file its content can be read, one place for each stride', async () => {
      const store = await create();
      const lines = Array.from({ length: 40_000 }, () => `${randomBytes(60).toString('base64')}\n`);
      const text = lines.join('');
      const stored = await store.put('executions/a/log.gz', bytes(...lines), { maxBytes: 10_000_000 });
      const seekPoints = (stored.ok && stored.value.seekPoints) || [];
      expect(seekPoints).toHaveLength(Math.floor(text.length / SEEK_STRIDE_BYTES));
      expect(seekPoints.length).toBeGreaterThan(1);
      for (const [stride, start] of seekPoints.entries()) {
        const found = await store.get('executions/a/log.gz', { start });
        const rest = found.ok ? await readBytes(found.value) : Buffer.alloc(0);
        const unpacked = inflateRawSync(rest, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
        expect(unpacked === text.slice((stride + 1) * SEEK_STRIDE_BYTES)).toBe(true);
      }
      const whole = await store.get('executions/a/log.gz');
      expect(whole.ok && gunzipSync(await readBytes(whole.value)).toString() === text).toBe(true);
    });

    it('forgets what is deleted, also twice', async () => {
      const store = await create();
      await store.put('executions/a/b', bytes('x'), { maxBytes: 10 });
      await store.delete('executions/a/b');
      await store.delete('executions/a/b');
      expect(await store.get('executions/a/b')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    });

    it('says whether it holds a key', async () => {
      const store = await create();
      await store.put('executions/a/empty', bytes(), { maxBytes: 10 });
      expect(await store.has('executions/a/empty')).toBe(true);
      expect(await store.has('executions/a/other')).toBe(false);
      expect(await store.has('executions/a')).toBe(false);
    });

    it('lists every key with when it was stored, and nothing of what broke off', async () => {
      const store = await create();
      const began = Date.now() - 2000; // a store's clock is not ours
      for (const key of ['executions/a/b', 'executions/a/deep/c.gz', 'uploads/d'])
        await store.put(key, bytes('x'), { maxBytes: 10 });
      await store.put('uploads/large', bytes('too large'), { maxBytes: 1 });
      const found = new Map<string, Date>();
      for await (const { key, storedAt } of store.list()) found.set(key, storedAt);
      expect([...found.keys()].sort()).toEqual(['executions/a/b', 'executions/a/deep/c.gz', 'uploads/d']);
      for (const storedAt of found.values()) expect(storedAt.getTime()).toBeGreaterThan(began);
    });

    it('keeps what is stored when it removes what broken writes have left', async () => {
      const store = await create();
      await store.put('executions/a/b', bytes('x'), { maxBytes: 10 });
      await store.removeLeftovers(new Date(Date.now() + 60_000));
      expect(await store.has('executions/a/b')).toBe(true);
      expect((await store.put('executions/a/c', bytes('y'), { maxBytes: 10 })).ok).toBe(true);
    });

    it('says that it can be stored to, and leaves nothing by that', async () => {
      const store = await create();
      expect(await store.probe()).toEqual({ ok: true, value: null });
      const found: string[] = [];
      for await (const { key } of store.list()) found.push(key);
      expect(found).toEqual([]);
    });

    it.each(['../secret', '/etc/passwd', 'executions/../../x', 'executions/a b', ''])(
      'takes no key like %j',
      async (key) => {
        const store = await create();
        await expect((async () => store.get(key))()).rejects.toThrow('Not an artifact key');
      },
    );
  });
}
