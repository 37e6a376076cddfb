/**
 * An artifact store over a store of bytes: it measures what comes in and holds it to its limit, and what has a key
 * that ends in .gz it compresses, so that it can be read from its middle. Size, limit and checksum are those of the
 * content, whatever is stored.
 */
import { createHash } from 'node:crypto';
import { ok, refuse } from '@gauntlet/core/kernel';
import type { ArtifactStore, ByteStore } from '../../executions/index.ts';
import { compressSeekably } from './compress-seekably.ts';

export const createMeasuredArtifactStore = (store: ByteStore): ArtifactStore => ({
  ...store,
  put: async (key, content, { maxBytes }) => {
    const measure = measureUpTo(maxBytes);
    const seekPoints: number[] | undefined = key.endsWith('.gz') ? [] : undefined;
    const measured = measure.pass(content);
    const stored = await store.put(key, seekPoints ? compressSeekably(measured, seekPoints) : measured);
    if (measure.sizeBytes() > maxBytes)
      return refuse({ code: 'too-large', message: `It has more than ${maxBytes} bytes.` });
    if (!stored.ok) return stored;
    const { sizeBytes, checksum } = measure;
    return ok({ sizeBytes: sizeBytes(), checksum: checksum(), ...(seekPoints && { seekPoints }) });
  },
});

/** The stream fails where there is more, which a store takes for a source that broke off. */
function measureUpTo(maxBytes: number) {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  return {
    pass: async function* (content: AsyncIterable<Uint8Array>) {
      for await (const chunk of content) {
        sizeBytes += chunk.byteLength;
        if (sizeBytes > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
        hash.update(chunk);
        yield chunk;
      }
    },
    sizeBytes: () => sizeBytes,
    checksum: () => `sha256:${hash.digest('hex')}`,
  };
}
