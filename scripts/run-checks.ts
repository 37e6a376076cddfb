/** `npm run verify`: every check that needs nothing but npm packages; all of them, whatever fails. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './setup.mjs';

type Check = { name: string; script: string; args?: readonly string[] };

const MODULES = 'node_modules';
const CHECKS: readonly Check[] = [
  {
    name: 'format and lint',
    script: join(MODULES, '@biomejs/biome/bin/biome'),
    args: ['check', '--error-on-warnings', '.'],
  },
  { name: 'types', script: join(MODULES, 'typescript/bin/tsc'), args: ['--project', '.'] },
  { name: 'import rules', script: 'scripts/check-import-rules.ts' },
  { name: 'schema drift', script: 'packages/server/scripts/check-schema-drift.ts' },
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
  const { status, signal, stdout, stderr, error } = spawnSync(
    process.execPath,
    [join(ROOT, script), ...args],
    {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  const output = [stdout, stderr, error?.message, signal && `ended by ${signal}`].filter(Boolean).join('\n');
  return { name, ok: status === 0, seconds: ((performance.now() - started) / 1000).toFixed(1), output };
}

const write = (text: string) => process.stdout.write(`${text}\n`);

function runChecks(): number {
  const outcomes = CHECKS.map((check) => {
    process.stdout.write(`${check.name} ... `);
    const outcome = runCheck(check);
    write(`${outcome.ok ? 'ok' : 'FAILED'} (${outcome.seconds} s)`);
    if (!outcome.ok) write(`\n${outcome.output.trimEnd()}\n`);
    return outcome;
  });
  const failed = outcomes.filter((outcome) => !outcome.ok);
  const names = failed.map((outcome) => outcome.name).join(', ');
  write(failed.length === 0 ? `verify: all ${outcomes.length} checks are green` : `verify: failed: ${names}`);
  return failed.length === 0 ? 0 : 1;
}

process.exitCode = runChecks();
