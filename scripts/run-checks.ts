/**
 * `npm run verify`: every check that needs nothing but npm packages; all of them, whatever fails. One that succeeds
 * may have a line to say all the same: `warning: ...`.
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { ROOT } from './setup.mjs';

export type Check = { name: string; script: string; args?: readonly string[] };

const MODULES = 'node_modules';
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
    name: 'unit tests',
    script: join(MODULES, 'vitest/vitest.mjs'),
    args: ['run', '--project', 'unit', '--reporter=default'],
  },
];

type Outcome = { name: string; ok: boolean; seconds: string; output: string };

function runCheck({ name, script, args = [] }: Check): Outcome {
  const started = performance.now();
  const command = [resolve(ROOT, script), ...args];
  const end = spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28 });
  const said = [end.stdout, end.stderr, end.error?.message, end.signal && `ended by ${end.signal}`];
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  return { name, ok: end.status === 0, seconds, output: said.filter(Boolean).join('\n') };
}

/**
 * Runs all checks, one after the other, telling the output of those that fail.
 *
 * @returns the exit code: 1 when any failed
 */
export function runChecks(checks: readonly Check[], write: (text: string) => void): number {
  const outcomes = checks.map((check) => {
    write(`${check.name} ... `);
    const outcome = runCheck(check);
    write(`${outcome.ok ? 'ok' : 'FAILED'} (${outcome.seconds} s)\n`);
    if (!outcome.ok) write(`\n${outcome.output.trimEnd()}\n\n`);
    else for (const [warning] of outcome.output.matchAll(/^warning: .*$/gm)) write(`  ${warning}\n`);
    return outcome;
  });
  const failed = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.name]));
  write(
    failed.length === 0
      ? `verify: all ${outcomes.length} checks are green\n`
      : `verify: failed: ${failed.join(', ')}\n`,
  );
  return failed.length === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = runChecks(CHECKS, (text) => process.stdout.write(text));
