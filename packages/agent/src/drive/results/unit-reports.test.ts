import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AgentEvent, CaseLine, ReportedResult, type UnitId } from '@gauntlet/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMasker } from '../../masking/masker.ts';
import { type Journal, openJournal } from '../../spool/journal.ts';
import type { Upload } from '../artifacts/upload-record.ts';
import { reportCase } from './report-case.ts';
import { createShortenPaths } from './shorten-paths.ts';
import { createUnitReports, type UnitReports } from './unit-reports.ts';

let folder: string;
let journal: Journal;
let events: AgentEvent[];
let uploads: { upload: Upload; released: 'yes' | 'no' }[];
let dropped: UnitId[];
let acceptances: (() => void)[];
let reports: UnitReports;
const A = '01900000-0000-7000-8000-00000000000a' as UnitId;
const B = '01900000-0000-7000-8000-00000000000b' as UnitId;
const writer = {
  masker: createMasker(['hunter22', 'passed']),
  shorten: createShortenPaths(['/w/work', '/real/work']),
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-results-'));
  journal = openJournal(folder);
  [events, uploads, dropped, acceptances] = [[], [], [], []];
  const add = (upload: Upload) => {
    const entry = { upload, released: 'no' as 'yes' | 'no' };
    uploads.push(entry);
    return () => {
      entry.released = 'yes';
    };
  };
  reports = createUnitReports({
    ...writer,
    folder: '/w/work',
    journal,
    uploads: { add, dropUnit: (unitId) => void dropped.push(unitId) },
    report: (event, _urgency, onAccepted) => {
      journal.note(event);
      events.push(event);
      if (onAccepted) acceptances.push(onAccepted);
    },
  });
});
afterEach(() => {
  reports.flush();
  rmSync(folder, { recursive: true, force: true });
});

const caseOf = (patch: object = {}) =>
  CaseLine.parse({ type: 'case', name: 'adds', status: 'passed', ...patch });
const END = { outcome: 'passed', durationMs: 5, exitCode: 0 } as const;
const resultsOf = (unitId: UnitId) =>
  events.flatMap((event) => (event.type === 'results' && event.unitId === unitId ? [event.results] : []));

describe('the results of a unit', () => {
  it('come before its end, and the end counts them', () => {
    reports.started(A);
    reports.found(A, caseOf());
    reports.found(A, caseOf({ status: 'failed' }));
    reports.found(B, caseOf({ status: 'skipped' }));
    reports.finished(A, END);
    expect(events.map(({ type }) => type)).toEqual(['unit-started', 'results', 'unit-finished']);
    expect(events.at(-1)).toMatchObject({ counts: { total: 2, passed: 1, failed: 1, skipped: 0, flaky: 0 } });
  });

  it('are handed over in parts of at most 500, and of about half a mebibyte', () => {
    for (let i = 0; i < 1200; i++) reports.found(A, caseOf());
    for (let i = 0; i < 5; i++) reports.found(B, caseOf({ output: 'x'.repeat(200_000) }));
    reports.flush();
    expect(resultsOf(A).map(({ length }) => length)).toEqual([500, 500, 200]);
    expect(resultsOf(B).map(({ length }) => length)).toEqual([3, 2]);
  });

  it('come by themselves after a moment', async () => {
    reports.found(A, caseOf());
    await expect.poll(() => events.length).toBe(1);
  });

  it('have keys that are never used again, also when the unit is run again', () => {
    reports.found(A, caseOf());
    reports.restarted(A);
    reports.found(A, caseOf());
    reports.returned(A);
    reports.started(A);
    reports.found(A, caseOf({ status: 'failed' }));
    reports.finished(A, END);
    expect(
      resultsOf(A)
        .flat()
        .map(({ key }) => key),
    ).toEqual([`${A}:1`, `${A}:2`, `${A}:3`]);
    expect(events.at(-1)).toMatchObject({ counts: { total: 1, failed: 1 } });
  });

  it('release their files when the server has them; a unit that others run keeps none', () => {
    reports.found(A, caseOf({ attachments: [{ name: 'shot', path: 'out/shot.png', kind: 'screenshot' }] }));
    reports.found(B, caseOf({ attachments: [{ name: 'shot', path: '/w/artifacts/b.png' }] }));
    reports.flush();
    expect(uploads.map(({ upload, released }) => [upload.path, upload.name, upload.type, released])).toEqual([
      ['/w/work/out/shot.png', 'shot.png', 'screenshot', 'no'],
      ['/w/artifacts/b.png', 'shot.png', 'attachment', 'no'],
    ]);
    acceptances[0]?.();
    expect(uploads.map(({ released }) => released)).toEqual(['yes', 'no']);
    reports.returned(B);
    expect(dropped).toEqual([]);
    reports.dropReturned();
    expect(dropped).toEqual([B]);
  });
});

describe('a result', () => {
  it('shows neither secrets nor where the group happens to work', () => {
    const line = caseOf({
      file: '/real/work/src/a.test.ts',
      name: 'logs in with hunter22',
      message: 'no hunter22 at /w/work/src/a.ts:3',
      stack: 'at file:///real/work/src/a.ts:3\nat /w/workshop/b.ts',
      output: 'token=hunter22',
      suite: ['with hunter22'],
      assertions: [{ type: 'equal', passed: false, expected: 'hunter22', actual: 'x' }],
    });
    const result = reportCase(writer, line, `${A}:1`);
    expect(JSON.stringify(result)).not.toContain('hunter22');
    expect(result).toMatchObject({
      file: 'src/a.test.ts',
      message: 'no *** at src/a.ts:3',
      stack: 'at src/a.ts:3\nat /w/workshop/b.ts',
      assertions: [{ expected: '***', actual: 'x' }],
    });
  });

  it('keeps its status and key when a secret happens to be the same text', () => {
    expect(reportCase(writer, caseOf({ name: 'it passed' }), 'passed:1')).toMatchObject({
      key: 'passed:1',
      name: 'it ***',
      status: 'passed',
    });
  });

  it('is what the contract says, and not made huge by its assertions', () => {
    const assertions = Array.from({ length: 100 }, () => ({
      type: 'equal',
      passed: false,
      actual: 'x'.repeat(16_000),
    }));
    const result = reportCase(writer, caseOf({ assertions }), 'k');
    expect(ReportedResult.parse(result)).toEqual(JSON.parse(JSON.stringify(result)));
    expect(JSON.stringify(result).length).toBeLessThan(150_000);
  });
});
