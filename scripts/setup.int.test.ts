import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gauntlet-setup-'));
  mkdirSync(join(root, 'packages', 'one'), { recursive: true });
  writeManifest({});
  writeFileSync(join(root, 'packages', 'one', 'package.json'), '{"name":"one","version":"1.0.0"}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A repository whose installation notes itself, so that it can be counted. */
const writeManifest = (extra: object) =>
  writeFileSync(
    join(root, 'package.json'),
    JSON.stringify({
      name: 'skeleton',
      private: true,
      workspaces: ['packages/*'],
      scripts: { postinstall: 'echo installed >> installations' },
      ...extra,
    }),
  );

const countInstallations = () =>
  readFileSync(join(root, 'installations'), 'utf8').match(/installed/g)?.length;

const SET_UP = `
  import { setUp } from '${new URL('setup.mjs', import.meta.url).href}';
  console.log(await setUp(process.argv[1]));`;

async function setUpInProcess(): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', SET_UP, root]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, stdout, stderr };
}

test('what is not installed is installed once, then left alone', async () => {
  const first = await setUpInProcess();
  expect(first).toMatchObject({ exitCode: 0, stdout: `${process.execPath}\n` });
  expect(first.stderr).toContain('Installing dependencies');
  expect(countInstallations()).toBe(1);
  expect(await setUpInProcess()).toMatchObject({ exitCode: 0, stderr: '' });
  expect(countInstallations()).toBe(1);
});

test('processes that start at once share one installation', async () => {
  const ends = await Promise.all([setUpInProcess(), setUpInProcess(), setUpInProcess()]);
  expect(ends.map((end) => end.exitCode)).toEqual([0, 0, 0]);
  expect(countInstallations()).toBe(1);
});

test("a change of the lockfile or of a package's manifest installs again", async () => {
  await setUpInProcess();
  writeFileSync(join(root, 'package-lock.json'), '{"name":"skeleton","lockfileVersion":3,"packages":{}}');
  await setUpInProcess();
  expect(countInstallations()).toBe(2);
  writeFileSync(join(root, 'packages', 'one', 'package.json'), '{"name":"one","version":"1.0.1"}');
  await setUpInProcess();
  expect(countInstallations()).toBe(3);
});

test('an installation that fails says so and is tried again next time', async () => {
  writeManifest({ scripts: { postinstall: 'exit 7' } });
  const failed = await setUpInProcess();
  expect(failed.exitCode).not.toBe(0);
  expect(failed.stderr).toContain('npm install failed');
  writeManifest({});
  expect(await setUpInProcess()).toMatchObject({ exitCode: 0 });
  expect(countInstallations()).toBe(1);
});
