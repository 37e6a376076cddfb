import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKeyRing } from './key-ring.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-keys-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const key = () => randomBytes(32).toString('base64');
const path = () => join(folder, 'secret.key');
const lines = async () => (await readFile(path(), 'utf8')).trim().split('\n');
const idsOf = async (opening: ReturnType<typeof openKeyRing>) =>
  (await (await opening).ring.read()).map(({ keyId }) => keyId);

/** Root may read every file; anyone else stays who they are. */
async function asNobody(act: () => Promise<void>): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.('nobody');
  await act().finally(() => isRoot && process.seteuid?.(0));
}

describe('the file', () => {
  it('is made at the first start, for its owner alone, and stays the same', async () => {
    const first = await idsOf(openKeyRing(folder, null));
    expect(first).toHaveLength(1);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    expect(await idsOf(openKeyRing(folder, null))).toEqual(first);
  });

  it('of an earlier version, without a line end, is a ring of one', async () => {
    await writeFile(path(), key());
    expect(await idsOf(openKeyRing(folder, null))).toHaveLength(1);
  });

  it('gets a new key before the others, and loses only those named, never the first', async () => {
    const { ring, file } = await openKeyRing(folder, null);
    const [old] = await lines();
    const [{ keyId: oldId }] = await ring.read();
    const added = await file?.addFirst();
    expect((await ring.read()).map(({ keyId }) => keyId)).toEqual([added, oldId]);
    expect((await lines())[1]).toBe(old);
    expect(await file?.drop([added ?? ''])).toEqual([]);
    expect(await file?.drop([oldId, 'unknown'])).toEqual([oldId]);
    expect((await ring.read()).map(({ keyId }) => keyId)).toEqual([added]);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['secret.key']);
  });

  it('that is a link to one that servers share is changed where it is', async () => {
    const shared = join(folder, 'shared.key');
    await writeFile(shared, `${key()}\n`);
    await symlink(shared, path());
    const { file } = await openKeyRing(folder, null);
    await file?.addFirst();
    expect((await readFile(shared, 'utf8')).trim().split('\n')).toHaveLength(2);
  });

  it('that is gone or broken while the server runs is not made anew', async () => {
    const { ring } = await openKeyRing(folder, null);
    await rm(path());
    await expect(ring.read()).rejects.toThrow('ENOENT');
    await writeFile(path(), `${key()}\nc2hvcnQ=\n`);
    await expect(ring.read()).rejects.toThrow('Key 2 of');
  });

  it('that cannot be read is left alone', async () => {
    await writeFile(path(), `${key()}\n`);
    await chmod(folder, 0o755);
    await chmod(path(), 0);
    await asNobody(() => expect(openKeyRing(folder, null)).rejects.toThrow('EACCES'));
  });
});

describe('the setting', () => {
  it('holds several keys by commas, and no file is made', async () => {
    const [a, b] = [key(), key()];
    expect(await idsOf(openKeyRing(folder, ` ${a}, ${b},`))).toEqual([
      ...(await idsOf(openKeyRing(folder, a))),
      ...(await idsOf(openKeyRing(folder, b))),
    ]);
    expect((await openKeyRing(folder, a)).file).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['', ' , ', 'c2hvcnQ='])('%j stops the start, and is not repeated', async (setting) => {
    const refused = openKeyRing(folder, setting);
    await expect(refused).rejects.toThrow('must be 32 bytes in base64');
    await expect(refused).rejects.toThrow('GAUNTLET_SECRET_KEY');
    await expect(refused).rejects.not.toThrow('c2hvcnQ=');
  });
});
