/**
 * What a bucket can do and a folder cannot: agents bring bytes and people fetch them without their passing the
 * server. Who is handed a signed request may do what it says, for minutes, and nothing else.
 */
import type { SignedPut } from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import type { ArtifactRefusal } from './collect/ports.ts';

/** `checksum`: `sha256:` and lower-case hex. */
export type ExactBytes = { sizeBytes: number; checksum: string };

export type DirectTransfer = {
  /** Puts these bytes under the key; the store refuses others. */
  signPut(key: string, bytes: ExactBytes): Promise<SignedPut>;
  /** The upload in parts that is open for the key, with the numbers of the parts it has; else a new one. */
  openParts(key: string): Promise<Result<{ multipart: string; present: number[] }, ArtifactRefusal>>;
  signPart(key: string, multipart: string, part: ExactBytes & { number: number }): Promise<SignedPut>;
  /** Makes one of what has arrived. `not-found`: no part has, or they have been joined before. */
  joinParts(key: string, multipart: string): Promise<Result<null, ArtifactRefusal>>;
  /** Copies within the store, and keeps the copy only if the store finds it to be these very bytes. */
  copyExactly(
    from: string,
    to: string,
    bytes: ExactBytes,
  ): Promise<Result<null, ArtifactRefusal | BytesDiffer>>;
  /** An address that gives the bytes under these headers. */
  signGet(key: string, headers: { contentType: string; contentDisposition: string }): Promise<string>;
};

type BytesDiffer = { code: 'checksum-differs'; message: string };
