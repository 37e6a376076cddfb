import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from './setup.mjs';
import { SYSTEM_NEEDS } from './system-packages.ts';

const SCRIPT = fileURLToPath(new URL('run-suites.ts', import.meta.url));

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'gauntlet-suites-'));
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

const IMPORT = "import { test } from 'vitest';";
const PASSES = `${IMPORT} test('a', () => {}); test.skip('b', () => {}); test.todo('c');`;
const FAILS = `${IMPORT} test('d', () => { throw new Error('no'); });`;

function runSuites(files: Record<string, string>, args: string[] = [], env: Record<string, string> = {}) {
  for (const [name, source] of Object.entries(files)) writeFileSync(join(project, name), source);
  const { status, stdout } = spawnSync(process.execPath, [SCRIPT, '--root', project, ...args], {
    encoding: 'utf8',
    env: { ...process.env, CI: 'false', ...env },
  });
  return { status, stdout, lastLine: stdout.trimEnd().split('\n').at(-1) };
}

test('a green run ends with its counts and 0', () => {
  const run = runSuites({ 'a.test.js': PASSES });
  expect(run).toMatchObject({ status: 0, lastLine: '1 passed, 0 failed, 2 skipped' });
  expect(run.stdout).toMatch(/^SKIPPED .*a\.test\.js > b$/m);
});

test('a failed test and a file that cannot be loaded are failures', () => {
  const files = { 'a.test.js': PASSES, 'b.test.js': FAILS, 'c.test.js': 'syntax error here' };
  expect(runSuites(files)).toMatchObject({ status: 1, lastLine: '1 passed, 2 failed, 2 skipped' });
});

test('an error outside of every test fails the run', () => {
  const stray = `${IMPORT} test('a', () => { setImmediate(() => { throw new Error('stray'); }); });`;
  expect(runSuites({ 'a.test.js': stray }).status).toBe(1);
});

test('no test at all fails the run', () => {
  expect(runSuites({}).status).toBe(1);
  expect(runSuites({ 'a.test.js': PASSES }, ['no-such-file']).status).toBe(1);
  expect(runSuites({ 'a.test.js': `${IMPORT} test.skip('b', () => {});` }).status).toBe(1);
});

/** Neither a tool nor anything to install it with. */
const BARE = { GAUNTLET_CALLER_PATH: '/nonexistent' };

test('a suite that cannot run here is named, to the tests too, and fails the run in CI only', () => {
  const all = SYSTEM_NEEDS.map((need) => need.suite).join(',');
  const asks = `${IMPORT} test('a', () => { if (process.env.GAUNTLET_MISSING !== '${all}') throw 1; });`;
  const atWork = runSuites({ 'a.test.js': asks }, [], BARE);
  expect(atWork).toMatchObject({ status: 0, lastLine: '1 passed, 0 failed, 0 skipped' });
  expect(atWork.stdout).toContain(
    'Tests of "chromium" (the dashboard in a browser, and the playwright framework with its videos) will not run: ',
  );
  expect(runSuites({ 'a.test.js': asks }, [], { ...BARE, CI: 'true' })).toMatchObject({
    status: 1,
    lastLine: '1 passed, 0 failed, 0 skipped',
  });
});
