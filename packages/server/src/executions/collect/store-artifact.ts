/** A file of a group that comes through the server: its bytes into the store, its row into the index. */
import type { ArtifactId } from '@gauntlet/contract';
import { type Result, refuse } from '@gauntlet/core/kernel';
import { groupEnded, isAlive } from '../execute/greet-agent.ts';
import type { Group } from '../execution.ts';
import {
  type ArtifactDescription,
  checksumDiffers,
  type EnterArtifactDeps,
  enterStored,
  lookAhead,
  lookAheadOfOrder,
  placeFor,
  refuseUnstored,
  type StoreArtifactRefusal,
  waitingKeyOf,
} from './enter-artifact.ts';
import type { ArtifactStore } from './ports.ts';

export type StoreArtifactDeps = EnterArtifactDeps & { artifacts: ArtifactStore };

/** `number`: its group's own, by which it may have been ordered before. */
export type ArtifactUpload = ArtifactDescription & {
  number?: number | undefined;
  content: AsyncIterable<Uint8Array>;
};

export async function storeArtifact(
  deps: StoreArtifactDeps,
  group: Group,
  upload: ArtifactUpload,
  maxBytes: number,
): Promise<Result<{ artifactId: ArtifactId }, StoreArtifactRefusal>> {
  if (!isAlive(group)) return refuse(groupEnded(group));
  const place = placeFor(deps, group);
  const { number, sizeBytes } = upload;
  const waitingKey = number === undefined ? undefined : waitingKeyOf(group, { ...upload, number });
  // A file that could not go past the server has its place already.
  const full =
    waitingKey === undefined || sizeBytes === null
      ? await lookAhead(deps, group, upload)
      : await lookAheadOfOrder(deps, group, { ...upload, sizeBytes }, waitingKey);
  if (full) return refuse(full);
  const put = await deps.artifacts.put(place.storageKey, upload.content, { maxBytes });
  if (!put.ok) return refuseUnstored(deps, group, upload, put.error, maxBytes);
  const same = put.value.checksum === upload.checksum;
  const entered = same
    ? await enterStored(deps, group, upload, {
        ...{ ...place, sizeBytes: put.value.sizeBytes },
        ...(waitingKey === undefined ? {} : { waitingKey }),
      })
    : refuse(checksumDiffers(upload, put.value.checksum));
  if (!entered.ok) await deps.artifacts.delete(place.storageKey);
  return entered;
}
