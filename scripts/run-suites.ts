/** `npm test`: makes the machine ready for every suite, runs them all, and ends with their counts. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callerPath } from '../packages/cli/bin/caller-path.mjs';
import { runChild } from './run-child.mjs';
import { ROOT } from './setup.mjs';
import { meetNeeds, SYSTEM_NEEDS } from './system-packages.ts';
import { countTests, judgeRun, type TestCounts, toClosingLine, type VitestReport } from './test-counts.ts';

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

async function runVitest(args: readonly string[], reportFile: string, missing: readonly string[]) {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  return runChild(process.execPath, [vitest, 'run', ...reporters, ...args], {
    cwd: ROOT,
    env: { ...process.env, GAUNTLET_MISSING: missing.join(',') },
  });
}

function readCounts(reportFile: string): TestCounts | undefined {
  try {
    return countTests(JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport);
  } catch (cause) {
    say(`The test runner left no readable report, so nothing can be counted: ${cause}`);
    return undefined;
  }
}

async function runSuites(args: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-counts-'));
  try {
    const missingSuites = runsUnitTestsOnly(args) ? [] : findMissingSuites();
    const reportFile = join(folder, 'vitest.json');
    const runnerExitCode = await runVitest(args, reportFile, missingSuites);
    const counts = readCounts(reportFile);
    if (counts === undefined) return runnerExitCode || 1;
    say(toClosingLine(counts));
    return judgeRun({ runnerExitCode, counts, missingSuites, inCi });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await runSuites(process.argv.slice(2));
