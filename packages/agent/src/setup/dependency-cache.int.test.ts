import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimKept, openDependencyCache } from './dependency-cache.ts';

let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-cache-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const KEY = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const PLENTY = 1e9;

const fill = async (key: string, bytes: number, maxBytes = PLENTY): Promise<string> => {
  const entry = await (await openDependencyCache(folder, maxBytes)).begin(key);
  writeFileSync(join(entry.content, 'file'), Buffer.alloc(bytes));
  await entry.keep();
  return entry.content;
};

/** Another process that does something with the cache and then waits to be killed. */
const elsewhere = async (script: string): Promise<ChildProcess> => {
  const code = `
    const { openDependencyCache } = await import(${JSON.stringify(join(import.meta.dirname, 'dependency-cache.ts'))});
    const { writeFileSync } = await import('node:fs');
    const cache = await openDependencyCache(${JSON.stringify(folder)}, ${PLENTY});
    ${script}
    console.log('ready');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(child.stdout as NodeJS.EventEmitter, 'data');
  return child;
};

const kill = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL');
  await once(child, 'exit');
};

const rewrite = (path: string): void => {
  const { atime, mtime } = statSync(path);
  writeFileSync(path, Buffer.alloc(10, 1));
  utimesSync(path, atime, mtime);
};

const ageEntry = (content: string, seconds: number): void => {
  const at = new Date(Date.now() - seconds * 1000);
  utimesSync(join(content, '../complete.json'), at, at);
};

/** As if the process that made the entry had ended. */
const forgetUses = (content: string): void => rmSync(join(content, '../uses'), { recursive: true });

describe('an installation', () => {
  it('is found again by its key only, once it is kept', async () => {
    const cache = await openDependencyCache(folder, PLENTY);
    expect(await cache.find(KEY)).toBeNull();
    const entry = await cache.begin(KEY);
    writeFileSync(join(entry.content, 'file'), 'installed');
    expect(await cache.find(KEY)).toBeNull();
    await entry.keep();
    expect(readFileSync(join((await cache.find(KEY)) ?? '', 'file'), 'utf8')).toBe('installed');
    expect(await cache.find(OTHER)).toBeNull();
  });

  it.each([
    ['changed, its times set back', (content: string) => rewrite(join(content, 'file'))],
    ['given another file', (content: string) => writeFileSync(join(content, 'more'), '')],
    ['robbed of one', (content: string) => rmSync(join(content, 'file'))],
  ])('that was %s by those who link to it is not found again, and goes', async (_, spoil) => {
    const content = await fill(KEY, 10);
    const cache = await openDependencyCache(folder, PLENTY);
    expect(await cache.find(KEY)).toBe(content);
    spoil(content);
    expect(await cache.find(KEY)).toBeNull();
    const fresh = await fill(KEY, 10);
    expect(await cache.find(KEY)).toBe(fresh);
    expect(existsSync(content)).toBe(false);
  });

  it('that failed leaves nothing', async () => {
    const entry = await (await openDependencyCache(folder, PLENTY)).begin(KEY);
    await entry.discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('made by two at once is kept by both without harm', async () => {
    const cache = await openDependencyCache(folder, PLENTY);
    const [one, two] = await Promise.all([cache.begin(KEY), cache.begin(KEY)]);
    expect(one.content).not.toBe(two.content);
    await Promise.all([one.keep(), two.keep()]);
    expect([one.content, two.content]).toContain(await cache.find(KEY));
  });

  it('whose process was killed midway is never found, and is removed by the next', async () => {
    const child = await elsewhere(`
      const entry = await cache.begin('${KEY}');
      writeFileSync(entry.content + '/half', 'half');`);
    await fill(OTHER, 10);
    expect(readdirSync(folder)).toHaveLength(2);
    expect(await (await openDependencyCache(folder, PLENTY)).find(KEY)).toBeNull();
    await kill(child);
    await fill(OTHER, 10);
    expect(readdirSync(folder).filter((name) => name.startsWith(KEY))).toEqual([]);
  });
});

describe('what does not fit', () => {
  it('goes, the least recently used first', async () => {
    const [oldest, newer] = [await fill(KEY, 600), await fill(OTHER, 600)];
    ageEntry(oldest, 100);
    ageEntry(newer, 50);
    forgetUses(oldest);
    forgetUses(newer);
    await fill('c'.repeat(64), 600, 1300);
    expect(existsSync(oldest)).toBe(false);
    expect(existsSync(newer)).toBe(true);
  });

  it('stays while a living process uses it, and goes when that has ended', async () => {
    const used = await fill(KEY, 600);
    forgetUses(used);
    const child = await elsewhere(`if (!(await cache.find('${KEY}'))) throw new Error('not found');`);
    ageEntry(used, 100);
    await fill(OTHER, 600, 700);
    expect(existsSync(used)).toBe(true);
    await kill(child);
    await fill('c'.repeat(64), 600, 700);
    expect(existsSync(used)).toBe(false);
  });

  it('stays while a process lives that was only told where it is', async () => {
    const used = await fill(KEY, 600);
    forgetUses(used);
    const child = await elsewhere(`
      const { claimKept } = await import(${JSON.stringify(join(import.meta.dirname, 'dependency-cache.ts'))});
      await claimKept([${JSON.stringify(join(used, 'node_modules'))}, '/elsewhere']);`);
    ageEntry(used, 100);
    await fill(OTHER, 600, 700);
    expect(existsSync(used)).toBe(true);
    await kill(child);
    await fill('c'.repeat(64), 600, 700);
    expect(existsSync(used)).toBe(false);
    await expect(claimKept([join(used, 'virtualenv/bin/python')])).rejects.toThrow('are gone');
  });

  it('is used recently when it was found recently', async () => {
    const [first, second] = [await fill(KEY, 600), await fill(OTHER, 600)];
    ageEntry(first, 100);
    ageEntry(second, 50);
    await (await openDependencyCache(folder, PLENTY)).find(KEY);
    forgetUses(first);
    forgetUses(second);
    await fill('c'.repeat(64), 600, 1300);
    expect([existsSync(first), existsSync(second)]).toEqual([true, false]);
  });

  it('is never what was just installed, however small the cache', async () => {
    expect(existsSync(await fill(KEY, 600, 1))).toBe(true);
  });
});
