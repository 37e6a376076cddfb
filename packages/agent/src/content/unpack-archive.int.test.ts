import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type Header, pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_CONTENT_LIMITS } from './content-order.ts';
import { unpackArchive } from './unpack-archive.ts';

let top: string;
let target: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'gauntlet-archive-'));
  target = join(top, 'target');
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

type Item = Partial<Header> & { name: string; text?: string };

const tarOf = async (...items: Item[]): Promise<Buffer> => {
  const tar = pack();
  for (const { text, ...header } of items) tar.entry(header, text ?? '');
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** In chunks of an odd size, as a network would bring them. */
const streamOf = (bytes: Buffer, chunkBytes = 777): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    })(),
  );

const unpack = (bytes: Buffer, limits = {}) =>
  unpackArchive(async () => streamOf(bytes), target, { ...DEFAULT_CONTENT_LIMITS, ...limits });

const unpackItems = async (...items: Item[]) => unpack(await tarOf(...items));

const expectRefused = async (
  result: ReturnType<typeof unpack>,
  message: RegExp,
  reason = 'content-invalid',
) => {
  expect(await result).toEqual({ ok: false, error: { reason, message: expect.stringMatching(message) } });
  // Whatever was refused, nothing came to lie beside the target.
  expect(readdirSync(top).filter((name) => name !== 'target')).toEqual([]);
};

describe('an archive in order', () => {
  it('is unpacked, small files and large, from tar and from tar.gz', async () => {
    const large = 'x'.repeat(1_000_000);
    const tar = await tarOf(
      { name: 'sub/', type: 'directory' },
      { name: 'sub/a.txt', text: 'a' },
      { name: './large.bin', text: large },
      { name: 'deep/er/empty', text: '' },
    );
    for (const bytes of [tar, gzipSync(tar)]) {
      rmSync(target, { recursive: true, force: true });
      expect(await unpack(bytes)).toEqual({ ok: true, value: { files: 3, bytes: 1_000_001 } });
      expect(readFileSync(join(target, 'sub/a.txt'), 'utf8')).toBe('a');
      expect(readFileSync(join(target, 'large.bin'), 'utf8')).toBe(large);
      expect(statSync(join(target, 'deep/er/empty')).size).toBe(0);
    }
  });

  it('of the system tar comes out the same, long names, links and modes included', async () => {
    const source = join(top, 'target-source');
    const long = `${'d'.repeat(120)}/${'e'.repeat(120)}`;
    mkdirSync(join(source, long), { recursive: true });
    writeFileSync(join(source, long, 'file.txt'), 'long');
    writeFileSync(join(source, 'run.sh'), '#!/bin/sh\n', { mode: 0o755 });
    symlinkSync('run.sh', join(source, 'link'));
    symlinkSync(long, join(source, 'folder-link'));
    const bytes = execFileSync('tar', ['-cz', '-C', source, '.']);
    rmSync(source, { recursive: true });
    expect((await unpack(bytes)).ok).toBe(true);
    expect(readFileSync(join(target, long, 'file.txt'), 'utf8')).toBe('long');
    expect(statSync(join(target, 'run.sh')).mode & 0o777).toBe(0o755);
    expect(readlinkSync(join(target, 'link'))).toBe('run.sh');
    expect(readFileSync(join(target, 'folder-link/file.txt'), 'utf8')).toBe('long');
  });

  it('keeps hard links inside the folder', async () => {
    expect(
      (await unpackItems({ name: 'copy', type: 'link', linkname: 'a' }, { name: 'a', text: 'one' })).ok,
    ).toBe(true);
    expect(readFileSync(join(target, 'copy'), 'utf8')).toBe('one');
  });

  it('loses set-user-id bits and writing by strangers, and stays readable and writable for us', async () => {
    await unpackItems({ name: 'suid', mode: 0o6777, text: 'x' }, { name: 'none', mode: 0o011, text: 'x' });
    expect(statSync(join(target, 'suid')).mode & 0o7777).toBe(0o755);
    expect(statSync(join(target, 'none')).mode & 0o7777).toBe(0o611);
  });

  it('that names a file twice keeps the last', async () => {
    expect((await unpackItems({ name: 'a', text: 'first' }, { name: './a', text: 'last' })).ok).toBe(true);
    expect(readFileSync(join(target, 'a'), 'utf8')).toBe('last');
  });
});

describe('an archive that would leave its folder is refused', () => {
  it.each([
    ['a path with ..', [{ name: '../evil', text: 'x' }], /"\.\.\/evil" is refused: its path holds "\.\."/],
    ['a path with .. inside', [{ name: 'a/../../evil', text: 'x' }], /holds "\.\."/],
    ['an absolute path', [{ name: '/tmp/evil', text: 'x' }], /path is absolute/],
    ['an absolute link', [{ name: 'l', type: 'symlink', linkname: '/etc' }], /absolute path \(\/etc\)/],
    ['a link to outside', [{ name: 'a/l', type: 'symlink', linkname: '../../x' }], /leads out/],
    [
      'a hard link to outside',
      [{ name: 'h', type: 'link', linkname: '../../etc/passwd' }],
      /hard link "h" is refused: it leads out/,
    ],
    ['a hard link to an absolute path', [{ name: 'h', type: 'link', linkname: '/etc/passwd' }], /leads out/],
    ['a hard link to nothing', [{ name: 'h', type: 'link', linkname: 'gone' }], /no file of the archive/],
    ['a device', [{ name: 'd', type: 'character-device', devmajor: 1, devminor: 5 }], /character-device/],
    ['a fifo', [{ name: 'f', type: 'fifo' }], /fifo/],
    ['a name of 300 characters', [{ name: `${'n'.repeat(300)}`, text: 'x' }], /name is too long/],
  ] as [string, Item[], RegExp][])('%s', async (_, items, message) => {
    await expectRefused(unpackItems(...items), message);
  });

  it('a file below a link: it never lands where the link leads', async () => {
    const outside = join(top, 'target-outside');
    mkdirSync(outside);
    const items: Item[] = [
      { name: 'l', type: 'symlink', linkname: '../target-outside' },
      { name: 'l/evil', text: 'x' },
    ];
    expect((await unpackItems(...items)).ok).toBe(false);
    expect(readdirSync(outside)).toEqual([]);
    const inside: Item[] = [
      { name: 'real/', type: 'directory' },
      { name: 'm', type: 'symlink', linkname: 'real' },
      { name: 'm/through', text: 'x' },
    ];
    rmSync(target, { recursive: true });
    expect(await unpackItems(...inside)).toMatchObject({ ok: false, error: { reason: 'content-invalid' } });
    expect(existsSync(join(target, 'real/through'))).toBe(false);
  });

  it('a hard link to a symbolic link, which could be swapped for one that leads out', async () => {
    const items: Item[] = [
      { name: 's', type: 'symlink', linkname: 'a' },
      { name: 'h', type: 'link', linkname: 's' },
    ];
    await expectRefused(unpackItems(...items), /no file of the archive/);
  });

  it('a folder where a file is', async () => {
    await expectRefused(
      unpackItems({ name: 'a', text: 'x' }, { name: 'a/b', text: 'x' }),
      /contradict each other/,
    );
  });
});

describe('an archive that is too much', () => {
  it('of 10 GB of zeros stops early, on disk and in time', async () => {
    const tar = pack();
    let produced = 0;
    const zeros = Buffer.alloc(1024 * 1024);
    const entry = tar.entry({ name: 'zeros', size: 10 * 1024 ** 3 });
    const feed = Readable.from(
      (async function* () {
        for (; produced < 10 * 1024 ** 3; produced += zeros.length) {
          if (!entry.write(zeros)) await new Promise((resolve) => entry.once('drain', () => resolve(null)));
          yield;
        }
      })(),
    );
    feed.resume();
    const before = performance.now();
    const source = Readable.from(tar).pipe(createGzip({ level: 1 }));
    const result = unpackArchive(async () => source, target, DEFAULT_CONTENT_LIMITS);
    await expectRefused(result, /200 times its size/);
    feed.destroy();
    expect(produced).toBeLessThan(400 * 1024 ** 2);
    expect(lstatSync(join(target, 'zeros')).size).toBeLessThan(110 * 1024 ** 2);
    expect(performance.now() - before).toBeLessThan(20_000);
  });

  it('in bytes stops at the limit', async () => {
    const tar = await tarOf({ name: 'big', text: 'x'.repeat(3_000_000) });
    await expectRefused(unpack(tar, { maxBytes: 1_000_000 }), /more than the 1000000 bytes allowed/);
    expect(statSync(join(target, 'big')).size).toBeLessThanOrEqual(1_000_000);
  });

  it('in headers alone counts as well', async () => {
    const tar = await tarOf(...Array.from({ length: 400 }, (_, i) => ({ name: `f${i}`, text: '' })));
    await expectRefused(unpack(tar, { maxBytes: 100_000 }), /more than the 100000 bytes/);
  });

  it('in entries stops at the limit', async () => {
    const tar = await tarOf(...Array.from({ length: 30 }, (_, i) => ({ name: `f${i}`, text: '' })));
    await expectRefused(unpack(tar, { maxEntries: 20 }), /more than 20 entries/);
  });
});

describe('an archive that is none', () => {
  it.each([
    ['zip', Buffer.from('PK\u0003\u0004rest of it')],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])],
  ])('%s is named as what it is', async (name, bytes) => {
    await expectRefused(unpack(bytes), new RegExp(`archive is ${name}; upload a tar or a tar\\.gz`));
  });

  it('is refused: text, nothing, one byte, no entries', async () => {
    await expectRefused(unpack(Buffer.from('hello '.repeat(200))), /damaged or cut off/);
    await expectRefused(unpack(Buffer.alloc(0)), /holds no files/);
    await expectRefused(unpack(Buffer.from('x')), /damaged or cut off/);
    await expectRefused(unpack(Buffer.alloc(1024)), /holds no files/);
  });

  it('is refused when it is cut off anywhere, plain or packed', async () => {
    const tar = await tarOf({ name: 'a', text: 'x'.repeat(5000) }, { name: 'b', text: 'y'.repeat(500_000) });
    for (const at of [600, 3000, 5633, 7000, 300_000]) {
      rmSync(target, { recursive: true, force: true });
      await expectRefused(unpack(tar.subarray(0, at)), /damaged or cut off/);
    }
    const packed = gzipSync(tar);
    for (const at of [12, 40, packed.length - 4]) {
      rmSync(target, { recursive: true, force: true });
      await expectRefused(unpack(packed.subarray(0, at)), /damaged or cut off/);
    }
  });

  it('is told from one that cannot be had', async () => {
    const unreachable = unpackArchive(
      () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.1:80')),
      target,
      DEFAULT_CONTENT_LIMITS,
    );
    await expectRefused(unreachable, /could not be read: connect ECONNREFUSED/, 'content-unavailable');
    const tar = await tarOf({ name: 'a', text: 'x'.repeat(5000) });
    const breaking = Readable.from(
      (async function* () {
        yield tar.subarray(0, 1000);
        throw new Error('socket hang up');
      })(),
    );
    const broken = unpackArchive(async () => breaking, target, DEFAULT_CONTENT_LIMITS);
    await expectRefused(broken, /could not be read: socket hang up/, 'content-unavailable');
  });
});

it('any damage ends in an answer: no hang, no exception, nothing outside', async () => {
  const tar = await tarOf(
    { name: 'a/', type: 'directory' },
    { name: 'a/large', text: 'x'.repeat(300_000) },
    { name: `${'n'.repeat(120)}/long`, text: 'y' },
    { name: 'a/link', type: 'symlink', linkname: 'large' },
    { name: 'copy', type: 'link', linkname: 'a/large' },
  );
  const damage = fc.record({
    packed: fc.boolean(),
    cut: fc.integer({ min: 0, max: tar.length }),
    flips: fc.array(fc.tuple(fc.nat(tar.length - 1), fc.nat(255)), { maxLength: 4 }),
  });
  const unpackDamaged = async ({
    packed,
    cut,
    flips,
  }: {
    packed: boolean;
    cut: number;
    flips: number[][];
  }) => {
    const bytes = Buffer.from(packed ? gzipSync(tar) : tar);
    for (const [at, value] of flips) bytes[(at as number) % bytes.length] = value as number;
    rmSync(target, { recursive: true, force: true });
    const result = await unpack(
      bytes.subarray(0, flips.length > 0 ? bytes.length : cut % (bytes.length + 1)),
    );
    if (!result.ok) expect(result.error.reason).toBe('content-invalid');
    expect(readdirSync(top)).toEqual(['target']);
  };
  await fc.assert(fc.asyncProperty(damage, unpackDamaged), { numRuns: 150 });
});

it('unpacking that is cancelled stops', async () => {
  const control = new AbortController();
  const endless = Readable.from(
    (async function* () {
      yield await tarOf({ name: 'a', text: 'x' }).then((tar) => tar.subarray(0, 1024));
      control.abort();
      yield* endlessZeros();
    })(),
  );
  const result = await unpackArchive(async () => endless, target, DEFAULT_CONTENT_LIMITS, control.signal);
  expect(result).toMatchObject({ ok: false, error: { message: 'Fetching the content was cancelled.' } });
});

async function* endlessZeros(): AsyncGenerator<Buffer> {
  for (;;) yield Buffer.alloc(512);
}

/** Where it cannot, `npm test` says so, and fails in CI. */
const canMount =
  process.getuid?.() === 0 && !(process.env.GAUNTLET_MISSING ?? '').split(',').includes('small-disk');

describe.skipIf(!canMount)('on a disk that is full', () => {
  beforeEach(() => {
    mkdirSync(target);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', target]);
  });
  afterEach(() => {
    execFileSync('umount', [target]);
  });

  it.each([
    ['one large file', [{ name: 'large', text: 'x'.repeat(3_000_000) }]],
    [
      'many small files',
      Array.from({ length: 30 }, (_, i) => ({ name: `f${i}`, text: 'x'.repeat(100_000) })),
    ],
  ] as [string, Item[]][])('%s: says so', async (_, items) => {
    await expectRefused(unpackItems(...items), /disk is full/, 'disk-full');
  });
});
