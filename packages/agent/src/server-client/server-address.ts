/**
 * Where the server is. It may have been started again on another port; then the file that it writes
 * its address to says where.
 */
import { readFile } from 'node:fs/promises';

export type ServerAddress = {
  current: () => string;
  /** Reads the file again. True: the server has moved. */
  reread: () => Promise<boolean>;
};

export const createServerAddress = (url: string, urlFile: string | undefined): ServerAddress => {
  let known = url;
  const reread = async (): Promise<boolean> => {
    if (urlFile === undefined) return false;
    const written = await readUrl(urlFile);
    if (written === null || written === known) return false;
    known = written;
    return true;
  };
  return { current: () => known, reread };
};

const readUrl = async (file: string): Promise<string | null> => {
  try {
    const { url } = JSON.parse(await readFile(file, 'utf8')) as { url?: unknown };
    return typeof url === 'string' && /^https?:\/\//.test(url) ? url : null;
  } catch {
    // Absent while no server runs, half-written while one starts: the address known so far stands.
    return null;
  }
};
