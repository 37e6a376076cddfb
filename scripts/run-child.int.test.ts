import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { runChild } from './run-child.mjs';

const run = (code: string) => runChild(process.execPath, ['--eval', code], { stdio: 'ignore' });

test("a child's exit code is handed on", async () => {
  expect(await run('process.exit(3)')).toBe(3);
  expect(await run('')).toBe(0);
});

test('a child ended by a signal gives 128 and the number of the signal', async () => {
  expect(await run("process.kill(process.pid, 'SIGKILL')")).toBe(137);
});

test('a command that is not there is an error', async () => {
  await expect(runChild('/nonexistent/program', [])).rejects.toThrow('ENOENT');
});

const CHILD = `
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => { console.log('got ' + signal); process.exit(42); });
  setInterval(() => {}, 1000);
  console.log('ready');`;
const PARENT = `
  import { runChild } from '${new URL('run-child.mjs', import.meta.url).href}';
  process.exitCode = await runChild(process.execPath, ['--eval', ${JSON.stringify(CHILD)}]);`;

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s reaches the child once, and its exit code comes back',
  async (signal) => {
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', PARENT], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    parent.stdout.on('data', (chunk) => {
      output += chunk;
      if (output === 'ready\n') parent.kill(signal);
    });
    expect(await once(parent, 'close')).toEqual([42, null]);
    expect(output).toBe(`ready\ngot ${signal}\n`);
  },
);
