import { CodeFrame } from '@gauntlet/contract';
import { describe, expect, it } from 'vitest';
import { createMasker } from '../../masking/masker.ts';
import { cutFrame } from './cut-frame.ts';

const NOTHING_SECRET = createMasker([]);
const cut = (source: string, line: number, secrets: string[] = []) =>
  cutFrame(source, line, secrets.length > 0 ? createMasker(secrets) : NOTHING_SECRET);
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

describe('the lines around one', () => {
  it('are five before and five after, fewer at the ends of the source', () => {
    const source = `${numbered(30).join('\n')}\n`;
    expect(cut(source, 12)).toEqual({ line: 12, firstLine: 7, lines: numbered(17).slice(6) });
    expect(cut(source, 1)).toEqual({ line: 1, firstLine: 1, lines: numbered(6) });
    expect(cut(source, 30)).toEqual({ line: 30, firstLine: 25, lines: numbered(30).slice(24) });
    for (const none of [0, 31, Number.NaN, Number.POSITIVE_INFINITY]) expect(cut(source, none)).toBeNull();
  });

  it('end as they end on any system', () => {
    expect(cut('a\r\nb\rc\nd', 3)?.lines).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are short, printable, and what the contract allows, whatever stands there', () => {
    const source = ['x'.repeat(100_000), `\u001b[31mred\u001b[0m \u0007 \u202e`, '𝒳'.repeat(300), '\t'].join(
      '\n',
    );
    const found = cut(source, 2);
    expect(CodeFrame.parse({ file: 'a.js', ...found })).toEqual({ file: 'a.js', ...found });
    expect(found?.lines.map(({ length }) => length)).toEqual([400, 7, 399, 1]);
    expect(found?.lines[1]).toBe('red \u2407 \u202e');
    expect(found?.lines.every((line) => line.isWellFormed())).toBe(true);
  });
});

describe('secrets in a source', () => {
  it('are masked, in lines that are cut as well', () => {
    expect(cut('a\nconst key = "hunter22-secret";\nb', 2, ['hunter22-secret'])?.lines[1]).toBe(
      'const key = "***";',
    );
    const long = `${'x'.repeat(390)}hunter22-secret${'y'.repeat(2000)}hunter22-secret`;
    expect(cut(long, 1, ['hunter22-secret'])?.lines.join()).not.toContain('hunter');
  });

  it('of several lines make it one that is not shown, wherever they stand', () => {
    const secret = 'first line of it\nb\nlast line of it';
    const source = [...numbered(40), secret, ...numbered(40)].join('\n');
    expect(cut(source, 42, [secret])).toBeNull();
    expect(cut(source, 2, [secret])).toBeNull();
    expect(cut(numbered(40).join('\n'), 2, [secret])).not.toBeNull();
  });
});
