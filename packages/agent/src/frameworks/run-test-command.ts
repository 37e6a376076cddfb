/** Runs one command of a definition, by `sh -e -c`, in the working folder. */
import { join } from 'node:path';
import type { FailureReason, TestCommand } from '@gauntlet/contract';
import type { ProcessEnd } from '../process/process-order.ts';
import { type AppendFile, openAppendFile } from '../spool/append-file.ts';
import { explainFullDisk, isDiskFull } from '../spool/disk-full.ts';
import type { BatchOrder } from './batch-order.ts';
import { createOutputTail } from './output-tail.ts';
import { prepareLaunch } from './prepare-launch.ts';

export type CommandRun = {
  end: ProcessEnd;
  /** The last it printed. */
  output: string;
  /** What it printed could not be kept, so that it was ended; nothing can be said of its tests. */
  lost?: { reason: FailureReason; message: string };
};

type Capture = { write: (chunk: Buffer) => void; close: () => void; lost: () => CommandRun['lost'] };

/** Written at once: what is read from the command waits for the disk, and memory does not grow. */
function openCapture(path: string, onLost: () => void): Capture {
  let lost: CommandRun['lost'];
  let file: AppendFile | undefined;
  const attempt = (act: () => void): void => {
    try {
      if (!lost) act();
    } catch (cause) {
      const { message } = cause as Error;
      lost = isDiskFull(cause)
        ? { reason: 'disk-full', message: explainFullDisk(path) }
        : { reason: 'internal-error', message: `What the command printed could not be kept: ${message}.` };
      onLost();
    }
  };
  attempt(() => {
    file = openAppendFile(path, 'everything');
  });
  return {
    write: (chunk) => attempt(() => void file?.append(chunk)),
    close: () => file?.close(),
    lost: () => lost,
  };
}

/** Runs the command; what it prints to standard output also goes to `capturePath`, if given. */
export async function runCommand(
  order: BatchOrder,
  command: TestCommand,
  capturePath?: string,
): Promise<CommandRun> {
  const tail = createOutputTail(order.openMask?.());
  const { unitSeconds } = order.definition.timeouts;
  const launch = await prepareLaunch({
    ...order,
    command: order.framework.configuration.run.command,
    units: [],
    unitText: command.run,
    reportPath: join(order.scratchFolder, 'unused'),
  });
  if (!launch.ok) {
    return { end: notStarted(launch.error.message), output: '' };
  }
  const stop = new AbortController();
  const capture = capturePath === undefined ? undefined : openCapture(capturePath, () => stop.abort());
  const end = await order.runProcess({
    ...launch.value,
    cwd: order.folder,
    timeoutSeconds: unitSeconds,
    graceSeconds: order.graceSeconds,
    signal: AbortSignal.any([order.signal, stop.signal]),
    onOutput: (chunk, stream) => {
      tail.push(chunk);
      if (stream === 'stdout') capture?.write(chunk);
      order.onOutput(chunk, stream);
    },
  });
  capture?.close();
  return { end, output: tail.text(), lost: capture?.lost() };
}

const notStarted = (why: string): ProcessEnd => ({
  ended: 'not-started',
  exitCode: null,
  signal: null,
  error: why,
  durationMs: 0,
});
