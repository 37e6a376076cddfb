/**
 * Artifacts in a bucket of any store that speaks S3. An object appears under its key whole or not at all; what is
 * larger than a part goes up in parts, of which a broken upload leaves none, or leaves them for the sweep.
 */
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { ok, refuse } from '@gauntlet/core/kernel';
import { type ByteStore, isArtifactKey, requireArtifactKey } from '../../executions/index.ts';
import { explain, explainOfBucket, statusOf, unless404 } from './explain-failure.ts';

const PART_BYTES = 16 * 2 ** 20;
/** Each holds a part in memory. */
const PARTS_AT_ONCE = 2;

/** `prefix`: before every key, with its slash; empty for a bucket of our own. */
export type S3Place = { client: S3Client; bucket: string; prefix: string };

export function createS3ByteStore({ client, bucket, prefix }: S3Place): ByteStore {
  const at = (key: string) => {
    requireArtifactKey(key);
    return { Bucket: bucket, Key: prefix + key };
  };
  return {
    put: (key, content) => put(client, at(key), content),
    get: async (key, range) => {
      const place = at(key);
      try {
        const Range = range && `bytes=${range.start}-${range.end ?? ''}`;
        const { Body } = await client.send(new GetObjectCommand({ ...place, Range }));
        return ok(Body as Readable);
      } catch (cause) {
        return statusOf(cause) === 416 ? ok(Readable.from([])) : refuse(explain(cause, key));
      }
    },
    has: async (key) => {
      const found = await client.send(new HeadObjectCommand(at(key))).then(() => true, unless404(false));
      // The answer to this has no words: of a bucket that is gone nobody shall believe that all its objects are.
      if (!found) await client.send(new HeadBucketCommand({ Bucket: bucket }));
      return found;
    },
    delete: async (key) => {
      await client.send(new DeleteObjectCommand(at(key))).catch(unless404(undefined));
    },
    list: () => listKeys({ client, bucket, prefix }),
    removeLeftovers: (before) => abortUploads({ client, bucket, prefix }, before),
    probe: () =>
      client.send(new HeadBucketCommand({ Bucket: bucket })).then(
        () => ok(null),
        (cause: unknown) => refuse(explainOfBucket(cause)),
      ),
  };
}

async function put(
  client: S3Client,
  place: { Bucket: string; Key: string },
  content: AsyncIterable<Uint8Array>,
): ReturnType<ByteStore['put']> {
  const body = Readable.from(content, { objectMode: false });
  try {
    const params = { ...place, Body: body };
    await new Upload({ client, params, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE }).done();
    return ok(null);
  } catch (cause) {
    return refuse(explain(cause, place.Key));
  } finally {
    body.destroy();
  }
}

async function* listKeys({
  client,
  bucket,
  prefix,
}: S3Place): AsyncGenerator<{ key: string; storedAt: Date }> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }))
    for (const { Key, LastModified } of page.Contents ?? []) {
      const key = Key?.slice(prefix.length) ?? '';
      if (isArtifactKey(key) && LastModified) yield { key, storedAt: LastModified };
    }
}

async function abortUploads({ client, bucket, prefix }: S3Place, before: Date): Promise<void> {
  let from: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await client.send(
      new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, ...from }),
    );
    for (const { Key, UploadId, Initiated } of page.Uploads ?? [])
      if (Initiated !== undefined && Initiated < before)
        await client
          .send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
          .catch(unless404(undefined));
    if (!page.IsTruncated) return;
    from = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
  }
}
