/**
 * One gzip file that can be read from its middle: at every stride of the content the compressor forgets what came
 * before (a full flush), and where that was in the file is noted. Any reader of gzip takes it as it is.
 */
import { constants, createGzip, type Gzip } from 'node:zlib';
import { SEEK_STRIDE_BYTES } from '../../executions/index.ts';

/** `seekPoints` is filled as the bytes come: complete when they have ended. */
export async function* compressSeekably(
  content: AsyncIterable<Uint8Array>,
  seekPoints: number[],
): AsyncGenerator<Uint8Array> {
  const gzip = createGzip();
  let waiting: Uint8Array[] = [];
  let written = 0;
  gzip.on('data', (chunk: Uint8Array) => {
    waiting.push(chunk);
    written += chunk.byteLength;
  });
  const take = () => {
    const taken = waiting;
    waiting = [];
    return taken;
  };
  try {
    for await (const stride of gatherStrides(content)) {
      await step(gzip, (done) => gzip.write(stride, done));
      if (stride.byteLength === SEEK_STRIDE_BYTES) {
        await step(gzip, (done) => gzip.flush(constants.Z_FULL_FLUSH, done));
        seekPoints.push(written + gzip.readableLength);
      }
      yield* take();
    }
    await step(gzip, (done) => gzip.once('end', done).end());
    yield* take();
  } finally {
    gzip.destroy();
  }
}

/** All of one length but the last: compressing many small pieces one by one costs more than their bytes. */
async function* gatherStrides(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let gathered: Uint8Array[] = [];
  let left = SEEK_STRIDE_BYTES;
  for await (const chunk of content)
    for (let at = 0; at < chunk.byteLength; ) {
      const piece = chunk.subarray(at, at + left);
      gathered.push(piece);
      at += piece.byteLength;
      left -= piece.byteLength;
      if (left > 0) continue;
      yield Buffer.concat(gathered);
      gathered = [];
      left = SEEK_STRIDE_BYTES;
    }
  if (gathered.length > 0) yield Buffer.concat(gathered);
}

const step = (gzip: Gzip, act: (done: (error?: Error | null) => void) => unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (error?: Error | null) => {
      gzip.off('error', settle);
      if (error) reject(error);
      else resolve();
    };
    gzip.once('error', settle);
    act(settle);
  });
