import { renameSync, statSync } from 'node:fs';

const MOST_BYTES = 10 * 1024 * 1024;

/** Sets a log that has grown large aside; the one set aside before goes. */
export function rotateLog(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MOST_BYTES) renameSync(path, `${path}.1`);
}
