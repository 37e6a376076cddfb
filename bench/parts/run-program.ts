import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { callerEnvironment } from '../caller-environment.ts';

export type Ran = { milliseconds: number; exitCode: number | null; output: string };

const running = new Set<number>();

/** Runs a program to its end and keeps what it prints to standard output. */
export async function runProgram(command: readonly string[], folder: string): Promise<Ran> {
  const [file = '', ...args] = command;
  const from = performance.now();
  const child = spawn(file, args, {
    cwd: folder,
    env: callerEnvironment(),
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true, // its whole group can be ended, should the benchmark be
  });
  if (child.pid !== undefined) running.add(child.pid);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  if (child.pid !== undefined) running.delete(child.pid);
  return { milliseconds: performance.now() - from, exitCode, output };
}

/** For an interrupted benchmark. */
export function endPrograms(): void {
  for (const pid of running) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended between the note and the signal.
    }
  }
}
