/** Runs the command line as the process it is, with an environment of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const CLI = fileURLToPath(new URL('../main.ts', import.meta.url));

export type CliRun = { code: number; stdout: string; stderr: string };
export type CliOptions = { cwd?: string; env?: Record<string, string>; input?: string };

/** Nothing of this machine's user, servers or terminal gets in. */
export const cleanEnvironment = (env: Record<string, string> = {}): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  TZ: 'UTC',
  ...env,
});

export function startCli(
  args: readonly string[],
  options: CliOptions = {},
): { child: ChildProcess; ended: Promise<CliRun> } {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: options.cwd,
    env: cleanEnvironment(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin.end(options.input ?? '');
  const ended = new Promise<CliRun>((resolve) => {
    child.once('close', (code, signal) => resolve({ code: code ?? (signal ? 255 : 254), stdout, stderr }));
  });
  return { child, ended };
}

export const runCli = (args: readonly string[], options: CliOptions = {}): Promise<CliRun> =>
  startCli(args, options).ended;

/** Resolves once a stream of the child has said this. */
export function untilSaid(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(text)) resolve();
    });
    child.once('close', () => reject(new Error(`it ended without saying "${text}", but: ${said}`)));
  });
}
