/**
 * The agent: drives one group of tests where they run, and tells the server. Started with an empty
 * standard input it waits, warm, for the one line that gives it work, and ends when that never comes. With the
 * argument `pod` it is the sidecar of a pod, and has its work from the pod's variables.
 */
import { writeSync } from 'node:fs';
import { endTree } from '@gauntlet/host/process-tree';
import { driveGroup } from './drive/drive-group.ts';
import { EXIT } from './drive/exit-codes.ts';
import { drivePod } from './drive/pod/drive-pod.ts';
import { premisesOfHost } from './drive/premises.ts';
import { readStartLine } from './drive/start-line.ts';
import { chooseMark } from './drive/tree-file.ts';
import { warmUp } from './drive/warm-up.ts';
import { createAgentLog } from './logs/agent-log.ts';

const log = createAgentLog((line) => {
  try {
    writeSync(1, line);
  } catch {
    // Whoever read our output has gone, or its disk is full: the work is not for them.
  }
});

const IN_A_POD = 'pod';
const mark = chooseMark(process.env);

/** Whoever has work for us at once sends it right after the start. */
const IDLE_MS = 100;
const noteColdness = (cause: Error) => log.warn('could not warm up', { why: cause.message });

const main = async (): Promise<number> => {
  if (process.argv[2] === IN_A_POD) return drivePod(process.env, log, mark);
  const warming = setTimeout(() => void warmUp().catch(noteColdness), IDLE_MS);
  const started = await readStartLine(process.stdin);
  clearTimeout(warming);
  if (started.ok) {
    const premises = async () => premisesOfHost(mark);
    return (await driveGroup({ start: started.value, log, mark, premises })).exitCode;
  }
  if (started.error.code === 'no-work') return EXIT.done;
  log.error(started.error.message);
  return EXIT.malformedStart;
};

/** A bug of ours must not leave tests running that nobody looks after. */
const fail = async (cause: unknown): Promise<void> => {
  const { message, stack } = cause as Error;
  log.error('the agent failed', { why: message, stack: stack ?? null });
  await endTree({ mark }, 0).catch(() => undefined); // We are ending because of a failure already.
  process.exit(EXIT.failed);
};

process.on('uncaughtException', (cause) => void fail(cause));
process.on('unhandledRejection', (cause) => void fail(cause));
process.exit(await main());
