/** What a command could not do, said so that the reader knows what, which, and what to do. */
import type { ProblemCode } from '@gauntlet/contract';
import { EXIT, type ExitCode } from './exit-code.ts';

export type RefusedCode =
  | ProblemCode
  | 'usage'
  | 'no-server'
  | 'server-unreachable'
  | 'server-start-failed'
  | 'answer-not-understood'
  | 'definition-unreadable'
  | 'folder-unreadable'
  | 'connection-lost'
  | 'interrupted'
  | 'credentials-unsafe'
  | 'credentials-unreadable';

export type Fault = { path: string; message: string };
export type Refused = {
  code: RefusedCode;
  /** What, and which; may have several lines. */
  message: string;
  /** What to do about it. */
  advice?: string;
  faults?: readonly Fault[];
  exitCode: ExitCode;
};

export const usageRefused = (message: string, advice?: string): Refused => ({
  code: 'usage',
  message,
  ...(advice === undefined ? {} : { advice }),
  exitCode: EXIT.usage,
});

export const cannotRun = (code: RefusedCode, message: string, advice?: string): Refused => ({
  code,
  message,
  ...(advice === undefined ? {} : { advice }),
  exitCode: EXIT.couldNotRun,
});
