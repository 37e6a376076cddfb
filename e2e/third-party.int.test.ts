/**
 * Suites of other people, as they are in their packages: Gauntlet must count what the framework counts
 * when it is run by hand, with one group and with two.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Counts } from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './testing/cli.ts';
import { type Server, startServer } from './testing/server.ts';
import { createWorld, type World } from './testing/world.ts';

let world: World;
let server: Server;
beforeAll(async () => {
  world = await createWorld();
  server = await startServer(world, { databaseUrl: (await world.createDatabase()).url });
});
afterAll(() => world.end());

type Suite = {
  name: string;
  version: string;
  /** As the package's own test script runs them, less lint, types and coverage. */
  script: string;
  /** Of its devDependencies those that these tests load. */
  needs: readonly string[];
  leastFiles: number;
};

const SUITES: readonly Suite[] = [
  {
    name: 'pino',
    version: '10.4.0',
    // The files of borp's own pattern, for shells and for versions of Node.js that know no patterns.
    script: 'node --test test/*.test.js test/*/*.test.js test/*/*.test.mjs',
    needs: [
      ...['@matteo.collina/tspl', 'execa', 'flush-write-stream', 'import-fresh', 'pino-pretty', 'proxyquire'],
      ...['rimraf', 'split2', 'strip-ansi', 'tape', 'ts-node', 'typescript'],
    ],
    leastFiles: 50,
  },
  {
    name: 'find-my-way',
    version: '9.10.1',
    script: 'node --test test/*.test.js',
    needs: ['rfdc', 'proxyquire'],
    leastFiles: 20,
  },
  {
    name: 'thread-stream',
    version: '4.2.1',
    // transpiled.test.js is red by hand too: what it loads is built by another script, which is not run here.
    script: `node --expose-gc --test ${['base', 'commonjs-fallback', 'context', 'end', 'event', 'flush', 'indexes', 'post-message', 'ready', 'thread-management', 'transpiled', 'worker-name'].map((name) => `test/${name}.test.js`).join(' ')}`,
    needs: ['desm'],
    leastFiles: 12,
  },
];

const run = promisify(execFile);

/** Unpacked, with what its tests need, its test script cut down to the tests. */
async function unpack(suite: Suite): Promise<string> {
  const folder = await world.makeFolder(suite.name);
  const order = { cwd: world.folder, env: world.environment, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await run('npm', ['pack', '--silent', `${suite.name}@${suite.version}`], order);
  await run('tar', ['xzf', stdout.trim(), '-C', folder, '--strip-components', '1'], order);
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  const needed = Object.entries(manifest.devDependencies).filter(([name]) => suite.needs.includes(name));
  const cut = { ...manifest, scripts: { test: suite.script }, devDependencies: Object.fromEntries(needed) };
  await writeFile(join(folder, 'package.json'), JSON.stringify(cut));
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], {
    ...order,
    cwd: folder,
  });
  return folder;
}

type Manifest = { devDependencies: Record<string, string> };

/** What `npm test` says at its end. */
async function countByHand(folder: string, script: string): Promise<Omit<Counts, 'flaky'>> {
  const reporter = ['--test-reporter=tap'];
  const order = { cwd: folder, env: world.environment, maxBuffer: 256 * 1024 * 1024 };
  const command = script.replace('--test ', `--test ${reporter.join(' ')} `);
  // Failing tests make it exit 1; what is counted is in what it printed.
  const { stdout } = await run('sh', ['-c', `${command}; true`], order);
  const line = (name: string) =>
    Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(stdout)?.[1] ?? Number.NaN);
  return {
    total: line('tests'),
    passed: line('pass'),
    failed: line('fail') + line('cancelled'),
    skipped: line('skipped') + line('todo'),
  };
}

async function countByGauntlet(folder: string, parallel: number) {
  const { stdout } = await runCli(world, [
    'run',
    folder,
    '--json',
    '--parallel',
    String(parallel),
    '--data-dir',
    server.dataFolder,
  ]);
  const summary = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as {
    executionId: string;
    counts: Counts;
  };
  const { total, passed, failed, skipped } = summary.counts;
  return { executionId: summary.executionId, counts: { total, passed, failed, skipped } };
}

describe.each(SUITES)('the suite of $name', { timeout: 600_000, retry: 2 }, (suite) => {
  let folder: string;
  let byHand: Omit<Counts, 'flaky'>;
  beforeAll(async () => {
    folder = await unpack(suite);
    byHand = await countByHand(folder, suite.script);
  }, 600_000);

  it('is counted as by hand', async () => {
    expect(byHand.total).toBeGreaterThan(suite.leastFiles);
    expect((await countByGauntlet(folder, 1)).counts).toEqual(byHand);
  });

  it('is counted the same in two groups, both of which ran some', async () => {
    const { executionId, counts } = await countByGauntlet(folder, 2);
    expect(counts).toEqual(byHand);
    const execution = await server.api.execution(executionId);
    expect(execution.units.total).toBeGreaterThanOrEqual(suite.leastFiles);
    expect(execution.groups.map((group) => group.unitsReported > 0)).toEqual([true, true]);
  });
});
