import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { casesOf, collect, countLines, problemsOf, streamOf } from '../testing/report-lines.ts';
import { ENTRY_BYTES, parseCtrf } from './ctrf.ts';

const REPORTS = new URL('../../fixtures/reports/ctrf/', import.meta.url);
const readFixture = (name: string) => collect(parseCtrf(createReadStream(new URL(name, REPORTS))));
const read = (content: string, pieceBytes?: number) => collect(parseCtrf(streamOf(content, pieceBytes)));
const report = (tests: string, summary = '{}') =>
  `{"reportFormat":"CTRF","results":{"summary":${summary},"tests":[${tests}]}}`;

describe('CTRF', () => {
  it.each([
    ['minimal.json', { passed: 1, end: 1 }],
    ['with-retries.json', { passed: 2, end: 1 }],
    ['comprehensive.json', { passed: 2, failed: 1, end: 1 }],
  ])('%s is counted exactly', async (name, counts) => {
    expect(countLines(await readFixture(name))).toEqual(counts);
  });

  it('a test that passed on a retry is flaky', async () => {
    const [stable, flaky] = casesOf(await readFixture('with-retries.json'));
    expect(stable).toMatchObject({ flaky: false, retries: 0 });
    expect(flaky).toMatchObject({ flaky: true, retries: 2 });
  });

  it('a failure carries its place, text, output and files', async () => {
    const failed = casesOf(await readFixture('comprehensive.json')).find(({ status }) => status === 'failed');
    expect(failed).toMatchObject({
      suite: ['Admin', 'Dashboard'],
      file: 'tests/admin/dashboard.test.js',
      line: 42,
      message: 'Element not found: .dashboard-metrics',
      tags: ['regression'],
      attachments: [
        { kind: 'screenshot', contentType: 'image/png' },
        { kind: 'trace', contentType: 'application/zip' },
        { kind: 'video', contentType: 'video/webm' },
      ],
    });
    expect(failed?.output).toContain('Warning: Slow network detected');
  });

  it.each([
    ['passed', 'passed'],
    ['failed', 'failed'],
    ['skipped', 'skipped'],
    ['pending', 'skipped'],
    ['other', 'error'],
  ])('status %s is %s', async (status, expected) => {
    const lines = await read(report(`{"name":"a","status":"${status}","duration":1}`), 3);
    expect(casesOf(lines)[0]?.status).toBe(expected);
  });

  it.each([
    ['cut off', report('{"name":"a","status":"passed"}').slice(0, -2), 'cut off'],
    ['empty', '', 'cut off'],
    ['not JSON', '<testsuites/>', 'not valid JSON'],
    ['another JSON', '{"tests":[]}', 'no results.tests'],
    ['tests that are no list', '{"results":{"tests":"none"}}', 'no results.tests'],
    ['an unknown status', report('{"name":"a","status":"fine"}'), 'results.tests.0.status'],
    [
      'a summary that counts more',
      report('{"name":"a","status":"passed"}', '{"tests":2,"failed":0}'),
      'counts 2 tests',
    ],
    [
      'a summary with a failure nobody had',
      report('{"name":"a","status":"passed"}', '{"tests":1,"failed":1}'),
      'failed tests',
    ],
  ])('%s is a problem and has no end', async (_, content, why) => {
    const lines = await read(content);
    expect(problemsOf(lines)).toHaveLength(1);
    expect(problemsOf(lines)[0]).toContain(why);
    expect(lines.some(({ type }) => type === 'end')).toBe(false);
  });

  it('more than the limit without a test is refused before it fills the memory', async () => {
    let produced = 0;
    async function* endless() {
      yield Buffer.from('{"results":{"tests":[{"name":"');
      for (;;) {
        produced += 1_048_576;
        yield Buffer.alloc(1_048_576, 'a');
      }
    }
    const lines = await collect(parseCtrf(Readable.from(endless())));
    expect(problemsOf(lines)[0]).toContain('without a test');
    expect(produced).toBeLessThan(ENTRY_BYTES * 2);
  });
});
