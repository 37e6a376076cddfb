import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSource } from './read-source.ts';

let base: string;
let work: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'gauntlet-source-')));
  work = join(base, 'work');
  mkdirSync(work);
  writeFileSync(join(base, 'secret.txt'), 'not ours');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const read = (name: string) => readSource(join(work, name), [work]);
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(work, name), content);

describe('a source that a stack names', () => {
  it('is read where it is a text of the workspace', async () => {
    write('cart.js', 'total();\n');
    write('empty.js', '');
    write('bom.js', '\ufeffa');
    symlinkSync('cart.js', join(work, 'link.js'));
    expect(await read('cart.js')).toBe('total();\n');
    expect(await read('link.js')).toBe('total();\n');
    expect(await read('empty.js')).toBe('');
    expect(await read('bom.js')).toBe('a');
  });

  it('is not read where it, or a folder above it, leads out of the workspace', async () => {
    symlinkSync(join(base, 'secret.txt'), join(work, 'a.js'));
    symlinkSync(base, join(work, 'up'));
    symlinkSync('/proc/self/environ', join(work, 'environ.js'));
    for (const name of ['a.js', 'up/secret.txt', '../secret.txt', 'environ.js'])
      expect(await read(name)).toBeNull();
    for (const path of ['/etc/passwd', '/proc/self/environ', '/proc/self/cmdline', '/dev/zero', '/dev/stdin'])
      expect(await readSource(path, [work])).toBeNull();
  });

  it('is not read where it is no file, without waiting for one who writes', async () => {
    execFileSync('mkfifo', [join(work, 'pipe.js')]);
    symlinkSync('pipe.js', join(work, 'to-pipe.js'));
    for (const name of ['pipe.js', 'to-pipe.js', '', 'none.js', 'nul\0.js', 'a'.repeat(5000)])
      expect(await read(name)).toBeNull();
  });

  it('is not read where it is larger than sources are', async () => {
    write('large.js', 'x'.repeat(1024 ** 2));
    write('larger.js', 'x'.repeat(1024 ** 2 + 1));
    write('sparse.js', '');
    truncateSync(join(work, 'sparse.js'), 2 ** 40);
    expect((await read('large.js'))?.length).toBe(1024 ** 2);
    expect(await read('larger.js')).toBeNull();
    expect(await read('sparse.js')).toBeNull();
  });

  it('is no source where it is no UTF-8 text', async () => {
    write('latin.js', Uint8Array.of(0x63, 0xe9));
    write('surrogate.js', Uint8Array.of(0xed, 0xa0, 0x80));
    write('program', 'a\0b');
    for (const name of ['latin.js', 'surrogate.js', 'program']) expect(await read(name)).toBeNull();
  });
});
