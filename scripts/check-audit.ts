/**
 * `npm audit` of what is shipped and of what it is made with. Fails for findings that audit-exceptions.json does
 * not explain; a registry that cannot be asked (a mirror, no network) is a warning: it says nothing of us.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuditExceptions, type Finding, findingsOf, judgeFindings } from './judge-audit.ts';
import { ROOT } from './setup.mjs';

const ASK = ['audit', '--json', '--fetch-timeout=20000', '--fetch-retries=1'];

/** Null when the registry gave no answer. */
function audit(...options: string[]): Finding[] | null {
  const { stdout, stderr } = spawnSync('npm', [...ASK, ...options], { cwd: ROOT, encoding: 'utf8' });
  const findings = findingsOf(stdout);
  if (findings === null)
    process.stdout.write(
      `warning: \`npm ${['audit', ...options].join(' ')}\` could not ask the registry, so nothing is known of advisories: ${reasonIn(stdout, stderr)}\n`,
    );
  return findings;
}

const reasonIn = (stdout: string, stderr: string): string =>
  /"message": "([^"]*)"/.exec(stdout)?.[1]?.replaceAll(/https?:\S+/g, 'the registry') ??
  stderr.split('\n', 1)[0] ??
  'no answer';

const exceptions = AuditExceptions.parse(
  JSON.parse(readFileSync(join(ROOT, 'audit-exceptions.json'), 'utf8')),
);
const shipped = audit('--omit=dev');
const all = shipped === null ? null : audit();
if (shipped !== null && all !== null) {
  const inShipped = new Set(shipped.map(({ advisory }) => advisory));
  const marked = all.map(({ advisory, text }) => ({
    advisory,
    text: `${inShipped.has(advisory) ? 'shipped' : 'development only'}, ${text}`,
  }));
  const wrong = judgeFindings(marked, exceptions, new Date());
  for (const each of wrong) process.stderr.write(`${each}\n`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
