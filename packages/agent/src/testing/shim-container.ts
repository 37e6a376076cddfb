/**
 * For tests: what the container of the tests is to the agent: the real shim in a shell of this machine, as
 * process 1 of a namespace, with an environment, a working folder and a PATH of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

export type ShimContainer = {
  /** The exit code, or the signal that ended the shim. */
  ended: Promise<number | string>;
  /** The container's own log. */
  log: () => string;
  /** To the shim itself, if it has not ended. */
  kill: (signal: NodeJS.Signals) => void;
  close: () => Promise<void>;
};

export type ShimOptions = {
  /** The text of the shim: it belongs to the server. */
  script: string;
  /** Path of the shell. */
  shell: string;
  channelFolder: string;
  /** An existing folder of the container's own. */
  rootFolder: string;
  variables?: Record<string, string>;
  /** What it has in its PATH besides `sh`: name to path. */
  programs?: Record<string, string>;
};

const NAMESPACE = ['/usr/bin/unshare', '-pf', '--kill-child'];

/** Whether this machine has the shells, and lets us make namespaces. */
export const hasContainers = !/shells|namespaces/.test(process.env.GAUNTLET_MISSING ?? '');

export const startShim = (options: ShimOptions): ShimContainer => {
  const bin = join(options.rootFolder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, path] of Object.entries({ sh: options.shell, ...options.programs }))
    symlinkUnlessThere(path, join(bin, name));
  const command = [join(bin, 'sh'), '-c', options.script, 'gauntlet', options.channelFolder, '120'];
  const [program = '', ...args] = [...NAMESPACE, ...command];
  const child = spawn(program, args, {
    cwd: options.rootFolder,
    env: { PATH: `${bin}:/usr/bin:/bin`, ...options.variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
  const ended = new Promise<number | string>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'gone')),
  );
  return {
    ended,
    log: () => log,
    kill: (signal) => {
      const shim = shimOf(child);
      if (shim !== null) process.kill(shim, signal);
    },
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};

const symlinkUnlessThere = (target: string, path: string): void => {
  try {
    symlinkSync(target, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  }
};

/** The child of the program that made the namespace. Null: it has ended. */
const shimOf = ({ pid }: ChildProcess): number | null => {
  const children = `/proc/${pid}/task/${pid}/children`;
  const [first = ''] = existsSync(children) ? readFileSync(children, 'utf8').trim().split(' ') : [];
  return first === '' ? null : Number(first);
};
