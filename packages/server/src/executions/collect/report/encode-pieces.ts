/** A report's pieces as UTF-8, gathered into chunks. */

/** Compression and the disk take each chunk by itself: a hundred thousand small ones cost more than the report. */
const CHUNK_CHARACTERS = 64 * 1024;

export async function* encodePieces(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let gathered: string[] = [];
  let characters = 0;
  for await (const piece of pieces) {
    gathered.push(piece);
    characters += piece.length;
    if (characters < CHUNK_CHARACTERS) continue;
    yield encoder.encode(gathered.join(''));
    [gathered, characters] = [[], 0];
  }
  yield encoder.encode(gathered.join(''));
}
