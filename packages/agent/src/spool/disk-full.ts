import { statfsSync } from 'node:fs';

export const isDiskFull = (cause: unknown): boolean => {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
};

/** With less than this, programs that write anything at all have begun to fail. */
const SCARCE_BYTES = 1024 ** 2;

/** Whether the disk that holds `folder` has run out of space or of places for files. */
export const diskIsFull = (folder: string): boolean => {
  const { bavail, bsize, files, ffree } = statfsSync(folder);
  return bavail * bsize < SCARCE_BYTES || (files > 0 && ffree === 0);
};

export const explainFullDisk = (folder: string): string =>
  `The disk that holds ${folder} is full: make room and run again.`;
