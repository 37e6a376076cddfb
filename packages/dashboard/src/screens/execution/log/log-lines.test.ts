import { describe, expect, it } from 'vitest';
import { createLogLines, LONGEST_LINE, type LogChunk } from './log-lines.ts';
import { createLogSearch, findFailure, nextOf } from './log-search.ts';

const chunk = (text: string, rest: Partial<LogChunk> = {}): LogChunk => ({
  groupIndex: 0,
  attempt: 0,
  stream: 'output',
  at: '2026-01-01T00:00:00.000Z',
  text,
  ...rest,
});
const NO_LIMITS = { mostLines: 1e6, mostCharacters: 1e9 };
const textOf = (...chunks: LogChunk[]) => {
  const lines = createLogLines(NO_LIMITS);
  for (const each of chunks) lines.append(each);
  return lines.all().map(({ text }) => text);
};

describe('the lines of a log', () => {
  it('are whole, however they are cut', () => {
    expect(textOf(chunk('on'), chunk('e\ntw'), chunk('o\n'), chunk('\nthree'))).toEqual([
      'one',
      'two',
      '',
      'three',
    ]);
  });

  it('of several sources do not mix', () => {
    const other = (text: string) => chunk(text, { groupIndex: 1 });
    expect(textOf(chunk('a1'), other('b1'), chunk('a2\n'), other('b2\nb3'))).toEqual(['a1a2', 'b1b2', 'b3']);
    const setup = chunk('s\n', { stream: 'setup' });
    expect(textOf(chunk('x'), setup, chunk('y\n'))).toEqual(['xy', 's']);
  });

  it('show what was written last over the others, and end with either end of line', () => {
    expect(textOf(chunk('10 %\r50 %\r100 %\nnext\r\nlast\n'))).toEqual(['100 %', 'next', 'last']);
  });

  it('go on with the colours of the line before', () => {
    const lines = createLogLines(NO_LIMITS);
    lines.append(chunk('\u001b[31mred\nstill red\u001b[0m\nplain\n'));
    expect(lines.all().map(({ style }) => style.front)).toEqual([null, 1, null]);
  });

  it('that are very long are continued on the next', () => {
    const [first, second, third] = textOf(chunk('x'.repeat(LONGEST_LINE + 5)), chunk('y\nz'));
    expect([first?.length, second, third]).toEqual([LONGEST_LINE, 'xxxxxy', 'z']);
  });

  it('are kept up to a number and a size, the earliest go', () => {
    const lines = createLogLines({ mostLines: 100, mostCharacters: 1e9 });
    for (let line = 0; line < 1000; line++) lines.append(chunk(`line ${line}\n`));
    expect(lines.all().length).toBeLessThanOrEqual(100);
    expect(lines.all().length).toBeGreaterThan(80);
    expect(lines.all().at(-1)).toMatchObject({ text: 'line 999', number: 999 });
    expect(lines.dropped()).toBe(1000 - lines.all().length);
    const wide = createLogLines({ mostLines: 1e6, mostCharacters: 10_000 });
    for (let line = 0; line < 100; line++) wide.append(chunk(`${'w'.repeat(999)}\n`));
    expect(wide.all().length).toBeLessThanOrEqual(10);
  });
});

describe('search in a log', () => {
  const lines = createLogLines({ mostLines: 1000, mostCharacters: 1e9 });
  const search = createLogSearch('Needle');

  it('finds in any case of letters and under colours, also in lines that grow', () => {
    lines.append(chunk('hay\nNEE\u001b[31mDLE\nhay\nnee'));
    expect(search.update(lines.all())).toEqual([1]);
    lines.append(chunk('dle\n'));
    expect(search.update(lines.all())).toEqual([1, 3]);
    expect(search.update(lines.all())).toEqual([1, 3]);
  });

  it('forgets what is not kept any more', () => {
    for (let line = 0; line < 5000; line++) lines.append(chunk(line % 1000 === 0 ? 'a needle\n' : 'hay\n'));
    const first = lines.dropped();
    const found = search.update(lines.all());
    expect(found.every((number) => number >= first)).toBe(true);
    expect(found).toHaveLength(lines.all().filter(({ text }) => text === 'a needle').length);
  });

  it('goes in a circle', () => {
    expect([
      nextOf([2, 5, 9], 5, 1),
      nextOf([2, 5, 9], 9, 1),
      nextOf([2, 5, 9], 2, -1),
      nextOf([], 0, 1),
    ]).toEqual([9, 2, 9, undefined]);
  });

  it.each([
    '  ✗ adds wrongly',
    'not ok 3 - totals',
    'FAILED test_a.py::test_x',
    'E   assert 1 == 2',
    'AssertionError: no',
    '--- FAIL: TestX (0.00s)',
    '\u001b[31m × broken\u001b[0m',
    'java.lang.IllegalStateException: x',
  ])('a failure is %j', (text) => {
    const own = createLogLines(NO_LIMITS);
    own.append(chunk(`ok 1 - fine\n✓ passes\n0 failures\n${text}\nrest\n`));
    expect(findFailure(own.all(), -1)).toBe(3);
    expect(findFailure(own.all(), 3)).toBe(3);
  });
});
