/**
 * Runs one process tree and leaves nothing of it behind.
 *
 * Owns the child, its two output streams and its whole tree until the promise settles; neither
 * interprets the output nor keeps it. Invariants: the environment is exactly the order's (plus the mark
 * of the tree); when the promise settles the tree has been ended, whoever ended first; output
 * is handed on as it comes and never queued here, so memory does not grow with it.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { readProcStat } from '@gauntlet/host/process-table';
import { endTree, type ProcessTree, TREE_VARIABLE } from '@gauntlet/host/process-tree';
import { boundText } from '../reports/bound-text.ts';
import type { ProcessOrder, RunProcess } from './process-order.ts';

type Child = ChildProcessByStdio<null, Readable, Readable>;
type Exit = { exitCode: number | null; signal: NodeJS.Signals | null };
type Stop = { why: 'timed-out' | 'aborted' | 'exited'; failure?: unknown };

/** Background processes of a main process that ended by itself get less time than one that is stopped. */
const LEFT_BEHIND_GRACE_SECONDS = 2;
/** A process outside of our reach may hold the pipe open: we wait this long for its end, no longer. */
const STREAM_PATIENCE_MS = 1000;
/** After KILL only the kernel can hold a process back (a dead network disk). */
const EXIT_PATIENCE_MS = 5000;

export const runProcess: RunProcess = async (order) => {
  const startedAt = performance.now();
  const since = () => Math.round(performance.now() - startedAt);
  if (order.signal?.aborted) return { ...NOTHING, ended: 'aborted', durationMs: 0 };
  const mark = randomBytes(12).toString('hex');
  const start = await startChild(order, mark);
  if (!start.child) return { ...NOTHING, ended: 'not-started', error: start.error, durationMs: since() };

  const { child, tree, exited } = start;
  const stopping = watchForStop(order, start);
  const exit = await Promise.race([exited, stopping.asked]);
  const durationMs = since();
  stopping.unwatch();
  const stop = stopping.reason();
  const grace = stop.why === 'exited' ? LEFT_BEHIND_GRACE_SECONDS : order.graceSeconds;
  await endTree(tree, Math.min(grace, order.graceSeconds));
  const { exitCode, signal } = exit ?? (await within(EXIT_PATIENCE_MS, exited)) ?? NOTHING;
  await closeStreams(child, start.closed);
  const late = stopping.reason();
  if (late.failure !== undefined) throw late.failure;
  return { ended: stop.why, exitCode, signal, durationMs: exit ? durationMs : since() };
};

const NOTHING: Exit = { exitCode: null, signal: null };

type Started = {
  child: Child;
  tree: ProcessTree;
  exited: Promise<Exit>;
  closed: Promise<unknown>;
  /** What the receiver of the output threw, should it. */
  outputFailed: Promise<unknown>;
};

const startChild = async (
  order: ProcessOrder,
  mark: string,
): Promise<Started | { child?: undefined; error: string }> => {
  const [file, ...args] = order.command;
  if (!file) return { error: 'The command is empty: name a program to run.' };
  try {
    const child = spawn(file, args, {
      cwd: order.cwd,
      env: { ...order.environment, [TREE_VARIABLE]: nestedMark(order, mark) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const exited = new Promise<Exit>((resolve) =>
      child.once('exit', (exitCode, signal) => resolve({ exitCode, signal })),
    );
    const closed = new Promise((resolve) => child.once('close', resolve));
    const outputFailed = forwardOutput(child, order);
    await once(child, 'spawn');
    const leader = child.pid as number;
    const startTicks = process.platform === 'linux' ? readProcStat(leader)?.startTicks : undefined;
    return { child, tree: { leader, mark, startTicks }, exited, closed, outputFailed };
  } catch (cause) {
    return { error: explainStart(order, file, cause) };
  }
};

/** A run inside a run keeps the outer mark, so that ending the outer tree finds the inner one too. */
const nestedMark = (order: ProcessOrder, mark: string): string => {
  const outer = order.environment[TREE_VARIABLE];
  return outer ? `${outer}:${mark}` : mark;
};

const forwardOutput = (child: Child, order: ProcessOrder): Promise<unknown> =>
  new Promise((failed) => {
    let broken = false;
    const forward = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
      if (broken) return;
      try {
        order.onOutput(chunk, stream);
      } catch (cause) {
        broken = true;
        failed(cause);
      }
    };
    child.stdout.on('data', forward('stdout'));
    child.stderr.on('data', forward('stderr'));
  });

/** `asked` settles (with nothing) when the tree is to be ended before the main process ends by itself. */
const watchForStop = (order: ProcessOrder, started: Started) => {
  let stop: Stop = { why: 'exited' };
  const { promise: asked, resolve } = Promise.withResolvers<undefined>();
  const ask = (reason: Stop) => {
    if (stop.why === 'exited') stop = reason;
    resolve(undefined);
  };
  const timer = order.timeoutSeconds && setLongTimeout(() => ask({ why: 'timed-out' }), order.timeoutSeconds);
  const onAbort = () => ask({ why: 'aborted' });
  order.signal?.addEventListener('abort', onAbort, { once: true });
  void started.outputFailed.then((failure) => {
    stop = { why: 'aborted', failure: failure ?? new Error('The receiver of the output failed.') };
    resolve(undefined);
  });
  const unwatch = () => {
    if (timer) clearTimeout(timer);
    order.signal?.removeEventListener('abort', onAbort);
  };
  return { asked, unwatch, reason: () => stop };
};

/** Node's timers fire at once beyond 2^31 ms; 24 days are as good as any longer limit here. */
const setLongTimeout = (action: () => void, seconds: number) =>
  setTimeout(action, Math.min(seconds * 1000, 2 ** 31 - 1));

const closeStreams = async (child: Child, closed: Promise<unknown>): Promise<void> => {
  await within(STREAM_PATIENCE_MS, closed);
  child.stdout.destroy();
  child.stderr.destroy();
};

const within = async <Value>(patienceMs: number, promise: Promise<Value>): Promise<Value | undefined> => {
  const over = new AbortController();
  const limit = pause(patienceMs, undefined, { signal: over.signal }).catch(() => undefined);
  try {
    return await Promise.race([promise, limit]);
  } finally {
    over.abort();
  }
};

const explainStart = (order: ProcessOrder, file: string, cause: unknown): string => {
  const error = cause as NodeJS.ErrnoException;
  const shown = boundText(order.command.join(' '), 200);
  if (!isFolder(order.cwd)) return `Could not start "${shown}": the folder ${order.cwd} does not exist.`;
  if (error.code === 'ENOENT') return explainMissing(order, file, shown);
  if (error.code === 'EACCES') return `Could not start "${shown}": ${file} is not executable for this user.`;
  if (error.code === 'E2BIG')
    return `Could not start "${shown}…": its arguments and environment are longer than the system allows.`;
  return `Could not start "${shown}": ${error.message}`;
};

const explainMissing = (order: ProcessOrder, file: string, shown: string): string =>
  file.includes('/')
    ? `Could not start "${shown}": ${file} does not exist (or its interpreter does not).`
    : `Could not start "${shown}": no command "${file}" in PATH (${order.environment.PATH ?? 'PATH is not set'}).`;

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
