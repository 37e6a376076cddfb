import { describe, expect, it } from 'vitest';
import { casesOf, collect, countLines, problemsOf, streamOf } from '../testing/report-lines.ts';
import { parseTap } from './tap.ts';

const read = (content: string, pieceBytes?: number) => collect(parseTap(streamOf(content, pieceBytes)));

describe('TAP', () => {
  it('passes, failures, skips and todos are told apart; a failing todo is no failure', async () => {
    const lines = await read(
      'TAP version 14\n1..5\nok 1 - a\nnot ok 2 - b\nok 3 - c # SKIP later\nnot ok 4 - d # TODO soon\nok 5 - e # time=12.5ms\n',
      3,
    );
    expect(countLines(lines)).toEqual({ passed: 2, failed: 1, skipped: 2, end: 1 });
    expect(casesOf(lines)[2]).toMatchObject({ name: 'c', message: 'later' });
    expect(casesOf(lines)[3]).toMatchObject({ name: 'd', message: 'soon', tags: ['todo'] });
    expect(casesOf(lines)[4]).toMatchObject({ durationMs: 12.5 });
  });

  it('subtests become suites, and only their points are cases', async () => {
    const lines = await read(
      `TAP version 13
# Subtest: outer
    # Subtest: inner
        ok 1 - x
        not ok 2 - y
          ---
          message: 'bad'
          expected: 1
          actual: 2
          at: /a/b.js:3:4
          ...
        1..2
    not ok 1 - inner
    1..1
not ok 1 - outer
1..1
`,
    );
    expect(casesOf(lines)).toMatchObject([
      { name: 'x', suite: ['outer', 'inner'], status: 'passed' },
      {
        name: 'y',
        status: 'failed',
        file: '/a/b.js',
        line: 3,
        message: 'bad',
        assertions: [{ expected: '1', actual: '2', passed: false }],
      },
    ]);
    expect(lines.at(-1)).toEqual({ type: 'end', cases: 2 });
  });

  it('a point that failed by itself is told although its subtests passed', async () => {
    const lines = await read('# Subtest: p\n    ok 1 - c\n    1..1\nnot ok 1 - p\n1..1\n');
    expect(casesOf(lines).map(({ name, status }) => [name, status])).toEqual([
      ['c', 'passed'],
      ['p', 'failed'],
    ]);
  });

  it('other output between the points does no harm', async () => {
    expect(countLines(await read('> npm test\nlistening\nok 1 - a\nnoise\n1..1\n'))).toEqual({
      passed: 1,
      end: 1,
    });
  });

  it('a plan of nothing is one skipped case', async () => {
    expect(await read('1..0 # skip no network\n')).toMatchObject([
      { status: 'skipped' },
      { type: 'end', cases: 1 },
    ]);
  });

  it.each([
    ['a missing plan', 'ok 1 a\nok 2 b\n', 'no plan'],
    ['fewer points than planned', '1..3\nok 1 a\nok 2 b\n', 'plan says 3 tests, but 2'],
    [
      'fewer points than a subtest planned',
      '# Subtest: p\n    ok 1 - c\n    1..2\nok 1 - p\n1..1\n',
      'plan says 2',
    ],
    ['more points than planned', '1..1\nok 1 a\nok 2 b\n', 'plan says 1 tests, but 2'],
    ['a point twice', '1..2\nok 1 a\nok 1 b\n', 'multiple times'],
    ['bailing out', '1..2\nok 1 a\nBail out! database down\n', 'bails out: database down'],
    ['no TAP at all', 'Segmentation fault\n', 'no test points'],
    ['nothing', '', 'no test points'],
  ])('%s is a problem and has no end', async (_, content, why) => {
    const lines = await read(content);
    expect(problemsOf(lines)).toHaveLength(1);
    expect(problemsOf(lines)[0]).toContain(why);
    expect(lines.some(({ type }) => type === 'end')).toBe(false);
  });
});
