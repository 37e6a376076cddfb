/** Finds processes by a text in their environment, which their children inherit whatever else they do. */
import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { until } from './until.ts';

/** Only Linux shows the environment of a process to others. */
export const seesEnvironments = process.platform === 'linux';

export const pidsMarked = (mark: string): number[] =>
  seesEnvironments
    ? readdirSync('/proc')
        .map(Number)
        .filter((pid) => carries(pid, mark))
    : askPs(mark);

/** macOS shows the environments of one's own processes after their commands. */
const askPs = (mark: string): number[] => {
  const { stdout } = spawnSync('ps', ['-A', '-E', '-ww', '-o', 'pid=,command='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => (line.includes(mark) ? [Number.parseInt(line, 10)] : []));
};

/** A zombie has no environment any more: it counts as gone. */
const carries = (pid: number, mark: string): boolean => {
  if (!Number.isInteger(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/environ`).includes(mark);
  } catch {
    return false; // It ended between the listing and the look.
  }
};

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 200);
  } catch {
    return '(gone)'; // It ended meanwhile, which is what everybody here hopes for.
  }
};

/** What is left of the processes with this mark, as `pid command` for a message that helps. */
export const namedMarked = (mark: string): string[] =>
  pidsMarked(mark).map((pid) => `${pid} ${commandOf(pid)}`);

export const untilNoneMarked = (mark: string, seconds?: number) =>
  until(`no process carries ${mark}`, () => pidsMarked(mark).length === 0, seconds);

export const endMarked = async (mark: string): Promise<void> => {
  await until(`the processes that carry ${mark} are ended`, () => {
    const left = pidsMarked(mark);
    for (const pid of left) sendSignal(pid, 'SIGKILL');
    return left.length === 0;
  });
};

export const sendSignal = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause; // Gone already.
  }
};

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

export const exitOf = async (child: ChildProcess): Promise<Exit> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return { code: child.exitCode, signal: child.signalCode };
};
