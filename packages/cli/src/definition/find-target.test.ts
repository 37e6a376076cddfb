import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTarget } from './find-target.ts';
import { prepareDefinition } from './prepare-definition.ts';
import type { RunOptions } from './run-options.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await realpath(await mkdtemp(join(tmpdir(), 'gauntlet-target-')));
  await mkdir(join(cwd, 'app/test'), { recursive: true });
  await writeFile(join(cwd, 'app/test/a.test.js'), '');
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const find = (path?: string, morePaths: string[] = [], file?: string) =>
  findTarget({ path, morePaths, file }, cwd);

async function prepare(options: Partial<RunOptions>, args: string[] = [], env = {}) {
  const target = await find('app');
  if (!target.ok) throw new Error(target.error.message);
  return prepareDefinition(target.value, { follow: true, ...options }, args, { cwd, env });
}

test('a folder is run as it is, with the definition that lies in it', async () => {
  expect(await find('app')).toEqual({
    ok: true,
    value: { folder: join(cwd, 'app'), definitionFile: null, paths: [] },
  });
  await writeFile(join(cwd, 'app/gauntlet.yaml'), 'name: x\n');
  expect(await find('app')).toMatchObject({ value: { definitionFile: join(cwd, 'app/gauntlet.yaml') } });
});

test('a definition file means the folder it lies in', async () => {
  await writeFile(join(cwd, 'app/nightly.yml'), 'name: x\n');
  expect(await find('app/nightly.yml')).toMatchObject({
    value: { folder: join(cwd, 'app'), definitionFile: join(cwd, 'app/nightly.yml') },
  });
});

test('a test file means this folder, and that file of it', async () => {
  expect(await find('app/test/a.test.js')).toMatchObject({
    value: { folder: cwd, paths: ['app/test/a.test.js'] },
  });
});

test('further paths count from the folder or from here, and patterns are left to the framework', async () => {
  const found = await find('app', ['test/a.test.js', 'app/test/a.test.js', 'tests/x.py::test_one']);
  expect(found).toMatchObject({
    value: { paths: ['test/a.test.js', 'test/a.test.js', 'tests/x.py::test_one'] },
  });
});

test('paths that are not there or lie outside are refused', async () => {
  await writeFile(join(cwd, 'elsewhere.js'), '');
  expect(await find('nowhere')).toMatchObject({ ok: false, error: { exitCode: 3 } });
  expect(await find('app', ['elsewhere.js'])).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('outside') },
  });
  expect(await find('app', [], 'missing.yaml')).toMatchObject({ ok: false, error: { exitCode: 3 } });
});

test('options lie over what the file says, key by key', async () => {
  const text =
    'name: from file\nparallelism: 2\ntimeouts: { runSeconds: 5, queueSeconds: 7 }\nenvironment: { A: file, B: file }\n';
  await writeFile(join(cwd, 'app/gauntlet.yaml'), text);
  await writeFile(join(cwd, 'app/.env'), '# comment\nB=env-file\nC="with spaces"\n');
  const options = {
    parallel: 4,
    timeout: 9,
    env: ['A=option', 'HOME'],
    envFile: ['app/.env'],
    secret: ['TOKEN=npm-token', 'KEY'],
    tag: ['team=a', 'slow'],
    retries: 1,
  };
  expect(await prepare(options, ['--bail'], { HOME: '/home/ada' })).toEqual({
    ok: true,
    value: {
      name: 'from file',
      parallelism: 4,
      timeouts: { runSeconds: 9, queueSeconds: 7 },
      environment: { A: 'option', B: 'env-file', C: 'with spaces', HOME: '/home/ada' },
      secrets: { TOKEN: 'npm-token', KEY: 'KEY' },
      tags: { team: 'a', slow: '' },
      retries: { attempts: 1 },
      args: ['--bail'],
    },
  });
});

test('the name is the package’s own, else the folder’s', async () => {
  expect(await prepare({})).toEqual({ ok: true, value: { name: 'app' } });
  await writeFile(join(cwd, 'app/package.json'), '{"name": "@shop/app"}');
  expect(await prepare({})).toEqual({ ok: true, value: { name: '@shop/app' } });
  await writeFile(join(cwd, 'app/package.json'), 'no json');
  expect(await prepare({})).toEqual({ ok: true, value: { name: 'app' } });
});

test('a variable the caller does not have is refused, and never silently empty', async () => {
  expect(await prepare({ env: ['NOT_THERE'] })).toMatchObject({ ok: false, error: { exitCode: 3 } });
});

test('an option that makes the definition faulty is refused as well', async () => {
  expect(await prepare({ env: ['1BAD=x'] })).toMatchObject({
    ok: false,
    error: { code: 'invalid-definition' },
  });
});
