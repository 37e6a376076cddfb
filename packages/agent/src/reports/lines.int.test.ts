import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReportLine } from '@gauntlet/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect, problemsOf } from '../testing/report-lines.ts';
import { tailLines } from './lines.ts';

const caseLine = (name: string) => `${JSON.stringify({ type: 'case', name, status: 'passed' })}\n`;
let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-lines-'));
  path = join(folder, 'report.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the tail of a growing report', () => {
  it('yields each line as soon as it is whole, and ends when the writer is done', async () => {
    const written = new AbortController();
    const lines = tailLines(path, { signal: written.signal });
    const first = lines.next();
    await appendFile(path, caseLine('one'));
    expect((await first).value).toMatchObject({ name: 'one' });

    const second = lines.next();
    const half = caseLine('zwölf');
    const bytes = Buffer.from(half);
    const cut = bytes.indexOf(0xc3) + 1; // inside the ö
    await appendFile(path, bytes.subarray(0, cut));
    await appendFile(path, bytes.subarray(cut));
    expect((await second).value).toMatchObject({ name: 'zwölf' });

    await appendFile(path, '{"type":"end"}\n');
    written.abort();
    expect(await collect(lines)).toEqual([{ type: 'end' }]);
  });

  it('what was written before the end is read to its end', async () => {
    const names = Array.from({ length: 5000 }, (_, index) => `case ${index}`);
    await appendFile(path, names.map(caseLine).join(''));
    const lines = await collect(tailLines(path, { signal: AbortSignal.abort() }));
    expect(lines.map((line) => (line as ReportLine & { name: string }).name)).toEqual(names);
  });

  it('a last line without its end is a problem, if it is not whole', async () => {
    await appendFile(path, `${caseLine('one')}{"type":"case","na`);
    const lines = await collect(tailLines(path, { signal: AbortSignal.abort() }));
    expect(problemsOf(lines)).toEqual(['A line of the report is cut off: {"type":"case","na']);
  });

  it('a file that never appears yields nothing', async () => {
    expect(await collect(tailLines(path, { signal: AbortSignal.abort() }))).toEqual([]);
  });

  it('a line that is no report line is a problem, and the next is read all the same', async () => {
    await appendFile(path, `{"type":"case","status":"great","name":"x"}\nnoise\n\n${caseLine('two')}`);
    const lines = await collect(tailLines(path, { signal: AbortSignal.abort() }));
    expect(lines.map(({ type }) => type)).toEqual(['problem', 'problem', 'case']);
  });
});
