import { S3Client } from '@aws-sdk/client-s3';
import type { ByteStore } from '../../executions/index.ts';
import { createS3ByteStore } from './s3-byte-store.ts';

export type BucketOrder = {
  bucket: string;
  /** Before every key, with its slash; empty for a bucket of our own. */
  prefix: string;
  region: string;
  /** Null: AWS itself. */
  endpoint: string | null;
  /** Null: where the AWS SDK finds them. */
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
  addressing: 'path' | 'host';
};

/** Longer than that, a store that says nothing is taken for unreachable. */
const SILENCE_MS = 30_000;
const CONNECT_MS = 5_000;

export function openBucket({
  bucket,
  prefix,
  region,
  endpoint,
  credentials,
  addressing,
}: BucketOrder): ByteStore {
  const client = new S3Client({
    region,
    forcePathStyle: addressing === 'path',
    ...(endpoint === null ? {} : { endpoint }),
    ...(credentials === null ? {} : { credentials }),
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: SILENCE_MS,
      throwOnRequestTimeout: true,
    },
  });
  return createS3ByteStore({ client, bucket, prefix });
}
