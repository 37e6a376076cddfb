/** Bytes of logs are cut anywhere; what people read is not cut inside a character. */
import type { LogPiece } from './live-log.ts';

/**
 * Moves the beginning of a character at the end of a piece to the next piece of its source. After the last
 * piece it waits for its rest (it is left out here, and the next page begins with it) if the source goes on.
 */
export function keepCharactersWhole(
  pieces: readonly LogPiece[],
  goesOn: (place: number) => boolean,
): LogPiece[] {
  const waiting = new Map<number, Uint8Array>();
  const last = new Map(pieces.map((piece, index) => [piece.place, index]));
  return pieces.map((piece, index) => {
    const begun = waiting.get(piece.place) ?? new Uint8Array();
    const content = begun.byteLength > 0 ? Buffer.concat([begun, piece.content]) : piece.content;
    const ends = last.get(piece.place) === index && !goesOn(piece.place);
    const end = content.byteLength - (ends ? 0 : unfinishedBytes(content));
    waiting.set(piece.place, content.subarray(end));
    return { ...piece, offset: piece.offset - begun.byteLength, content: content.subarray(0, end) };
  });
}

/** How many bytes at the end begin a character whose rest has not come yet: 0 to 3. */
export function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0b1100_0000) === 0b1000_0000) continue; // goes on from an earlier byte
    return lengthOf(byte) > back ? back : 0;
  }
  return 0;
}

function lengthOf(first: number): number {
  if (first >= 0b1111_0000) return 4;
  if (first >= 0b1110_0000) return 3;
  return first >= 0b1100_0000 ? 2 : 1;
}
