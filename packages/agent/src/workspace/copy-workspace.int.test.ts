import { execFileSync } from 'node:child_process';
import {
  chmodSync,
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
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitFiles, git, makeRepository } from '../content/testing/git-host.ts';
import { copyWorkspace } from './copy-workspace.ts';

let top: string;
let root: string;
let target: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'gauntlet-copy-'));
  root = join(top, 'content');
  target = join(top, 'group-0/workspace');
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const write = (path: string, text = path): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const copy = (setup: Parameters<typeof copyWorkspace>[0]['setup'] = { modules: [], links: [] }) =>
  copyWorkspace({ root, setup }, target);

describe('a workspace', () => {
  it('holds every file with its mode, empty folders, and links as they are', async () => {
    write('src/a.js', 'a');
    write('.hidden/b', 'b');
    write('run.sh', '#!/bin/sh');
    chmodSync(join(root, 'run.sh'), 0o755);
    mkdirSync(join(root, 'empty'));
    symlinkSync('../src/a.js', join(root, '.hidden/link'));
    symlinkSync('/nowhere', join(root, 'dangling'));
    await copy();
    expect(execFileSync('diff', ['-r', '--no-dereference', root, target], { encoding: 'utf8' })).toBe('');
    expect(statSync(join(target, 'run.sh')).mode & 0o777).toBe(0o755);
    expect(readlinkSync(join(target, '.hidden/link'))).toBe('../src/a.js');
    expect(readlinkSync(join(target, 'dangling'))).toBe('/nowhere');
  });

  it('is its own: what tests change in it changes nothing elsewhere', async () => {
    write('a.txt', 'before');
    await copy();
    writeFileSync(join(target, 'a.txt'), 'after');
    rmSync(join(target, 'a.txt'));
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('before');
  });

  it('is a repository when the content is one, with room for commits of its own', async () => {
    const commit = makeRepository(root, { 'a.txt': 'a' });
    await copy();
    expect(git(target, 'rev-parse', 'HEAD')).toBe(commit);
    expect(git(target, 'status', '--porcelain')).toBe('');
    commitFiles(target, { 'b.txt': 'b' }, 'in the workspace');
    git(target, 'gc', '--quiet', '--prune=now');
    expect(git(root, 'rev-parse', 'HEAD')).toBe(commit);
    expect(git(root, 'fsck', '--strict')).toBe('');
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  it('holds names that are no UTF-8', async () => {
    write('ok/file', 'ok');
    mkdirSync(join(root, 'odd'));
    execFileSync('sh', ['-c', `printf x > "$(printf 'odd/caf\\351')"`], {
      cwd: root,
    });
    await copy();
    expect(readdirSync(join(target, 'odd'), { encoding: 'buffer' })).toEqual([
      Buffer.from('caf\xe9', 'latin1'),
    ]);
    expect(readFileSync(join(target, 'ok/file'), 'utf8')).toBe('ok');
  });

  it('leaves out what cannot be copied: pipes and sockets', async () => {
    write('a', 'a');
    execFileSync('mkfifo', [join(root, 'pipe')]);
    await copy();
    expect(readdirSync(target)).toEqual(['a']);
  });

  it('gets installed dependencies as links, and fixtures that look like some as files', async () => {
    write('package.json', '{}');
    write('node_modules/dep/index.js', 'dep');
    write('test/fixture/node_modules/fake/index.js', 'fake');
    write('.venv/pyvenv.cfg', '');
    await copy({
      modules: [{ source: join(root, 'node_modules'), project: root, at: '' }],
      links: [{ source: join(root, '.venv'), at: '.venv' }],
    });
    expect(lstatSync(join(target, 'node_modules')).isSymbolicLink()).toBe(false);
    expect(lstatSync(join(target, 'node_modules/dep')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(target, 'node_modules/dep/index.js'), 'utf8')).toBe('dep');
    expect(lstatSync(join(target, 'test/fixture/node_modules/fake')).isSymbolicLink()).toBe(false);
    expect(readlinkSync(join(target, '.venv'))).toBe(join(root, '.venv'));
    writeFileSync(join(target, 'node_modules/.cache'), 'tool');
    expect(existsSync(join(root, 'node_modules/.cache'))).toBe(false);
  });

  it('of 500 files and 300 dependencies is made in well under 100 ms', async () => {
    // In memory where there is such a folder: a busy disk is not what is measured here.
    const fast = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/gauntlet-copy-') : top;
    root = join(fast, 'content');
    for (let i = 0; i < 500; i++) write(`src/${i % 40}/file-${i}.ts`, 'x'.repeat(3000));
    for (let i = 0; i < 300; i++) write(`node_modules/dep-${i}/package.json`, '{}');
    const setup = { modules: [{ source: join(root, 'node_modules'), project: root, at: '' }], links: [] };
    const times: number[] = [];
    for (let round = 0; round < 7; round++) {
      const before = performance.now();
      await copyWorkspace({ root, setup }, join(fast, `workspace-${round}`));
      times.push(performance.now() - before);
    }
    rmSync(fast, { recursive: true });
    expect(Math.min(...times)).toBeLessThan(100);
  });
});
