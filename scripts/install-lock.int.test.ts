import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withInstallLock } from './install-lock.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that takes the lock, notes when it has it and when it lets go, `rounds` times. */
const HOLDER = `
  import { appendFileSync } from 'node:fs';
  import { withInstallLock } from '${new URL('install-lock.mjs', import.meta.url).href}';
  const [lock, notes, rounds] = process.argv.slice(1);
  for (let i = 0; i < Number(rounds); i += 1) {
    await withInstallLock({ lock, onWait() {}, staleMs: 60_000 }, async () => {
      appendFileSync(notes, 'in ' + process.pid + '\\n');
      await new Promise((resolve) => setTimeout(resolve, 5));
      appendFileSync(notes, 'out ' + process.pid + '\\n');
    });
  }`;

function startHolder(lock: string, notes: string, rounds: number): Promise<number | null> {
  const args = ['--input-type=module', '--eval', HOLDER, lock, notes, String(rounds)];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  return new Promise((resolve) => child.once('close', resolve));
}

/** Each "in" is followed by the "out" of the same process. */
function overlaps(notes: string): boolean {
  const lines = readFileSync(notes, 'utf8').trim().split('\n');
  return lines.some(
    (line, index) => line.startsWith('in ') && lines[index + 1] !== line.replace('in', 'out'),
  );
}

test('of many processes one has the lock at a time, and each gets it', async () => {
  const [lock, notes] = [join(folder, 'deep', 'lock'), join(folder, 'notes')];
  const exitCodes = await Promise.all(Array.from({ length: 4 }, () => startHolder(lock, notes, 3)));
  expect(exitCodes).toEqual([0, 0, 0, 0]);
  expect(readFileSync(notes, 'utf8').match(/in /g)).toHaveLength(12);
  expect(overlaps(notes)).toBe(false);
});

test('the lock of a dead holder is taken over by one process at a time', async () => {
  const [lock, notes] = [join(folder, 'lock'), join(folder, 'notes')];
  writeFileSync(lock, 'name-of-the-dead');
  const longAgo = new Date(Date.now() - 3_600_000);
  utimesSync(lock, longAgo, longAgo);
  await Promise.all(Array.from({ length: 4 }, () => startHolder(lock, notes, 1)));
  expect(readFileSync(notes, 'utf8').match(/in /g)).toHaveLength(4);
  expect(overlaps(notes)).toBe(false);
});

test('a lock that is touched is never taken, however long it is held', async () => {
  const [lock, notes] = [join(folder, 'lock'), join(folder, 'notes')];
  let waited = 0;
  const second = () =>
    withInstallLock({ lock, onWait: () => waited++, staleMs: 1_500 }, async () =>
      appendFileSync(notes, 'in '),
    );
  let done: Promise<void> | undefined;
  await withInstallLock(
    { lock, onWait: () => expect.unreachable('nobody has it'), staleMs: 1_500 },
    async () => {
      done = second();
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      appendFileSync(notes, 'out ');
    },
  );
  await done;
  expect(readFileSync(notes, 'utf8')).toBe('out in ');
  expect(waited).toBe(1);
});

test('work that throws lets go of the lock', async () => {
  const lock = join(folder, 'lock');
  const terms = { lock, onWait: () => expect.unreachable('nobody has it') };
  await expect(withInstallLock(terms, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withInstallLock(terms, async () => 'again')).toBe('again');
});
