/**
 * Requests to a bucket that others may make, signed with all that the bucket shall hold them to: key, length and
 * checksum. `signer` has the address by which others reach the bucket, `client` that of the server.
 *
 * What has arrived is copied to its own key by the bucket, which says of the copy, also of one of many parts, how
 * many bytes it has and their SHA-256; that key is never signed for anybody.
 */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type Part,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { SignedPut } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import {
  type ArtifactRefusal,
  type DirectTransfer,
  type ExactBytes,
  requireArtifactKey,
} from '../../executions/index.ts';
import { explain } from './explain-failure.ts';
import type { S3Place } from './s3-byte-store.ts';

/** A request has to begin by then, however long it takes. */
const UPLOAD_SECONDS = 300;
const DOWNLOAD_SECONDS = 60;
/** The bucket says nothing while it copies. */
const COPY_MS = 600_000;

type Place = { Bucket: string; Key: string };

export function createS3DirectTransfer({
  client,
  bucket,
  prefix,
  signer,
}: S3Place & { signer: S3Client }): DirectTransfer {
  const at = (key: string): Place => {
    requireArtifactKey(key);
    return { Bucket: bucket, Key: prefix + key };
  };
  return {
    signPut: (key, bytes) => signPut(signer, new PutObjectCommand({ ...at(key), ...exactly(bytes) }), bytes),
    openParts: (key) => asking(key, () => openParts(client, at(key))),
    signPart: (key, UploadId, part) => {
      const input = { ...at(key), UploadId, PartNumber: part.number, ...exactly(part) };
      return signPut(signer, new UploadPartCommand(input), part);
    },
    joinParts: (key, multipart) => asking(key, () => joinParts(client, at(key), multipart)),
    copyExactly: async (from, to, bytes) => {
      const copied = await asking(from, () => copy(client, at(from), at(to)));
      if (!copied.ok) return copied;
      const measured = await asking(to, () => measure(client, at(to)));
      if (measured.ok && isSame(measured.value, bytes)) return ok(null);
      await client.send(new DeleteObjectCommand(at(to))).catch(() => undefined); // Else the sweep finds it.
      if (!measured.ok) return measured;
      const { sizeBytes, checksum } = measured.value;
      return refuse({ code: 'checksum-differs', message: `It arrived as ${sizeBytes} bytes, ${checksum}.` });
    },
    signGet: (key, { contentType, contentDisposition }) => {
      const headers = { ResponseContentType: contentType, ResponseContentDisposition: contentDisposition };
      return getSignedUrl(signer, new GetObjectCommand({ ...at(key), ...headers }), {
        expiresIn: DOWNLOAD_SECONDS,
      });
    },
  };
}

const exactly = ({ sizeBytes, checksum }: ExactBytes) => ({
  ContentLength: sizeBytes,
  ChecksumSHA256: toBase64(checksum),
});

const toBase64 = (checksum: string) =>
  Buffer.from(checksum.replace(/^sha256:/, ''), 'hex').toString('base64');
const fromBase64 = (checksum: string) => `sha256:${Buffer.from(checksum, 'base64').toString('hex')}`;

const SIGNED = new Set(['host', 'content-length', 'x-amz-checksum-sha256']);

async function signPut(
  signer: S3Client,
  command: PutObjectCommand | UploadPartCommand,
  { sizeBytes, checksum }: ExactBytes,
): Promise<SignedPut> {
  const url = await getSignedUrl(signer, command as PutObjectCommand, {
    expiresIn: UPLOAD_SECONDS,
    signableHeaders: SIGNED,
    // As a header, not in the address: not every store reads it there.
    unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
  });
  const headers = { 'content-length': String(sizeBytes), 'x-amz-checksum-sha256': toBase64(checksum) };
  return { url, headers };
}

/** What the bucket refuses, or cannot be asked, in our words. */
async function asking<Value>(
  key: string,
  ask: () => Promise<Value>,
): Promise<Result<Value, ArtifactRefusal>> {
  try {
    return ok(await ask());
  } catch (cause) {
    return refuse(explain(cause, key));
  }
}

async function openParts(client: S3Client, place: Place): Promise<{ multipart: string; present: number[] }> {
  const { Bucket, Key } = place;
  const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }));
  const open = Uploads?.find((upload) => upload.Key === Key)?.UploadId;
  if (open === undefined) {
    const made = await client.send(
      new CreateMultipartUploadCommand({ ...place, ChecksumAlgorithm: 'SHA256' }),
    );
    if (made.UploadId === undefined) throw new Error('the store opened an upload without an id');
    return { multipart: made.UploadId, present: [] };
  }
  const parts = await listParts(client, place, open);
  return { multipart: open, present: parts.map(({ PartNumber = 0 }) => PartNumber) };
}

/** Not by the SDK's paginator: it asks on and on where a store names a next page after the last. */
async function listParts(client: S3Client, place: Place, UploadId: string): Promise<Part[]> {
  const parts: Part[] = [];
  let PartNumberMarker: string | undefined;
  for (;;) {
    const page = await client.send(new ListPartsCommand({ ...place, UploadId, PartNumberMarker }));
    parts.push(...(page.Parts ?? []));
    if (!page.IsTruncated) return parts;
    PartNumberMarker = page.NextPartNumberMarker;
  }
}

async function joinParts(client: S3Client, place: Place, UploadId: string): Promise<null> {
  const listed = await listParts(client, place, UploadId);
  const Parts = listed.map(({ ETag, PartNumber, ChecksumSHA256 }) => ({ ETag, PartNumber, ChecksumSHA256 }));
  // Without a part there is nothing to join, and then nothing to copy either.
  if (Parts.length === 0) return null;
  const order = { ...place, UploadId, MultipartUpload: { Parts } };
  await client.send(new CompleteMultipartUploadCommand(order), { requestTimeout: COPY_MS });
  return null;
}

async function copy(client: S3Client, from: Place, to: Place): Promise<null> {
  const CopySource = `${from.Bucket}/${encodeURI(from.Key)}`;
  const command = new CopyObjectCommand({ ...to, CopySource, ChecksumAlgorithm: 'SHA256' });
  await client.send(command, { requestTimeout: COPY_MS });
  return null;
}

/** A store that does not tell the checksum of the whole is made to give the bytes. */
async function measure(client: S3Client, place: Place): Promise<ExactBytes> {
  const head = await client.send(new HeadObjectCommand({ ...place, ChecksumMode: 'ENABLED' }));
  const told = head.ChecksumType === 'COMPOSITE' ? undefined : head.ChecksumSHA256;
  if (told !== undefined && !told.includes('-'))
    return { sizeBytes: head.ContentLength ?? 0, checksum: fromBase64(told) };
  const { Body } = await client.send(new GetObjectCommand(place));
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of Body as Readable) {
    sizeBytes += (chunk as Buffer).length;
    hash.update(chunk as Buffer);
  }
  return { sizeBytes, checksum: `sha256:${hash.digest('hex')}` };
}

const isSame = (one: ExactBytes, other: ExactBytes) =>
  one.sizeBytes === other.sizeBytes && one.checksum === other.checksum;
