/** S3_*: the bucket that artifacts are kept in, of AWS or of any store that speaks its API. */

export type S3Settings = {
  bucket: string;
  /** Before every key, with its slash; empty for a bucket of our own. */
  prefix: string;
  region: string;
  /** Null: AWS itself. */
  endpoint: string | null;
  /** By which agents and browsers reach the bucket; null: by the same. */
  publicEndpoint: string | null;
  /** What goes past the server: files on their way in, or also those that are saved. */
  presigned: 'off' | 'uploads' | 'both';
  /** Null: where the AWS SDK finds them (environment, profile, role of the machine or pod). */
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
  /** `path`: the bucket stands in the path; most stores but AWS need it. */
  addressing: 'path' | 'host';
};

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const PREFIX = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;

/** Null: without a bucket, artifacts lie in a folder. Throws what is wrong, and how to set it right. */
export function s3SettingsOf(environment: NodeJS.ProcessEnv): S3Settings | null {
  const read = (name: string) => environment[`S3_${name}`]?.trim() || null;
  const bucket = read('BUCKET');
  const endpoint = read('ENDPOINT');
  if (bucket === null) {
    if (endpoint !== null) throw new Error('S3_BUCKET is missing: the name of the bucket for artifacts.');
    return null;
  }
  if (!BUCKET.test(bucket)) throw new Error(`S3_BUCKET must be the name of a bucket, not "${bucket}".`);
  if (environment.GAUNTLET_ARTIFACTS_DIR)
    throw new Error('Set S3_BUCKET or GAUNTLET_ARTIFACTS_DIR: artifacts lie in a bucket or in a folder.');
  return {
    bucket,
    prefix: prefixOf(read('PREFIX')),
    region: read('REGION') ?? 'us-east-1',
    endpoint: endpointOf('S3_ENDPOINT', endpoint),
    publicEndpoint: endpointOf('S3_PUBLIC_ENDPOINT', read('PUBLIC_ENDPOINT')),
    presigned: presignedOf(read('PRESIGNED')),
    credentials: credentialsOf(read('ACCESS_KEY_ID'), read('SECRET_ACCESS_KEY')),
    addressing: addressingOf(read('ADDRESSING'), endpoint),
  };
}

function prefixOf(text: string | null): string {
  if (text === null) return '';
  if (!PREFIX.test(text)) throw new Error(`S3_PREFIX must be like team-a/gauntlet, not "${text}".`);
  return text.endsWith('/') ? text : `${text}/`;
}

function endpointOf(name: string, text: string | null): string | null {
  if (text === null) return null;
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw new Error(`${name} must be like https://s3.example.org, not "${text}".`);
  if (url.username !== '' || url.password !== '')
    throw new Error(`${name} holds no credentials: S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY do.`);
  return url.href;
}

function credentialsOf(
  accessKeyId: string | null,
  secretAccessKey: string | null,
): S3Settings['credentials'] {
  if (accessKeyId === null && secretAccessKey === null) return null;
  if (accessKeyId === null)
    throw new Error('S3_ACCESS_KEY_ID is missing: S3_SECRET_ACCESS_KEY goes with it.');
  if (secretAccessKey === null)
    throw new Error('S3_SECRET_ACCESS_KEY is missing: S3_ACCESS_KEY_ID goes with it.');
  return { accessKeyId, secretAccessKey };
}

function addressingOf(text: string | null, endpoint: string | null): S3Settings['addressing'] {
  if (text === null) return endpoint === null ? 'host' : 'path';
  if (text === 'path' || text === 'host') return text;
  throw new Error(`S3_ADDRESSING must be path or host, not "${text}".`);
}

function presignedOf(text: string | null): S3Settings['presigned'] {
  if (text === null) return 'uploads';
  if (text === 'off' || text === 'uploads' || text === 'both') return text;
  throw new Error(`S3_PRESIGNED must be off, uploads or both, not "${text}".`);
}
