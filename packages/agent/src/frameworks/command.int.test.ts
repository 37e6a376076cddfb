import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestDefinitionInput } from '@gauntlet/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type BatchRecord,
  listFixture,
  runFixture,
  summarise,
  unitsOfFixture,
} from '../testing/run-fixture.ts';

type Command = NonNullable<TestDefinitionInput['commands']>[number];

const PASSING = '<testsuite name="s"><testcase name="a"/><testcase name="b"/></testsuite>';
const FAILING =
  '<testsuite name="s"><testcase name="a"/><testcase name="b"><failure message="no"/></testcase></testsuite>';
const CTRF = '{"results":{"tests":[{"name":"a","status":"passed"},{"name":"b","status":"pending"}]}}';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-command-'));
  await mkdir(join(folder, 'out'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function runCommands(commands: Command[], unitSeconds?: number): Promise<BatchRecord['units']> {
  const options = { folder, framework: 'command', definition: { commands, timeouts: { unitSeconds } } };
  const { units } = await runFixture(options, await unitsOfFixture(options), folder);
  return units;
}

async function runOne(run: string, report?: Command['report'], unitSeconds?: number) {
  const { it: unit } = await runCommands([{ name: 'it', run, report }], unitSeconds);
  if (!unit) throw new Error('the command was not run');
  return { ...unit, summary: summarise(unit), message: unit.end?.message ?? '' };
}

const write = (content: string, path = 'out/r.xml') => `printf '%s' '${content}' > ${path}`;
const junit = { format: 'junit', path: 'out/*.xml' } as const;

describe('a command without a report', () => {
  it('is one test, passed when it exits with 0', async () => {
    const { summary, cases } = await runOne('echo fine');
    expect(summary).toBe('passed: 1 = 1 + 0 + 0');
    expect(cases).toMatchObject([{ name: 'it', status: 'passed', output: 'fine' }]);
  });

  it('fails with any other exit code, and shows what it printed', async () => {
    const { summary, cases, end } = await runOne('echo one; echo two >&2; exit 3');
    expect(summary).toBe('failed tests-failed: 1 = 0 + 1 + 0');
    expect(cases[0]?.message).toBe('The command ended with exit code 3.');
    expect(cases[0]?.output?.split('\n').sort()).toEqual(['one', 'two']);
    expect(end?.exitCode).toBe(3);
  });

  it('fails with the first of its lines that fails, and goes on where one may', async () => {
    const failing = await runOne('echo before\nfalse\ntouch out/after\ntrue');
    expect(failing.summary).toBe('failed tests-failed: 1 = 0 + 1 + 0');
    expect(existsSync(join(folder, 'out/after'))).toBe(false);
    const { summary } = await runOne('false || true\nif false; then exit 3; fi\nfalse | true');
    expect(summary).toBe('passed: 1 = 1 + 0 + 0');
  });

  it('that is killed says by what', async () => {
    const { cases } = await runOne('kill -9 $$');
    const memory = 'which is how the system ends what takes too much memory.';
    expect(cases[0]?.message).toBe(`The command was killed by SIGKILL, ${memory}`);
    const inShell = await runOne('sh -c "kill -9 \\$\\$"; exit $?');
    expect(inShell.cases[0]?.message).toBe(`The command ended with exit code 137: it was killed, ${memory}`);
    const other = await runOne('kill -15 $$');
    expect(other.cases[0]?.message).toBe('The command was killed by SIGTERM.');
  });

  it('sees the environment of the definition and runs in the working folder', async () => {
    const { summary } = await runOne(
      'test "$(pwd -P)" = "$(cd . && pwd -P)" && test -d out && test -n "$PATH"',
    );
    expect(summary).toBe('passed: 1 = 1 + 0 + 0');
  });
});

describe('a command with a report', () => {
  it.each([
    ['all passed', write(PASSING), junit, 'passed: 2 = 2 + 0 + 0'],
    ['a failure, exit 1', `${write(FAILING)}; exit 1`, junit, 'failed tests-failed: 2 = 1 + 1 + 0'],
    ['a failure, exit 0', write(FAILING), junit, 'failed tests-failed: 2 = 1 + 1 + 0'],
    ['all passed, exit 2', `${write(PASSING)}; exit 2`, junit, 'error exit-code-disagrees: 2 = 2 + 0 + 0'],
    [
      'two files',
      `${write(PASSING)}; ${write(FAILING, 'out/q.xml')}`,
      junit,
      'failed tests-failed: 4 = 3 + 1 + 0',
    ],
    ['no cases', write('<testsuites/>'), junit, 'error unit-without-results: 0 = 0 + 0 + 0'],
    ['no file', 'true', junit, 'error runner-crashed: 0 = 0 + 0 + 0'],
    ['a cut-off file', write(PASSING.slice(0, -15)), junit, 'error report-malformed: 1 = 1 + 0 + 0'],
    ['no XML', write('502 Bad Gateway'), junit, 'error report-malformed: 0 = 0 + 0 + 0'],
    ['CTRF', write(CTRF, 'out/c.json'), { format: 'ctrf', path: 'out/c.json' }, 'passed: 2 = 1 + 0 + 1'],
    [
      'TAP printed',
      'echo hello; printf "1..2\\nok 1 a\\nnot ok 2 b\\n"',
      { format: 'tap' },
      'failed tests-failed: 2 = 1 + 1 + 0',
    ],
    ['TAP cut off', 'printf "1..2\\nok 1 a\\n"', { format: 'tap' }, 'error report-malformed: 1 = 1 + 0 + 0'],
    [
      'TAP as a file',
      'printf "1..1\\nok 1 a\\n" > t.tap',
      { format: 'tap', path: '**/*.tap' },
      'passed: 1 = 1 + 0 + 0',
    ],
  ] as const)('%s', async (_, run, report, expected) => {
    const { summary } = await runOne(run, report);
    expect(summary).toBe(expected);
  });

  it('never takes the report of an earlier run', async () => {
    await writeFile(join(folder, 'out/r.xml'), PASSING);
    const { summary, message } = await runOne('echo crashed; exit 1', junit);
    expect(summary).toBe('error runner-crashed: 0 = 0 + 0 + 0');
    expect(message).toContain('wrote no report: nothing new matches out/*.xml. It ended with exit code 1.');
    expect(message).toContain('crashed');
  });

  it('takes the report that it wrote over an earlier one, whatever its clock says', async () => {
    await writeFile(join(folder, 'out/r.xml'), FAILING);
    const before = new Date('2001-01-01');
    await utimes(join(folder, 'out/r.xml'), before, before);
    const { summary } = await runOne(`${write(PASSING)}; touch -d 2000-01-01 out/r.xml`, junit);
    expect(summary).toBe('passed: 2 = 2 + 0 + 0');
  });

  it('that is a link to another file is not followed', async () => {
    const { summary } = await runOne('ln -s /etc/hostname out/r.xml', junit);
    expect(summary).toBe('error runner-crashed: 0 = 0 + 0 + 0');
  });
});

it('a command that takes too long is ended, and the next runs', async () => {
  const units = await runCommands(
    [
      { name: 'hangs', run: 'echo waiting; sleep 600' },
      { name: 'is next', run: 'true' },
    ],
    1,
  );
  expect(units.hangs?.end).toMatchObject({ outcome: 'error', reason: 'unit-timeout' });
  expect(units.hangs?.end?.message).toContain('waiting');
  expect(units['is next']?.end?.outcome).toBe('passed');
});

describe('the units', () => {
  const listed = (commands?: Command[]) =>
    listFixture({ folder, framework: 'command', definition: { commands } });

  it('are counted beforehand only where each is one test', async () => {
    const plain = { name: 'plain', run: 'true' };
    expect(await listed([plain])).toMatchObject({ ok: true, value: { countVerified: true } });
    const reporting = { name: 'reporting', run: 'true', report: junit };
    expect(await listed([plain, reporting])).toMatchObject({ ok: true, value: { countVerified: false } });
  });

  it('must be there, and each by a name of its own', async () => {
    expect(await listed()).toMatchObject({ ok: false, error: { reason: 'no-tests' } });
    const twice = { name: 'same', run: 'true' };
    expect(await listed([twice, twice])).toMatchObject({
      ok: false,
      error: { reason: 'listing-failed', message: expect.stringContaining('"same"') },
    });
  });
});
