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

/** The file holds the address alone, or a JSON object with it under `url`. */
const readUrl = async (file: string): Promise<string | null> => {
  try {
    const text = (await readFile(file, 'utf8')).trim();
    const url: unknown = text.startsWith('{') ? (JSON.parse(text) as { url?: unknown }).url : text;
    return typeof url === 'string' && /^https?:\/\/\S+$/.test(url) ? url : null;
  } catch {
    // Absent while no server runs, half-written while one starts: the address known so far stands.
    return null;
  }
};
