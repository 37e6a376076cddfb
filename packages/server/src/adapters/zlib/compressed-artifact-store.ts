/**
 * Any artifact store, in which what has a key that ends in .gz is compressed on its way in, so that it can be read
 * from its middle. Size, limit and checksum are those of the content, whatever is stored.
 */
import { createHash } from 'node:crypto';
import { ok } from '@gauntlet/core/kernel';
import { type ArtifactStore, tooLarge } from '../../executions/index.ts';
import { compressSeekably } from './compress-seekably.ts';

export const createCompressedArtifactStore = (store: ArtifactStore): ArtifactStore => ({
  ...store,
  put: (key, content, limits) =>
    key.endsWith('.gz') ? putCompressed(store, key, content, limits) : store.put(key, content, limits),
});

async function putCompressed(
  store: ArtifactStore,
  key: string,
  content: AsyncIterable<Uint8Array>,
  { maxBytes }: { maxBytes: number },
): ReturnType<ArtifactStore['put']> {
  const hash = createHash('sha256');
  const seekPoints: number[] = [];
  let sizeBytes = 0;
  const measured = async function* () {
    for await (const chunk of content) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
      hash.update(chunk);
      yield chunk;
    }
  };
  // What cannot be compressed grows a little.
  const limits = { maxBytes: maxBytes + 1024 + Math.ceil(maxBytes / 1000) };
  const stored = await store.put(key, compressSeekably(measured(), seekPoints), limits);
  if (sizeBytes > maxBytes) return tooLarge(maxBytes);
  return stored.ok ? ok({ sizeBytes, checksum: `sha256:${hash.digest('hex')}`, seekPoints }) : stored;
}
