/**
 * Opens a trace where it lies: of the archive only what is shown is taken from the network, by ranges. An archive
 * may say of itself whatever it likes, so what comes out of it is counted, and there is an end to it.
 */
import { type FileEntry, Reader, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { readTrace } from './read-trace.ts';
import type { Trace } from './trace.ts';

/** Of one file of the archive, unpacked. */
const MOST_TEXT_BYTES = 64 * 2 ** 20;
const MOST_PICTURE_BYTES = 16 * 2 ** 20;
const MOST_FILES = 100;

export type OpenedTrace = { trace: Trace; readPicture: (file: string) => Promise<Blob | null> };

/** @param read the bytes of the archive from a place on. @returns null: it is no trace of Playwright. */
export async function openTrace(
  sizeBytes: number,
  read: (from: number, length: number) => Promise<Uint8Array>,
): Promise<OpenedTrace | null> {
  const zip = new ZipReader(new RangeReader(sizeBytes, read), { useWebWorkers: false });
  const entries = new Map<string, FileEntry>();
  for (const entry of await zip.getEntries()) if (!entry.directory) entries.set(entry.filename, entry);
  const texts = new Map<string, string>();
  for (const [name, entry] of entries)
    if (/\.(trace|network)$/.test(name) && texts.size < MOST_FILES)
      texts.set(name, new TextDecoder().decode(await unpack(entry, MOST_TEXT_BYTES)));
  const trace = readTrace(texts);
  if (trace === null) return null;
  return {
    trace,
    readPicture: async (file) => {
      const entry = entries.get(file);
      return entry ? new Blob([await unpack(entry, MOST_PICTURE_BYTES)]) : null;
    },
  };
}

export class TooLarge extends Error {}

async function unpack(entry: FileEntry, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const sink = new WritableStream<Uint8Array>({
    write: (chunk) => {
      size += chunk.byteLength;
      if (size > mostBytes) throw new TooLarge(`${entry.filename} holds more than ${mostBytes} bytes.`);
      chunks.push(chunk);
    },
  });
  await entry.getData(sink, { useWebWorkers: false, checkSignature: true });
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.byteLength;
  }
  return all;
}

class RangeReader extends Reader<void> {
  readonly #read: (from: number, length: number) => Promise<Uint8Array>;

  constructor(sizeBytes: number, read: (from: number, length: number) => Promise<Uint8Array>) {
    super();
    this.size = sizeBytes;
    this.#read = read;
  }

  override readUint8Array(from: number, length: number): Promise<Uint8Array> {
    return this.#read(from, Math.min(length, this.size - from));
  }
}
