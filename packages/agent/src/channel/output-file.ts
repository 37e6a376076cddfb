/** Follows one file that a command prints into, piece by piece: memory does not grow with it. */
import type { FileHandle } from 'node:fs/promises';
import { ChannelSpoiled, openSuspiciously } from './channel-files.ts';

const PIECE_BYTES = 65_536;
/** Of one file before others are looked at. */
const PIECES_AT_ONCE = 64;

export class OutputFile {
  readBytes = 0;
  #path: string;
  #file: FileHandle | null = null;
  #onPiece: (piece: Buffer) => void;

  constructor(path: string, onPiece: (piece: Buffer) => void) {
    this.#path = path;
    this.#onPiece = onPiece;
  }

  /** Hands on what has come since. Opened once: what is put in its place later is not read. */
  async readOn(): Promise<'more' | 'drained'> {
    this.#file ??= await openSuspiciously(this.#path);
    if (this.#file === null) return 'drained';
    for (let piece = 0; piece < PIECES_AT_ONCE; piece += 1) {
      const { buffer, bytesRead } = await this.#file.read(
        Buffer.allocUnsafe(PIECE_BYTES),
        0,
        PIECE_BYTES,
        this.readBytes,
      );
      if (bytesRead === 0) return 'drained';
      this.readBytes += bytesRead;
      this.#onPiece(buffer.subarray(0, bytesRead));
    }
    return 'more';
  }

  /** The command has ended: nothing is added any more. */
  async readToEnd(mostBytes: number): Promise<void> {
    while ((await this.readOn()) === 'more') if (this.readBytes > mostBytes) return;
    if (this.#file === null) throw new ChannelSpoiled(`${this.#path} was removed before it was read.`);
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }
}
