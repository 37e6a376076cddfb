/**
 * `npm run verify`: every check that needs nothing but npm packages; all of them, whatever fails. One that succeeds
 * may have a line to say all the same: `warning: ...`. `--without-tests`: for who has run the unit tests already.
 */
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './setup.mjs';

export type Check = { name: string; script: string; args?: readonly string[] };

const MODULES = 'node_modules';
const UNIT_TESTS = 'unit tests';
const CHECKS: readonly Check[] = [
  {
    name: 'format and lint',
    script: join(MODULES, '@biomejs/biome/bin/biome'),
    args: ['check', '--error-on-warnings', '.'],
  },
  {
    name: 'types',
    script: join(MODULES, 'typescript/bin/tsc'),
    args: [
      '--project',
      '.',
      '--incremental',
      '--tsBuildInfoFile',
      'node_modules/.cache/gauntlet.tsbuildinfo',
    ],
  },
  {
    name: 'types of the dashboard',
    script: join(MODULES, 'typescript/bin/tsc'),
    args: [
      '--project',
      'packages/dashboard',
      '--incremental',
      '--tsBuildInfoFile',
      'node_modules/.cache/dashboard.tsbuildinfo',
    ],
  },
  { name: 'import rules', script: 'scripts/check-import-rules.ts' },
  { name: 'schema drift', script: 'packages/server/scripts/check-schema-drift.ts' },
  { name: 'API document', script: 'scripts/api-document/check-drift.ts' },
  { name: 'API compatibility', script: 'scripts/api-document/check-breaking.ts' },
  { name: 'known advisories', script: 'scripts/check-audit.ts' },
  { name: 'dead code', script: join(MODULES, 'knip/bin/knip.js') },
  {
    name: UNIT_TESTS,
    script: join(MODULES, 'vitest/vitest.mjs'),
    args: ['run', '--project', 'unit', '--reporter=default'],
  },
];

/** More than that would only wait for the others on a small machine. */
const AT_ONCE = 2;

type Outcome = { name: string; ok: boolean; seconds: string; output: string };

async function runCheck({ name, script, args = [] }: Check): Promise<Outcome> {
  const started = performance.now();
  const command = [resolve(ROOT, script), ...args];
  const options = { cwd: ROOT, maxBuffer: 1 << 28 };
  const { ok, output } = await new Promise<Pick<Outcome, 'ok' | 'output'>>((done) => {
    execFile(process.execPath, command, options, (error, stdout, stderr) => {
      const end = error?.signal
        ? `ended by ${error.signal}`
        : typeof error?.code === 'string' && error.message;
      done({ ok: error === null, output: [stdout, stderr, end].filter(Boolean).join('\n') });
    });
  });
  return { name, ok, output, seconds: ((performance.now() - started) / 1000).toFixed(1) };
}

/**
 * Runs all checks, two at a time, each told of at its end, with its output where it failed.
 *
 * @returns the exit code: 1 when any failed
 */
export async function runChecks(checks: readonly Check[], write: (text: string) => void): Promise<number> {
  const left = [...checks];
  const failed = new Set<string>();
  const work = async () => {
    for (let check = left.shift(); check; check = left.shift()) {
      const { name, ok, seconds, output } = await runCheck(check);
      write(`${name} ... ${ok ? 'ok' : 'FAILED'} (${seconds} s)\n`);
      if (!ok) write(`\n${output.trimEnd()}\n\n`);
      else for (const [warning] of output.matchAll(/^warning: .*$/gm)) write(`  ${warning}\n`);
      if (!ok) failed.add(name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const names = checks.map(({ name }) => name).filter((name) => failed.has(name));
  write(
    names.length === 0
      ? `verify: all ${checks.length} checks are green\n`
      : `verify: failed: ${names.join(', ')}\n`,
  );
  return names.length === 0 ? 0 : 1;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { 'without-tests': { type: 'boolean', default: false } } });
  const checks = CHECKS.filter(({ name }) => !(values['without-tests'] && name === UNIT_TESTS));
  process.exitCode = await runChecks(checks, (text) => process.stdout.write(text));
}
