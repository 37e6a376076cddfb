/** Reads logs that have moved into artifacts, from a place in them on. */
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ArtifactStore } from '../../../executions/index.ts';
import type { LogPiece } from './live-log.ts';
import type { ArchivedLog } from './log-source.ts';

/** The whole of it, unpacked; nothing when the bytes are gone. */
export async function* openArchivedLog(
  artifacts: Pick<ArtifactStore, 'get'>,
  { storageKey, encoding }: ArchivedLog,
): AsyncIterable<Uint8Array> {
  const found = await artifacts.get(storageKey);
  if (!found.ok) return;
  yield* encoding === 'gzip' ? unpack(found.value) : found.value;
}

/** A broken end, of the file or of the reader, ends both streams. */
async function* unpack(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const source = Readable.from(packed, { objectMode: false });
  const gunzip = createGunzip();
  source.on('error', (cause) => gunzip.destroy(cause));
  source.pipe(gunzip);
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
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
  let readBytes = 0;
  let kept = 0;
  let cut = false;
  for await (const chunk of openArchivedLog(artifacts, archived)) {
    const fresh = chunk.subarray(Math.max(0, offset - readBytes));
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
