import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listFiles } from './list-files.ts';
import { packFolder, targetInside } from './pack-folder.ts';

let folder: string;
const env = { HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent' };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-pack-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(files: Record<string, string | Buffer>) {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

async function packNow(passedOver: string[] = []) {
  const { files } = await listFiles({ folder, env, git: 'leave-out' });
  return buffer(packFolder({ folder, files, onPassedOver: (path) => passedOver.push(path) }));
}

async function readTar(archive: Buffer) {
  const entries: { header: Header; content: Buffer }[] = [];
  const reader = extract();
  reader.end(gunzipSync(archive));
  for await (const entry of reader) entries.push({ header: entry.header, content: await buffer(entry) });
  return entries;
}

test('an archive holds the files with their bytes and whether they can be executed', async () => {
  const large = Buffer.alloc(3_000_000, 'gauntlet ');
  await write({ 'a.js': 'a', 'bin/run.sh': '#!/bin/sh\n', 'large.bin': large, 'empty.txt': '' });
  await chmod(join(folder, 'bin/run.sh'), 0o700);
  const entries = await readTar(await packNow());
  expect(entries.map(({ header }) => [header.name, header.mode, header.size])).toEqual([
    ['a.js', 0o644, 1],
    ['bin/run.sh', 0o755, 10],
    ['empty.txt', 0o644, 0],
    ['large.bin', 0o644, large.length],
  ]);
  expect(entries[3]?.content.equals(large)).toBe(true);
});

test('the same files give the same bytes, whenever they were written', async () => {
  await write({ 'a.js': 'a', 'b/c.js': 'c' });
  const first = await packNow();
  await utimes(join(folder, 'a.js'), 1_000_000, 1_000_000);
  const digest = (data: Buffer) => createHash('sha256').update(data).digest('hex');
  expect(digest(await packNow())).toBe(digest(first));
});

test('a link inside the folder is kept, one that leads outside is told and left out', async () => {
  await write({ 'real/a.js': 'a' });
  await symlink('real/a.js', join(folder, 'inside'));
  await symlink(join(folder, 'real'), join(folder, 'absolute'));
  await symlink('../../etc/passwd', join(folder, 'real/outside'));
  await symlink('/etc/passwd', join(folder, 'real/absolute-outside'));
  const passedOver: string[] = [];
  const entries = await readTar(await packNow(passedOver));
  const links = entries.filter(({ header }) => header.type === 'symlink');
  expect(links.map(({ header }) => [header.name, header.linkname])).toEqual([
    ['absolute', 'real'],
    ['inside', 'real/a.js'],
  ]);
  expect(passedOver).toEqual(['real/absolute-outside', 'real/outside']);
});

test('a link is judged by where it leads, not by how it is written', () => {
  expect(targetInside('/p', 'a/b', '../c')).toBe('../c');
  expect(targetInside('/p', 'a', '../p/c')).toBe('c');
  expect(targetInside('/p', 'a', '..')).toBeNull();
  expect(targetInside('/p', 'a', '/p2/c')).toBeNull();
  expect(targetInside('/p', 'a', '..c')).toBe('..c');
});

test('a long name with letters of any script survives', async () => {
  const name = `${'ü'.repeat(60)}/${'名'.repeat(40)}.test.js`;
  await write({ [name]: 'x' });
  expect((await readTar(await packNow())).map(({ header }) => header.name)).toEqual([name]);
});

test('a file that vanished since the listing is told and left out', async () => {
  await write({ 'a.js': 'a', 'b.js': 'b' });
  const { files } = await listFiles({ folder, env, git: 'leave-out' });
  await rm(join(folder, 'a.js'));
  const told: string[] = [];
  const archive = await buffer(
    packFolder({ folder, files, onPassedOver: (path, why) => told.push(`${path}: ${why}`) }),
  );
  expect((await readTar(archive)).map(({ header }) => header.name)).toEqual(['b.js']);
  expect(told).toEqual(['a.js: gone since the folder was listed']);
});

test('an entry that cannot be read ends the stream with its error', async () => {
  await write({ 'a.js': 'a' });
  await mkdir(join(folder, 'folder'));
  const listed = [{ path: 'folder', kind: 'file' as const }];
  await expect(buffer(packFolder({ folder, files: listed }))).rejects.toThrow(/EISDIR/);
});
