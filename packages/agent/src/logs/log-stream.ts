/**
 * Brings one stream of what the set-up or the tests print to the server.
 *
 * Owns how much of the stream's file the server has. Invariants: the server's bytes are a prefix of
 * the file's; one request at a time; writing never waits for the server.
 */
import type { LogStream as LogStreamName, LogsAnswer } from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import type { CallFailure } from '../server-client/call-server.ts';
import { createWaiters } from '../spool/waiters.ts';
import { type LogFileOptions, openLogFile } from './log-file.ts';

export type LogStream = {
  write: (chunk: Uint8Array) => void;
  /** A line of our own among what is printed. */
  note: (text: string) => void;
  /** Hands out what masking holds back. Settles when the server has all, or when it never will. */
  end: () => Promise<void>;
};

export type LogStreamOptions = Omit<LogFileOptions, 'onGrown'> & {
  stream: LogStreamName;
  send: (stream: LogStreamName, offset: number, content: Buffer) => Promise<Result<LogsAnswer, CallFailure>>;
  onUndeliverable: (failure: CallFailure) => void;
};

const FLUSH_MS = 100;
const FLUSH_BYTES = 65_536;
const CHUNK_BYTES = 262_144;
const MOST_REPEATS = 5;

export const openLogStream = (options: LogStreamOptions): LogStream => {
  const file = openLogFile({ ...options, onGrown: () => schedule() });
  let sent = 0;
  let repeats = 0;
  let state: 'idle' | 'sending' | 'given-up' = 'idle';
  let timer: NodeJS.Timeout | undefined;
  const waiters = createWaiters<void>();

  const isDone = () => state === 'given-up' || (state === 'idle' && sent >= file.sizeBytes());

  const giveUp = (failure: CallFailure): void => {
    state = 'given-up';
    clearTimeout(timer);
    options.onUndeliverable(failure);
    waiters.settle();
  };

  const drain = async (): Promise<void> => {
    while (sent < file.sizeBytes()) {
      const content = file.read(sent, Math.min(CHUNK_BYTES, file.sizeBytes() - sent));
      const answered = await options.send(options.stream, sent, content);
      if (!answered.ok) return giveUp(answered.error);
      repeats = answered.value.nextOffset > sent ? 0 : repeats + 1;
      sent = answered.value.nextOffset;
      if (repeats > MOST_REPEATS || sent > file.sizeBytes()) return giveUp(outOfStep(sent));
    }
    state = 'idle';
    waiters.settle();
  };

  const pump = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (state !== 'idle') return;
    state = 'sending';
    drain().catch((cause: Error) => giveUp({ code: 'unreadable', message: cause.message }));
  };

  const schedule = (): void => {
    if (state === 'given-up') return;
    if (file.sizeBytes() - sent >= FLUSH_BYTES) pump();
    else timer ??= setTimeout(pump, FLUSH_MS);
  };

  const end = (): Promise<void> => {
    file.end();
    if (isDone()) return Promise.resolve();
    const settled = waiters.wait();
    pump();
    return settled;
  };

  if (file.sizeBytes() > 0) pump();
  return { write: file.write, note: (text) => file.write(Buffer.from(`[gauntlet] ${text}\n`)), end };
};

const outOfStep = (offset: number): CallFailure => ({
  code: 'refused',
  status: 200,
  problem: null,
  message: `The server asks for the log from byte ${offset}, again or where there is none.`,
});
