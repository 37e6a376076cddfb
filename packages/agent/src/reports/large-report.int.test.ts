import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, problemsOf } from '../testing/report-lines.ts';
import { type FileFormat, readReport } from './read-report.ts';

const run = promisify(execFile);
const COUNT_LINES = fileURLToPath(new URL('../testing/count-report.ts', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-large-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, pieces: Iterable<string>): Promise<string> {
  const path = join(folder, name);
  await pipeline(Readable.from(pieces), createWriteStream(path));
  return path;
}

/** Counts the lines in a process of its own, whose heap could not hold the report. */
async function countInSmallHeap(path: string, format: FileFormat): Promise<Record<string, number>> {
  const { stdout } = await run(process.execPath, ['--max-old-space-size=128', COUNT_LINES, path, format]);
  return JSON.parse(stdout);
}

function* junitOf(sections: number): Generator<string> {
  const failure = `<testcase name="f" time="0.1"><failure message="m">${'a line of a stack trace, with some &amp; in it\n'.repeat(105)}</failure></testcase>`;
  yield '<?xml version="1.0"?><testsuites><testsuite name="large">';
  for (let section = 0; section < sections; section += 1) {
    yield `<testcase name="p${section}"/>${failure.repeat(190)}`;
  }
  yield '<testcase name="one huge output"><system-out>';
  for (let megabytes = 0; megabytes < 100; megabytes += 1)
    yield 'printed by the test, some of it &lt;\n'.repeat(29_000);
  yield '</system-out></testcase></testsuite></testsuites>';
}

function* ctrfOf(sections: number): Generator<string> {
  const entry = { name: 'c', status: 'failed', duration: 1, trace: 'stack '.repeat(500) };
  const entries = `${JSON.stringify(entry)},`.repeat(300);
  yield '{"results":{"tests":[';
  for (let section = 0; section < sections; section += 1) yield entries;
  yield '{"name":"last","status":"passed"}]}}';
}

describe('a report that no heap would hold', () => {
  it('200 MB of JUnit, half of it one output, are read in 128 MB', { timeout: 60_000 }, async () => {
    const path = await write('large.xml', junitOf(110));
    expect((await stat(path)).size).toBeGreaterThan(200_000_000);
    expect(await countInSmallHeap(path, 'junit')).toEqual({ failed: 20_900, passed: 111, end: 1 });
  });

  it('100 MB of CTRF are read in 128 MB', { timeout: 60_000 }, async () => {
    const path = await write('large.json', ctrfOf(112));
    expect((await stat(path)).size).toBeGreaterThan(100_000_000);
    expect(await countInSmallHeap(path, 'ctrf')).toEqual({ failed: 33_600, passed: 1, end: 1 });
  });
});

describe('a report file', () => {
  it('that is a link, a pipe or missing is a problem, not a way to read other files', async () => {
    await symlink('/etc/hostname', join(folder, 'link.xml'));
    await run('mkfifo', [join(folder, 'pipe.xml')]);
    const read = async (name: string) =>
      problemsOf(await collect(readReport(join(folder, name), 'junit')))[0];
    expect(await read('link.xml')).toContain('it is a symbolic link');
    expect(await read('pipe.xml')).toContain('it is not a regular file');
    expect(await read('missing.xml')).toContain('ENOENT');
  });
});
