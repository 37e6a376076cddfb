/** What goes wrong with a bucket, in our words. */
import { S3ServiceException } from '@aws-sdk/client-s3';
import type { ArtifactRefusal } from '../../executions/index.ts';

export const statusOf = (cause: unknown) =>
  cause instanceof S3ServiceException ? cause.$metadata.httpStatusCode : undefined;

export const unless404 =
  <Otherwise>(otherwise: Otherwise) =>
  (cause: unknown): Otherwise => {
    if (statusOf(cause) === 404 && !isNoBucket(cause)) return otherwise;
    throw cause;
  };

const isNoBucket = (cause: unknown) => cause instanceof S3ServiceException && cause.name === 'NoSuchBucket';

/** Where disks, quotas and licences of the stores' own end. */
const FULL = /^(InsufficientStorage|QuotaExceeded|XMinioStorageFull|EntityTooLarge\.Quota)/;

const NO_BUCKET: ArtifactRefusal = {
  code: 'unavailable',
  message: 'The bucket of the artifact store is not there: see S3_BUCKET.',
};

/** Of the bucket itself. */
export const explainOfBucket = (cause: unknown): ArtifactRefusal =>
  statusOf(cause) === 404 ? NO_BUCKET : explain(cause, '');

export function explain(cause: unknown, key: string): ArtifactRefusal {
  if (isNoBucket(cause)) return NO_BUCKET;
  if (statusOf(cause) === 404) return { code: 'not-found', message: `The artifact store holds no ${key}.` };
  const name = cause instanceof S3ServiceException ? cause.name : '';
  if (statusOf(cause) === 507 || FULL.test(name))
    return {
      code: 'storage-full',
      message: 'The artifact store is full. Free some space; nothing was stored.',
    };
  return { code: 'unavailable', message: `The artifact store did not answer as it should: ${String(cause)}` };
}
