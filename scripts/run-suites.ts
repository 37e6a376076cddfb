/** `npm test`: makes the machine ready for every suite, runs them all, and ends with their counts. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callerPath } from '../packages/cli/bin/caller-path.mjs';
import { runChild } from './run-child.mjs';
import { suitesToRunAgain } from './second-shape.ts';
import { ROOT } from './setup.mjs';
import { meetNeeds, SYSTEM_NEEDS } from './system-packages.ts';
import { startSystemPostgres } from './system-postgres.ts';
import { startServices } from './system-services.ts';
import {
  addCounts,
  countTests,
  describeFailures,
  describeSkipped,
  judgeRun,
  type TestCounts,
  toClosingLine,
  type VitestReport,
} from './test-counts.ts';

const CLUSTER_SHAPE = '--cluster-shape';
const inCi = process.env.CI === 'true';
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Unit tests need nothing of the machine. */
const runsUnitTestsOnly = (args: readonly string[]) => /--project[= ]unit\b/.test(args.join(' '));

function findMissingSuites(): string[] {
  const env = { ...process.env, PATH: process.env.GAUNTLET_CALLER_PATH ?? callerPath(process.env.PATH) };
  return meetNeeds(SYSTEM_NEEDS, env, inCi ? 'ci' : 'workplace').flatMap((outcome) => {
    if (outcome.status === 'present') return [];
    const { suite, usedFor } = outcome.need;
    say(
      `Tests of "${suite}" (${usedFor}) will not run${inCi ? ', which fails this run' : ''}: ${outcome.why}.`,
    );
    return [suite];
  });
}

type Pass = { exitCode: number; counts: TestCounts | undefined; failures: string[]; skipped: string[] };

async function runVitest(args: readonly string[], env: Record<string, string>): Promise<Pass> {
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-counts-'));
  try {
    const reportFile = join(folder, 'vitest.json');
    const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
    const command = [vitest, 'run', ...reporters, ...args];
    const exitCode = await runChild(process.execPath, command, {
      cwd: ROOT,
      env: { ...process.env, ...env },
    });
    return { exitCode, ...readReport(reportFile) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** On the oldest PostgreSQL there is, with every service that a server can be pointed at. */
async function runInClusterShape(
  args: readonly string[],
  env: Record<string, string>,
  missing: readonly string[],
): Promise<Pass> {
  const services = await startServices(missing);
  const postgres = await startSystemPostgres();
  const named = [`PostgreSQL ${postgres.version}`, ...services.names].join(', ');
  say(`In the cluster shape: ${named}.`);
  try {
    return await runVitest(['--project', 'integration', ...args], {
      ...env,
      GAUNTLET_TEST_DATABASE_URL: postgres.url,
      GAUNTLET_TEST_SERVICES: JSON.stringify(services.environment),
    });
  } finally {
    await services.stop();
    postgres.stop();
  }
}

function readReport(reportFile: string): Omit<Pass, 'exitCode'> {
  try {
    const report = JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport;
    return {
      counts: countTests(report),
      failures: describeFailures(report),
      skipped: describeSkipped(report),
    };
  } catch (cause) {
    say(`The test runner left no readable report, so nothing can be counted: ${cause}`);
    return { counts: undefined, failures: [], skipped: [] };
  }
}

/** `--cluster-shape` as the first word: all integration suites in that shape, or those that are named after it. */
async function runPasses(args: readonly string[], missing: readonly string[]): Promise<Pass[]> {
  const env = { GAUNTLET_MISSING: missing.join(',') };
  if (args[0] === CLUSTER_SHAPE) return [await runInClusterShape(args.slice(1), env, missing)];
  const first = await runVitest(args, env);
  const isWhole = args.length === 0 && process.env.GAUNTLET_TEST_DATABASE_URL === undefined;
  if (!isWhole || missing.includes('postgresql')) return [first];
  return [first, await runInClusterShape(suitesToRunAgain(ROOT), env, missing)];
}

async function runSuites(args: readonly string[]): Promise<number> {
  const missingSuites = runsUnitTestsOnly(args) ? [] : findMissingSuites();
  const passes = await runPasses(args, missingSuites);
  const counts = passes.map((pass) => pass.counts).reduce(addKnown);
  const runnerExitCode = passes.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? 0;
  if (counts === undefined) return runnerExitCode || 1;
  for (const line of passes.flatMap((pass) => pass.skipped)) say(line);
  for (const line of passes.flatMap((pass) => pass.failures)) say(line);
  say(toClosingLine(counts));
  return judgeRun({ runnerExitCode, counts, missingSuites, inCi });
}

const addKnown = (a: TestCounts | undefined, b: TestCounts | undefined) => a && b && addCounts(a, b);

process.exitCode = await runSuites(process.argv.slice(2));
