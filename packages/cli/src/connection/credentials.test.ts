import { chmod, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok } from '@gauntlet/core/kernel';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeCredentials, readCredentials } from './credentials.ts';
import { withLogin } from './profiles.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-credentials-'));
});
afterEach(() => rm(folder, { recursive: true }));
const file = () => join(folder, 'credentials.json');

const login = (name: string) =>
  changeCredentials(folder, (credentials) =>
    withLogin(credentials, name, {
      server: `https://${name}.example`,
      token: `gnt_${name}`,
      username: 'ada',
      teamName: 'engines',
    }),
  );
const names = async () => {
  const credentials = await readCredentials(folder);
  return credentials.ok ? Object.keys(credentials.value.profiles).sort() : credentials.error.code;
};

it('the file is its owner’s alone, also when an old one was not there', async () => {
  expect(await names()).toEqual([]);
  await login('work');
  expect((await stat(file())).mode & 0o777).toBe(0o600);
  expect(await names()).toEqual(['work']);
});

it('of many programs that sign in at once none loses what another keeps', async () => {
  const all = Array.from({ length: 12 }, (_, index) => `p${index}`);
  await Promise.all(all.map(login));
  expect(await names()).toEqual(all.toSorted());
  expect(await readdir(folder)).toEqual(['credentials.json']);
});

it.each([0o644, 0o640, 0o620, 0o604])(
  'a file of mode %o is refused with what to do, and not changed',
  async (mode) => {
    await login('work');
    const before = await readFile(file(), 'utf8');
    await chmod(file(), mode);
    const read = await readCredentials(folder);
    expect(read.ok ? null : [read.error.code, read.error.message, read.error.advice]).toEqual([
      'credentials-unsafe',
      `${file()} can be read or changed by others (mode ${mode.toString(8)}).`,
      expect.stringContaining(`chmod 600 '${file()}'`),
    ]);
    expect((await login('home')).ok).toBe(false);
    expect(await readFile(file(), 'utf8')).toBe(before);
    await chmod(file(), 0o600);
    expect(await names()).toEqual(['work']);
  },
);

it.each(['', '{', '[]', '{"profiles": 1}'])(
  'a file that says %j is not taken for an empty one',
  async (text) => {
    await writeFile(file(), text, { mode: 0o600 });
    expect(await names()).toBe('credentials-unreadable');
    expect((await login('work')).ok).toBe(false);
    expect(await readFile(file(), 'utf8')).toBe(text);
  },
);

it('what a change that was killed has left stands in nobody’s way, and goes', async () => {
  await login('work');
  const left = join(folder, '.credentials-01900000-0000-7000-8000-000000000001');
  await writeFile(left, '{"profiles"', { mode: 0o600 });
  const lock = join(folder, '.credentials.lock');
  await writeFile(lock, '');
  await utimes(lock, 0, 0);
  await login('home');
  expect(await names()).toEqual(['home', 'work']);
  expect(await readdir(folder)).toEqual(['credentials.json']);
});

it('a change that is refused, or that throws, leaves the lock to the next', async () => {
  await login('work');
  await expect(
    changeCredentials(folder, () => {
      throw new Error('a fault');
    }),
  ).rejects.toThrow('a fault');
  expect((await changeCredentials(folder, (credentials) => ok({ credentials }))).ok).toBe(true);
});
