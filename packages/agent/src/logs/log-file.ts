/**
 * What one stream printed, masked, on disk.
 *
 * Owns the file and the bytes that masking holds back, however long nothing follows: the next ones may make
 * a secret of them. Invariants: only masked bytes reach the disk; the
 * file only grows; what exceeds the group's budget is dropped, and the file says so where it is cut.
 */
import type { MaskStream } from '@gauntlet/core/masking';
import { openAppendFile } from '../spool/append-file.ts';
import { isDiskFull } from '../spool/disk-full.ts';
import type { LogBudget } from './log-budget.ts';

export type LogFile = {
  write: (chunk: Uint8Array) => void;
  /** Writes what masking holds back. */
  end: () => void;
  read: (offset: number, length: number) => Buffer;
  sizeBytes: () => number;
};

export type LogFileOptions = {
  path: string;
  mask: MaskStream;
  budget: LogBudget;
  onGrown: () => void;
  onDiskFull: () => void;
};

export const openLogFile = (options: LogFileOptions): LogFile => {
  const { mask, budget } = options;
  const file = openAppendFile(options.path, 'everything');
  budget.spend(file.sizeBytes());
  let keeping: 'all' | 'nothing' = 'all';

  const append = (bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    try {
      file.append(bytes);
      options.onGrown();
    } catch (cause) {
      if (!isDiskFull(cause)) throw cause;
      keeping = 'nothing';
      options.onDiskFull();
    }
  };

  const keep = (bytes: Buffer): void => {
    const allowed = budget.spend(bytes.length);
    append(bytes.subarray(0, allowed));
    if (allowed === bytes.length) return;
    keeping = 'nothing';
    append(Buffer.from(`\n[gauntlet] ${budget.explainCut()}\n`));
  };

  const write = (chunk: Uint8Array): void => {
    if (keeping === 'all') keep(mask.push(chunk));
  };
  const end = (): void => {
    if (keeping === 'all') keep(mask.end());
  };

  return { write, end, read: file.read, sizeBytes: file.sizeBytes };
};
