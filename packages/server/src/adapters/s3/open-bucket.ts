import { S3Client } from '@aws-sdk/client-s3';
import type { ByteStore, DirectTransfer } from '../../executions/index.ts';
import { createS3ByteStore } from './s3-byte-store.ts';
import { createS3DirectTransfer } from './s3-direct-transfer.ts';

export type BucketOrder = {
  bucket: string;
  /** Before every key, with its slash; empty for a bucket of our own. */
  prefix: string;
  region: string;
  /** Null: AWS itself. */
  endpoint: string | null;
  /** By which agents and browsers reach it. Null: the same. */
  publicEndpoint: string | null;
  /** Null: where the AWS SDK finds them. */
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
  addressing: 'path' | 'host';
};

/** Longer than that, a store that says nothing is taken for unreachable. */
const SILENCE_MS = 30_000;
const CONNECT_MS = 5_000;

export function openBucket(order: BucketOrder): { bytes: ByteStore; direct: DirectTransfer } {
  const { bucket, prefix, endpoint, publicEndpoint } = order;
  const place = { client: createClient(order, endpoint), bucket, prefix };
  const signer = createClient(order, publicEndpoint ?? endpoint);
  return { bytes: createS3ByteStore(place), direct: createS3DirectTransfer({ ...place, signer }) };
}

const createClient = ({ region, credentials, addressing }: BucketOrder, endpoint: string | null): S3Client =>
  new S3Client({
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
