import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openInside } from './open-inside.ts';

let base: string;
let inside: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'gauntlet-open-')));
  inside = join(base, 'inside');
  mkdirSync(inside);
  writeFileSync(join(base, 'secret.txt'), 'secret');
  mkdirSync(join(base, 'inside-not'));
  writeFileSync(join(base, 'inside-not', 'a.txt'), 'not ours');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const read = async (path: string): Promise<string> => {
  const opened = await openInside(path, [inside]);
  if (!opened.ok) return opened.error.code;
  try {
    return `read ${await opened.value.readFile('utf8')}`;
  } finally {
    await opened.value.close();
  }
};

describe('a file that tests name', () => {
  it('is read where tests may write, also by a link that stays there', async () => {
    writeFileSync(join(inside, 'a.png'), 'picture');
    symlinkSync('a.png', join(inside, 'latest.png'));
    expect(await read(join(inside, 'a.png'))).toBe('read picture');
    expect(await read(join(inside, 'latest.png'))).toBe('read picture');
  });

  it('is refused when a link, its own or of a folder above it, leads out', async () => {
    symlinkSync('/etc/passwd', join(inside, 'passwd.png'));
    symlinkSync(base, join(inside, 'up'));
    expect(await read(join(inside, 'passwd.png'))).toBe('outside');
    expect(await read(join(inside, 'up', 'secret.txt'))).toBe('outside');
    expect(await read(join(inside, '..', 'secret.txt'))).toBe('outside');
    expect(await read(join(base, 'inside-not', 'a.txt'))).toBe('outside');
    expect(await read(inside)).toBe('outside');
  });

  it('is refused when it is no file, without waiting for a pipe to be written to', async () => {
    mkdirSync(join(inside, 'folder'));
    execFileSync('mkfifo', [join(inside, 'pipe')]);
    expect(await read(join(inside, 'folder'))).toBe('no-file');
    expect(await read(join(inside, 'pipe'))).toBe('no-file');
    expect(await read('/dev/null')).toBe('outside');
  });

  it('is said to be missing when it is', async () => {
    symlinkSync('nowhere', join(inside, 'dangling'));
    expect(await read(join(inside, 'none.png'))).toBe('missing');
    expect(await read(join(inside, 'dangling'))).toBe('missing');
  });

  it('never leads out while a test swaps its folder for a link, again and again', async () => {
    const [folder, link, spare] = ['x', 'link', 'spare'].map((name) => join(inside, name)) as [
      string,
      string,
      string,
    ];
    mkdirSync(folder);
    writeFileSync(join(folder, 'secret.txt'), 'harmless');
    symlinkSync(base, link);
    let swapping = true;
    const swap = async () => {
      while (swapping) {
        renameSync(folder, spare);
        renameSync(link, folder);
        await new Promise(setImmediate);
        renameSync(folder, link);
        renameSync(spare, folder);
        await new Promise(setImmediate);
      }
    };
    const swapped = swap();
    const seen = new Set<string>();
    for (let i = 0; i < 1500; i++) seen.add(await read(join(folder, 'secret.txt')));
    swapping = false;
    await swapped;
    expect(seen).not.toContain('read secret');
    expect(seen).toContain('read harmless');
  });
});
