import { describe, expect, it } from 'vitest';
import type { ResultSummary, Unit } from '../queries.ts';
import { arrangeRows, filesOf, isBroken, matchesUnit, neighbour, splitPath } from './result-rows.ts';

let number = 0;
const result = (status: ResultSummary['status'], file: string | null): ResultSummary => ({
  resultId: `r${++number}`,
  unitId: null,
  name: `test ${number}`,
  suite: [],
  file,
  line: null,
  project: null,
  status,
  flaky: false,
  attempt: 0,
  durationMs: 1,
  message: null,
  executedAt: '2026-01-01T00:00:00.000Z',
});
const unit = (title: string) => ({ unitId: title, title, file: `test/${title}` }) as Unit;
const options = { closed: new Set<string>(), hasMore: false, units: [] };
const shown = (rows: ReturnType<typeof arrangeRows>) =>
  rows.map((row) =>
    row.kind === 'file'
      ? `${row.section} ${row.file} ${row.results}`
      : row.kind === 'unit'
        ? row.key
        : row.result.name,
  );

describe('rows of results', () => {
  const listed = [
    result('failed', 'a'),
    result('error', 'a'),
    result('failed', 'b'),
    result('passed', 'a'),
    result('skipped', null),
  ];

  it('are files with their results, and a file with both has one part above and one below', () => {
    const names = listed.map(({ name }) => name);
    expect(shown(arrangeRows(listed, options))).toEqual([
      'failures a 2',
      names[0],
      names[1],
      'failures b 1',
      names[2],
      'rest a 1',
      names[3],
      'rest null 1',
      names[4],
    ]);
  });

  it('of a closed file are counted and not shown', () => {
    const closed = new Set(['failures a']);
    const rows = arrangeRows(listed, { ...options, closed });
    expect(shown(rows).slice(0, 2)).toEqual(['failures a 2', 'failures b 1']);
    expect(filesOf(rows).map(({ open }) => open)).toEqual([false, true, true, true]);
  });

  it('begin with what ended without results', () => {
    expect(shown(arrangeRows(listed, { ...options, units: [unit('crash')] }))[0]).toBe('crash');
  });

  it('say of the last file that more of it may come, as long as there are pages', () => {
    const files = filesOf(arrangeRows(listed, { ...options, hasMore: true }));
    expect(files.map(({ more }) => more)).toEqual([false, false, false, true]);
    expect(filesOf(arrangeRows(listed, options)).some(({ more }) => more)).toBe(false);
  });

  it('have neighbours, and ends', () => {
    expect(neighbour(listed, listed[1]?.resultId, 1)).toBe(listed[2]);
    expect(neighbour(listed, listed[1]?.resultId, -1)).toBe(listed[0]);
    expect(neighbour(listed, listed[4]?.resultId, 1)).toBeUndefined();
    expect(neighbour(listed, 'gone', 1)).toBe(listed[0]);
  });
});

it('a unit whose failed tests are told is not told of once more', () => {
  const ended = (reason: string, total: number) =>
    isBroken({ ...unit('a'), reason, counts: { total } } as Unit);
  expect(ended('tests-failed', 3)).toBe(false);
  expect(ended('tests-failed', 0)).toBe(true);
  expect(ended('unit-timeout', 3)).toBe(true);
});

it('a unit is found by its name and its file, among the errors', () => {
  expect(matchesUnit(unit('Crash'), [], '')).toBe(true);
  expect(matchesUnit(unit('Crash'), ['error'], 'TEST/c')).toBe(true);
  expect(matchesUnit(unit('Crash'), ['passed'], '')).toBe(false);
  expect(matchesUnit(unit('Crash'), [], 'other')).toBe(false);
});

it('a path is its folder and its name', () => {
  expect(splitPath('src/a/b.test.ts')).toEqual(['src/a/', 'b.test.ts']);
  expect(splitPath('b.test.ts')).toEqual(['', 'b.test.ts']);
});
