/**
 * Runs the server as a child of this program with the terminal's own streams, and hands signals on.
 * A terminal sends Ctrl-C to all its foreground processes, so the child has that one already; sent again
 * it would be the second, which means "at once".
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { serverEnvironment } from './server-environment.ts';

type Env = Readonly<Record<string, string | undefined>>;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const cameFromTerminal = (signal: NodeJS.Signals) =>
  signal === 'SIGINT' && [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);

/** @returns its exit code; 128 + the signal's number when a signal ended it, as shells say it */
export function runForegroundServer(program: string, args: readonly string[], env: Env): Promise<number> {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: 'inherit',
    env: serverEnvironment(env),
  });
  const handOn = (signal: NodeJS.Signals) => {
    if (!cameFromTerminal(signal)) child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, handOn);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
  return ended.finally(() => {
    for (const signal of SIGNALS) process.removeListener(signal, handOn);
  });
}
