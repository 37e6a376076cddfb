/** Runs one command of a definition, by `sh -c`, in the working folder. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { TestCommand } from '@gauntlet/contract';
import type { ProcessEnd } from '../process/process-order.ts';
import type { BatchOrder } from './batch-order.ts';
import { createOutputTail } from './output-tail.ts';
import { prepareLaunch } from './prepare-launch.ts';

export type CommandRun = {
  end: ProcessEnd;
  /** The last it printed. */
  output: string;
};

async function closeFile(file: WriteStream | undefined): Promise<void> {
  if (!file) return;
  file.end();
  await finished(file);
}

/** Runs the command; what it prints to standard output also goes to `capturePath`, if given. */
export async function runCommand(
  order: BatchOrder,
  command: TestCommand,
  capturePath?: string,
): Promise<CommandRun> {
  const tail = createOutputTail(order.openMask?.());
  const capture = capturePath === undefined ? undefined : createWriteStream(capturePath, { mode: 0o600 });
  const { unitSeconds } = order.definition.timeouts;
  const launch = prepareLaunch({
    ...order,
    command: order.framework.configuration.run.command,
    units: [],
    unitText: command.run,
    reportPath: join(order.scratchFolder, 'unused'),
  });
  if (!launch.ok) {
    return { end: notStarted(launch.error.message), output: '' };
  }
  const end = await order.runProcess({
    ...launch.value,
    cwd: order.folder,
    timeoutSeconds: unitSeconds,
    graceSeconds: order.graceSeconds,
    signal: order.signal,
    onOutput: (chunk, stream) => {
      tail.push(chunk);
      if (stream === 'stdout') capture?.write(chunk);
      order.onOutput(chunk, stream);
    },
  });
  await closeFile(capture);
  return { end, output: tail.text() };
}

const notStarted = (why: string): ProcessEnd => ({
  ended: 'not-started',
  exitCode: null,
  signal: null,
  error: why,
  durationMs: 0,
});
