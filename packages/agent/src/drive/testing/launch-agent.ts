/** Starts the real agent as the server's executor does, and looks after it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { findMembers } from '@gauntlet/host/process-tree';
import type { StartParameters } from '../start-line.ts';

export type LaunchedAgent = {
  child: ChildProcess;
  mark: string;
  /** The exit code, or the signal that ended it. */
  exited: Promise<number | string>;
  /** The agent's own log. */
  output: () => string;
  /** Processes of its tree that live, itself not among them. */
  members: () => Promise<number[]>;
};

const ENTRY = join(import.meta.dirname, '../../main.ts');

export const launchAgent = (
  line: StartParameters | null,
  environment: Record<string, string> = {},
): LaunchedAgent => {
  const mark = `gauntlet-${randomBytes(12).toString('hex')}`;
  const { PATH = '', HOME = '/tmp' } = process.env;
  const child = spawn(process.execPath, [ENTRY], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH, HOME, GAUNTLET_TREE: mark, ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const exited = new Promise<number | string>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'gone')),
  );
  if (line) child.stdin?.end(`${JSON.stringify(line)}\n`);
  const members = async () => (await findMembers({ mark })).filter((pid) => pid !== child.pid);
  return { child, mark, exited, output: () => output, members };
};
