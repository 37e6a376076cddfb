/**
 * The package as a user gets it: packed, installed in an empty folder outside the repository, and run by the
 * Node.js of this machine rather than the repository's.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../scripts/setup.mjs';
import { personsEnvironment } from './testing/persons-environment.ts';

let home: string;
let installed: string;
let project: string;

function run(command: string, args: string[], cwd: string) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env: personsEnvironment({ GAUNTLET_DATA_DIR: join(home, 'data') }),
    encoding: 'utf8',
    timeout: 240_000,
  });
  if (error) throw error;
  return { status, stdout, stderr };
}

function succeed(command: string, args: string[], cwd: string): string {
  const { status, stdout, stderr } = run(command, args, cwd);
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}

const gauntlet = (...args: string[]) =>
  run(join(installed, 'node_modules', '.bin', 'gauntlet'), args, project);

function writeProject(): void {
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"name":"two-tests","scripts":{"test":"node --test"}}');
  const suite = [
    "import assert from 'node:assert';",
    "import { test } from 'node:test';",
    "test('two and two', () => assert.equal(2 + 2, 4));",
    "test('two and three', () => assert.equal(2 + 3, 6));",
  ];
  writeFileSync(join(project, 'sums.test.mjs'), suite.join('\n'));
}

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'gauntlet-pack-'));
  chmodSync(home, 0o755); // as root the database has a user of its own, who must be able to walk in
  installed = join(home, 'installed');
  project = join(home, 'project');
  mkdirSync(installed);
  writeProject();
  succeed('npm', ['pack', '--workspace', 'packages/cli', '--pack-destination', home, '--silent'], ROOT);
  const [tarball = ''] = readdirSync(home).filter((name) => name.endsWith('.tgz'));
  writeFileSync(join(installed, 'package.json'), '{"private":true}');
  succeed('npm', ['install', '--no-audit', '--no-fund', join(home, tarball)], installed);
}, 300_000);

/** The server that `run` started stays for a while; here it has served. */
async function endProcesses(): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' });
    const lines = stdout.split('\n').filter((line) => line.includes(home));
    if (lines.length === 0) return;
    if (Date.now() > deadline) throw new Error(`These did not end:\n${lines.join('\n')}`);
    const servers = lines.filter((line) => line.includes('server.js'));
    spawnSync('kill', ['-TERM', ...servers.map((line) => String(Number.parseInt(line, 10)))]);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

afterAll(async () => {
  await endProcesses();
  rmSync(home, { recursive: true, force: true });
}, 60_000);

test('the package depends on nothing of the repository and holds no source', () => {
  const folder = join(installed, 'node_modules', 'gauntlet');
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  expect(Object.keys(dependencies).filter((name) => name.startsWith('@gauntlet/'))).toEqual([]);
  expect(readdirSync(folder).sort()).toEqual(['LICENSE', 'bin', 'dist', 'examples', 'package.json']);
  expect(readdirSync(join(folder, 'dist'))).toEqual(
    expect.arrayContaining(['agent.js', 'cli.js', 'files', 'server.js', 'THIRD-PARTY-NOTICES.txt']),
  );
});

test('--help answers', () => {
  const { status, stdout } = gauntlet('--help');
  expect(status).toBe(0);
  expect(stdout).toContain('gauntlet');
});

test('a project with one passing and one failing test is run, counted and judged failed', () => {
  const { status, stdout, stderr } = gauntlet('run', '.', '--json');
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  expect({ status, last, stderr }).toMatchObject({
    status: 1,
    last: expect.stringContaining('"type":"summary"'),
  });
  expect(JSON.parse(last)).toMatchObject({
    verdict: 'failed',
    counts: { total: 2, passed: 1, failed: 1, skipped: 0, flaky: 0 },
  });
});

test('the server of the package asks clusters, also where the library for them could not send a request', () => {
  const file = join(home, 'kubeconfig.yaml');
  const lines = [
    'current-context: nowhere',
    'clusters: [{name: nowhere, cluster: {server: "https://gauntlet.invalid"}}]',
    'users: [{name: nowhere, user: {token: a-token}}]',
    'contexts: [{name: nowhere, context: {cluster: nowhere, user: nowhere}}]',
  ];
  writeFileSync(file, lines.join('\n'));
  const { status, stdout, stderr } = gauntlet('cluster', 'add', 'nowhere', '--kubeconfig', file);
  expect({ status, stdout, stderr }).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('The host gauntlet.invalid cannot be found'),
  });
});

test('the server of the package has the dashboard', async () => {
  const { url } = JSON.parse(readFileSync(join(home, 'data', 'server.json'), 'utf8')) as { url: string };
  const script = await fetch(`${url}/app/theme.js`);
  expect([script.status, script.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('javascript'),
  ]);
});
