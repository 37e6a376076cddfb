/** Reads logs that have moved into artifacts, from a place in them on: what comes before it costs little. */
import { Readable } from 'node:stream';
import { constants, createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib';
import { type ArtifactStore, SEEK_STRIDE_BYTES } from '../../../executions/index.ts';
import type { LogPiece } from './live-log.ts';
import type { ArchivedLog } from './log-source.ts';

/** The whole of it, unpacked; nothing when the bytes are gone. */
export async function* openArchivedLog(
  artifacts: Pick<ArtifactStore, 'get'>,
  { storageKey, encoding }: ArchivedLog,
): AsyncIterable<Uint8Array> {
  const found = await artifacts.get(storageKey);
  if (!found.ok) return;
  yield* encoding === 'gzip' ? unpack(found.value, createGunzip()) : found.value;
}

/** Of its bytes those from the last place before `offset` on at which reading can begin. */
async function openNear(
  artifacts: Pick<ArtifactStore, 'get'>,
  archived: ArchivedLog,
  offset: number,
): Promise<{ from: number; content: AsyncIterable<Uint8Array> }> {
  const { storageKey, encoding, seekPoints } = archived;
  const strides = Math.min(Math.floor(offset / SEEK_STRIDE_BYTES), seekPoints.length);
  const start = encoding === 'identity' ? offset : seekPoints[strides - 1];
  if (start === undefined || start === 0) return { from: 0, content: openArchivedLog(artifacts, archived) };
  const found = await artifacts.get(storageKey, { start });
  if (!found.ok) return { from: offset, content: Readable.from([]) };
  if (encoding === 'identity') return { from: offset, content: found.value };
  return { from: strides * SEEK_STRIDE_BYTES, content: unpack(found.value, createInflateRaw(TO_ITS_END)) };
}

/** Behind the last block stands what gzip adds to it, which is no deflate. */
const TO_ITS_END = { finishFlush: constants.Z_SYNC_FLUSH };

/** A broken end, of the file or of the reader, ends both streams. */
async function* unpack(
  packed: AsyncIterable<Uint8Array>,
  unpacking: Gunzip | InflateRaw,
): AsyncIterable<Uint8Array> {
  const source = Readable.from(packed, { objectMode: false });
  source.on('error', (cause) => unpacking.destroy(cause));
  source.pipe(unpacking);
  try {
    for await (const chunk of unpacking) yield chunk as Uint8Array;
  } finally {
    source.destroy();
  }
}

/** Up to `budgetBytes` from `offset` on. `cut`: there is more. */
export async function readArchivedPiece(
  artifacts: Pick<ArtifactStore, 'get'>,
  archived: ArchivedLog,
  { place, offset }: { place: number; offset: number },
  budgetBytes: number,
): Promise<{ piece: LogPiece | null; cut: boolean; readBytes: number }> {
  const parts: Uint8Array[] = [];
  const { from, content } = await openNear(artifacts, archived, offset);
  let readBytes = 0;
  let kept = 0;
  let cut = false;
  for await (const chunk of content) {
    const fresh = chunk.subarray(Math.max(0, offset - from - readBytes));
    readBytes += chunk.byteLength;
    if (fresh.byteLength === 0) continue;
    const taken = fresh.subarray(0, budgetBytes - kept);
    parts.push(taken);
    kept += taken.byteLength;
    cut = taken.byteLength < fresh.byteLength;
    if (cut) break;
  }
  const piece = kept > 0 ? { place, offset, content: Buffer.concat(parts), at: archived.storedAt } : null;
  return { piece, cut, readBytes };
}
