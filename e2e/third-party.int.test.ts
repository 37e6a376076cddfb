/**
 * Suites of other people, as they are in their packages: Gauntlet must count what the framework counts
 * when it is run by hand, with one group and with two.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
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
  /** What its own test script does before the tests, for `sh` in its folder. */
  prepare?: string;
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
    script: 'node --expose-gc --test test/*.test.js test/*.test.mjs',
    needs: ['@types/node', 'desm', 'ts-node', 'typescript'],
    prepare: 'sh test/ts/transpile.sh',
    leastFiles: 24,
  },
];

const run = promisify(execFile);

/**
 * By hand, on a busy machine, four of these tests come out otherwise from run to run; so, here and by hand alike:
 *
 * - CI: as their authors' own CI runs them, which skips three races with the disk: "eight million lines" of pino,
 *   "string limit" (a gigabyte in 30 s) and "string limit 2" of thread-stream.
 * - TS_NODE_TRANSPILE_ONLY: "typescript module with ts-node fallback" of thread-stream gives ts-node ten seconds,
 *   which checking types alone may take.
 */
const ENVIRONMENT = { CI: 'true', TS_NODE_TRANSPILE_ONLY: 'true' };

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
  if (suite.prepare !== undefined) await run('sh', ['-c', suite.prepare], { ...order, cwd: folder });
  return folder;
}

type Manifest = { devDependencies: Record<string, string> };

type HandCount = { counts: Omit<Counts, 'flaky'>; red: string[] };

const MOST_HAND_COUNTS = 5;

/**
 * What the framework itself counts. Some of these tests depend on the time, and Gauntlet cannot agree with
 * what does not agree with itself: the count is what two runs by hand, one after the other, come to. Gauntlet
 * is asked once and never again.
 */
async function countByHand(folder: string, script: string): Promise<HandCount> {
  const taken = [await countOnce(folder, script)];
  while (taken.length < MOST_HAND_COUNTS) {
    const count = await countOnce(folder, script);
    if (isDeepStrictEqual(count, taken.at(-1))) return count;
    taken.push(count);
    console.warn(`By hand it is counted anew, for it varies: ${JSON.stringify(taken)}`);
  }
  throw new Error(`By hand no two runs in a row agree: ${JSON.stringify(taken)}`);
}

/** What `npm test` says at its end. */
async function countOnce(folder: string, script: string): Promise<HandCount> {
  const reporter = ['--test-reporter=tap'];
  const env = { ...world.environment, ...ENVIRONMENT };
  const order = { cwd: folder, env, maxBuffer: 256 * 1024 * 1024 };
  const command = script.replace('--test ', `--test ${reporter.join(' ')} `);
  // Failing tests make it exit 1; what is counted is in what it printed.
  const { stdout } = await run('sh', ['-c', `${command}; true`], order);
  const line = (name: string) =>
    Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(stdout)?.[1] ?? Number.NaN);
  const counts = {
    total: line('tests'),
    passed: line('pass'),
    failed: line('fail') + line('cancelled'),
    skipped: line('skipped') + line('todo'),
  };
  return {
    counts,
    red: [...stdout.matchAll(/^ *not ok \d+ - (.*)$/gm)].map(([, name = '']) => name).toSorted(),
  };
}

async function runByGauntlet(folder: string, parallel: number) {
  const args = ['run', folder, '--json', '--parallel', String(parallel), '--data-dir', server.dataFolder];
  for (const [name, value] of Object.entries(ENVIRONMENT)) args.push('--env', `${name}=${value}`);
  const { stdout } = await runCli(world, args);
  const { executionId } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as { executionId: string };
  const execution = await server.api.execution(executionId);
  const { total, passed, failed, skipped } = execution.counts;
  const red = (await server.api.results(executionId)).filter(
    ({ status }) => status === 'failed' || status === 'error',
  );
  return {
    execution,
    counts: { total, passed, failed, skipped },
    red: red.map(({ name, message }) => `${name} (${message})`),
  };
}

describe.each(SUITES)('the suite of $name', { timeout: 600_000 }, (suite) => {
  let folder: string;
  let byHand: HandCount;
  beforeAll(async () => {
    folder = await unpack(suite);
    byHand = await countByHand(folder, suite.script);
  }, 900_000);

  const expectAsByHand = ({ counts, red }: HandCount) =>
    expect(counts, `red here: ${red.join('; ')}. Red by hand: ${byHand.red.join('; ')}.`).toEqual(
      byHand.counts,
    );

  it('is counted as by hand', async () => {
    expect(byHand.counts.total).toBeGreaterThan(suite.leastFiles);
    expectAsByHand(await runByGauntlet(folder, 1));
  });

  it('is counted the same in two groups, both of which ran some', async () => {
    const { execution, ...counted } = await runByGauntlet(folder, 2);
    expectAsByHand(counted);
    expect(execution.units.total).toBeGreaterThanOrEqual(suite.leastFiles);
    expect(execution.groups.map((group) => group.unitsReported > 0)).toEqual([true, true]);
  });
});
