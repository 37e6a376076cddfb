import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runChecks } from './run-checks.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-checks-'));
  writeFileSync(join(folder, 'good.mjs'), "console.log('all is well');");
  writeFileSync(join(folder, 'unsure.mjs'), "console.log('warning: nobody to ask');");
  writeFileSync(join(folder, 'bad.mjs'), 'console.error(process.argv[2]); process.exit(9);');
  writeFileSync(join(folder, 'killed.mjs'), "process.kill(process.pid, 'SIGKILL');");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check = (name: string, ...args: string[]) => ({ name, script: join(folder, `${name}.mjs`), args });

async function run(...checks: ReturnType<typeof check>[]) {
  let output = '';
  const exitCode = await runChecks(checks, (text) => {
    output += text;
  });
  return { exitCode, output };
}

test('checks that succeed are named with their time, and say nothing else', async () => {
  const { exitCode, output } = await run(check('good'), check('good'));
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^good \.\.\. ok \(\d+\.\d s\)\ngood .*\nverify: all 2 checks are green\n$/);
});

test('a check that succeeds with a warning is green, and the warning is shown', async () => {
  const { exitCode, output } = await run(check('unsure'));
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^unsure \.\.\. ok \(\d+\.\d s\)\n {2}warning: nobody to ask\n/);
});

test('a check that fails tells why, the rest run all the same, and the summary names it', async () => {
  const { exitCode, output } = await run(check('bad', 'the reason'), check('killed'), check('good'));
  expect(exitCode).toBe(1);
  expect(output).toMatch(/bad \.\.\. FAILED \(.*\)\n\nthe reason\n/);
  expect(output).toContain('ended by SIGKILL');
  expect(output).toContain('good ... ok');
  expect(output).toMatch(/\nverify: failed: bad, killed\n$/);
});
