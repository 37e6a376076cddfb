import { type Result, refuse } from '@gauntlet/core/kernel';
import { explainKill } from '../process/explain-kill.ts';
import type { ProcessEnd } from '../process/process-order.ts';
import { boundText } from '../reports/bound-text.ts';
import type { SetupOrder, SetupRefusal } from './setup-order.ts';

export type SetupCommand = {
  command: readonly string[];
  /** How to name it in the log and in messages; left out, the command itself. */
  shown?: string;
  folder: string;
  environment?: Readonly<Record<string, string>>;
  /** Whether to try once more when the output tells of trouble on the network. */
  network: 'may-hiccup' | 'as-it-is';
};

const KEPT_CHARACTERS = 16_384;
const SHOWN_LINES = 15;
const SHOWN_CHARACTERS = 4000;

/** What npm, pip and their like print when a registry could not be reached for the moment. */
const NETWORK_TROUBLE =
  /ECONNRESET|ECONNREFUSED|ETIMEDOUT|ERR_SOCKET_TIMEOUT|EAI_AGAIN|ENOTFOUND|ENETUNREACH|socket hang up|network (timeout|aborted)|Read timed out|ReadTimeoutError|NewConnectionError|ConnectTimeoutError|Connection (reset|aborted|broken)|Temporary failure in name resolution|RemoteDisconnected|IncompleteRead|\b50[234] (Bad Gateway|Service Unavailable|Gateway Time-?out)/i;
const DISK_FULL = /ENOSPC|No space left on device|Disk quota exceeded/i;

/** Runs one command of the set-up to its end; its output goes to the set-up's log. */
export const runCommand = async (
  order: SetupOrder,
  command: SetupCommand,
): Promise<Result<null, SetupRefusal>> => {
  order.onOutput(Buffer.from(`$ ${nameOf(command)}\n`));
  const first = await runOnce(order, command);
  const again = command.network === 'may-hiccup' && hasFailed(first.end) && NETWORK_TROUBLE.test(first.tail);
  if (!again || order.signal?.aborted) return judge(command, first);
  order.onOutput(Buffer.from('The network failed; trying once more.\n'));
  return judge(command, await runOnce(order, command));
};

type Outcome = { end: ProcessEnd; tail: string };

const hasFailed = (end: ProcessEnd): boolean => end.ended === 'exited' && end.exitCode !== 0;

const runOnce = async (order: SetupOrder, command: SetupCommand): Promise<Outcome> => {
  // Masked before it is cut: the rest of a secret would not be known for one.
  const mask = order.openMask?.();
  let tail = '';
  const end = await order.runProcess({
    command: command.command,
    cwd: command.folder,
    environment: { ...order.environment, ...command.environment },
    graceSeconds: order.graceSeconds,
    signal: order.signal,
    onOutput: (chunk) => {
      tail = (tail + (mask ? mask.push(chunk) : chunk)).slice(-KEPT_CHARACTERS);
      order.onOutput(chunk);
    },
  });
  return { end, tail: tail + (mask?.cut() ?? '') };
};

const nameOf = ({ command, shown }: SetupCommand): string => shown ?? command.join(' ');

const judge = (command: SetupCommand, { end, tail }: Outcome): Result<null, SetupRefusal> => {
  if (end.ended === 'exited' && end.exitCode === 0) return { ok: true, value: null };
  const shown = boundText(nameOf(command), 300);
  if (DISK_FULL.test(tail))
    return refuse({ reason: 'disk-full', message: `The disk is full: "${shown}" had no room to install.` });
  const lines = lastLines(tail);
  return refuse({
    reason: 'setup-failed',
    message: `${describeEnd(shown, end)}${lines ? ` It said last:\n${lines}` : ''}`,
    ...(end.exitCode !== null && { exitCode: end.exitCode }),
  });
};

const describeEnd = (shown: string, end: ProcessEnd): string => {
  if (end.ended === 'not-started') return end.error ?? `"${shown}" could not be started.`;
  if (end.ended === 'aborted') return `The set-up command "${shown}" was cancelled.`;
  const how =
    end.exitCode === null
      ? `was ended by ${end.signal ?? 'the system'}`
      : `ended with exit code ${end.exitCode}`;
  return `The set-up command "${shown}" ${how}${explainKill(end)}.`;
};

const lastLines = (tail: string): string =>
  tail
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-SHOWN_LINES)
    .join('\n')
    .slice(-SHOWN_CHARACTERS);
