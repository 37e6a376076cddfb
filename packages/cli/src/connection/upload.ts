/** Sends an archive as it is made. */
import type { Readable } from 'node:stream';
import { type Upload, UploadDiffers, uploadStream } from '@gauntlet/client/node';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { cannotRun, type Refused } from '../refused.ts';
import { type Address, refusedBy } from './api-client.ts';

type UploadWay = { onBytes?: (sent: number) => void; signal?: AbortSignal };

const otherBytes = (message: string): Refused =>
  cannotRun(
    'answer-not-understood',
    message,
    'Try again; a proxy between here and the server may be changing them.',
  );

/** An error of the source itself (a file that cannot be read) is thrown; all else is a refusal. */
export async function uploadArchive(
  address: Address,
  source: Readable,
  way: UploadWay = {},
): Promise<Result<Upload, Refused>> {
  try {
    return ok(await uploadStream(source, { ...address, ...way }));
  } catch (error) {
    if (error instanceof UploadDiffers) return refuse(otherBytes(error.message));
    return refuse(refusedBy(error, address.baseUrl));
  }
}
