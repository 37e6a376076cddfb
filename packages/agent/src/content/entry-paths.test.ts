import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeLink, readEntryPath } from './entry-paths.ts';

describe('the path of an entry', () => {
  it.each([
    ['a/b.txt', 'a/b.txt'],
    ['./a//b/.', 'a/b'],
    ['./', ''],
    ['..a/b..', '..a/b..'],
    ['a\\..\\b', 'a\\..\\b'],
  ])('%j is read as %j', (name, path) => {
    expect(readEntryPath(name)).toEqual({ ok: true, path });
  });

  it.each([
    '../a',
    'a/../../b',
    'a/..',
    '/etc/passwd',
    '//etc',
    'C:\\x',
    'C:/x',
    'a\0b',
    `${'x'.repeat(256)}`,
  ])('%j is refused', (name) => {
    expect(readEntryPath(name).ok).toBe(false);
  });

  it('is refused when it is longer than a system allows', () => {
    expect(readEntryPath('abcdefgh/'.repeat(500)).ok).toBe(false);
  });

  it('never leads out, whatever its parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('..', '.', '', 'a', '/', 'C:', '...'), { maxLength: 8 }),
        (parts) => {
          const read = readEntryPath(parts.join('/'));
          if (read.ok) expect(`/${read.path}/`).not.toMatch(/\/\.\.\/|^\/\/./);
        },
      ),
    );
  });
});

const judge = (links: Record<string, string>) => {
  const map = new Map(Object.entries(links));
  return [...map.keys()].map((path) => judgeLink(path, map)).find((why) => why !== null) ?? null;
};

describe('a symbolic link', () => {
  it('may lead anywhere inside, also to what is not there', () => {
    expect(
      judge({ 'a/b/link': '../c', other: './a', deep: 'a/b/../b/link', gone: 'nowhere/at/all' }),
    ).toBeNull();
    expect(judge({ 'a/top': '..' })).toBeNull();
  });

  it.each([
    [{ link: '/etc/passwd' }, 'absolute'],
    [{ link: '../x' }, 'out of the content'],
    [{ 'a/link': '../../x' }, 'out of the content'],
    [{ link: '' }, 'empty'],
    [{ a: 'b', b: 'a' }, 'circle'],
    [{ a: 'a/x' }, 'circle'],
  ])('%j is refused', (links, why) => {
    expect(judge(links)).toContain(why);
  });

  it('is judged by where other links lead, not by how its path reads', () => {
    // `l2` reads as inside (a/b/outside), but l1 is the top, and its parent is not ours.
    expect(judge({ 'a/b/l1': '../..', l2: 'a/b/l1/../outside' })).toContain('out of the content');
    expect(judge({ l1: 'l2/x', l2: '/etc' })).toContain('absolute');
  });
});
