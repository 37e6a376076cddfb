import { statfs } from 'node:fs/promises';

export const isDiskFull = (cause: unknown): boolean => {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
};

/** With less than this, programs that write anything at all have begun to fail. */
const SCARCE_BYTES = 1024 ** 2;

/** Whether the disk that holds `folder` has run out of space or of places for files. */
export const diskIsFull = async (folder: string): Promise<boolean> => {
  const { bavail, bsize, files, ffree } = await statfs(folder);
  return bavail * bsize < SCARCE_BYTES || (files > 0 && ffree === 0);
};
