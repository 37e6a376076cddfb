/** Opens a report. The file was written by the tests: it is opened with suspicion. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** No link is followed, and a pipe that nobody writes to does not hold us up. */
const SUSPICIOUSLY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Else why not, as half a sentence or as the system's code. */
export async function openReport(path: string): Promise<FileHandle | string> {
  try {
    const file = await open(path, SUSPICIOUSLY);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    return 'it is not a regular file';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code === 'ELOOP' ? 'it is a symbolic link' : code;
  }
}
