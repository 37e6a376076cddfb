import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMasker } from '../../masking/masker.ts';
import { artifactName } from './artifact-name.ts';
import { contentTypeOf } from './content-type.ts';
import { findFiles } from './find-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-find-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (...paths: string[]) => {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), path);
  }
};
const find = (...globs: string[]) => findFiles(folder, globs).map(({ path }) => path);

describe('files to keep', () => {
  it('are found by globs, hidden ones too, in order', () => {
    write('coverage/lcov.info', 'coverage/.meta/x', 'b.log', 'a.log', 'src/c.log');
    expect(find('*.log', 'coverage/**')).toEqual([
      'a.log',
      'b.log',
      'coverage/.meta/x',
      'coverage/lcov.info',
    ]);
    expect(find('**/*.log')).toEqual(['a.log', 'b.log', 'src/c.log']);
    expect(find('./coverage/')).toEqual(['coverage/.meta/x', 'coverage/lcov.info']);
    expect(find()).toEqual([]);
  });

  it('are never sought in installed packages, nor through links', () => {
    write('node_modules/x/a.log', 'packages/p/node_modules/y/a.log', 'a.log', '.git/a.log');
    symlinkSync('/etc', join(folder, 'etc'));
    symlinkSync('/etc/passwd', join(folder, 'passwd.log'));
    expect(find('**/*.log', '**/passwd')).toEqual(['a.log']);
  });

  it('are known to be new when they were written anew', () => {
    write('a.log', 'b.log');
    const before = findFiles(folder, ['*.log']);
    writeFileSync(join(folder, 'a.log'), 'something longer than before');
    const after = findFiles(folder, ['*.log']);
    expect(after[0]?.state).not.toBe(before[0]?.state);
    expect(after[1]?.state).toBe(before[1]?.state);
  });
});

const nameOf = (said: string, path: string) => artifactName(said, path, createMasker(['hunter22']));

describe('the name of an artifact', () => {
  it('shows no secret, nor half of one where it is shortened', () => {
    expect(nameOf('of hunter22.png', '/x/a.hunter22')).toBe('of ***.png');
    expect(nameOf(`hunter22${'x'.repeat(250)}`, '/x/a')).not.toContain('er22');
  });

  it('has the ending of its file, when it has none of its own', () => {
    expect(nameOf('screenshot', '/x/test-failed-1.png')).toBe('screenshot.png');
    expect(nameOf('trace.zip', '/x/trace.zip')).toBe('trace.zip');
    expect(nameOf('log', '/x/Makefile')).toBe('log');
  });

  it('never leads anywhere, and can be shown', () => {
    expect(nameOf('../../etc/passwd', '/x/a')).toBe('etc/passwd');
    expect(nameOf('/a//./b\\..\\c.txt', '/x/a')).toBe('a/b/c.txt');
    expect(nameOf('a\u0000\u001b[31m\u202etxt.exe', '/x/a')).toBe('a[31mtxt.exe');
    expect(nameOf('..', '/x/a')).toBe('attachment');
    expect(nameOf(`${'d/'.repeat(500)}end.png`, '/x/a.png')).toMatch(/^….{240,}end\.png$/);
    expect(nameOf('\ud800'.repeat(300), '/x/a.png').isWellFormed()).toBe(true);
  });
});

it('a media type is what was said, if that is one, else what the ending says', () => {
  expect(contentTypeOf('/x/a.PNG')).toBe('image/png');
  expect(contentTypeOf('/x/a.png', 'image/webp')).toBe('image/webp');
  expect(contentTypeOf('/x/a.png', 'text/html\r\nx: y')).toBe('image/png');
  expect(contentTypeOf('/x/a.unknown')).toBe('application/octet-stream');
});
