/** The real command line, as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/setup.mjs';
import { exitOf } from './processes.ts';
import type { World } from './world.ts';

const ENTRY = join(ROOT, 'packages/cli/src/main.ts');

export type CliOrder = { cwd?: string; environment?: Record<string, string>; input?: string };
export type CliEnd = { code: number | null; stdout: string; stderr: string };
export type RunningCli = { child: ChildProcess; output(): CliEnd; end(): Promise<CliEnd> };

export function launchCli(world: World, args: readonly string[], order: CliOrder = {}): RunningCli {
  return launchProgram(world, [process.execPath, ENTRY, ...args], order);
}

/** Any program, with its streams kept. */
export function launchProgram(
  world: World,
  [program = '', ...args]: readonly string[],
  order: CliOrder = {},
): RunningCli {
  const child = spawn(program, args, {
    cwd: order.cwd ?? world.folder,
    env: { ...world.environment, ...order.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin?.end(order.input ?? '');
  const output = () => ({ code: child.exitCode, stdout, stderr });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const end = async () => {
    await exitOf(child);
    await closed;
    return output();
  };
  return { child, output, end };
}

export const runCli = (world: World, args: readonly string[], order?: CliOrder): Promise<CliEnd> =>
  launchCli(world, args, order).end();

/** util-linux's `script` lends a terminal. */
export const lendsTerminals = process.platform === 'linux' && existsSync('/usr/bin/script');

/** On a terminal: what it would receive is in `stdout`. */
export function runInTerminal(world: World, args: readonly string[], order: CliOrder = {}): Promise<CliEnd> {
  const quoted = [process.execPath, ENTRY, ...args].map((part) => `'${part.replaceAll("'", "'\\''")}'`);
  const environment = { TERM: 'xterm-256color', ...order.environment };
  return launchProgram(world, ['/usr/bin/script', '-qec', quoted.join(' '), '/dev/null'], {
    ...order,
    environment,
  }).end();
}
