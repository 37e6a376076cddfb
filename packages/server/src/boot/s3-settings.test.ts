import { expect, it } from 'vitest';
import { s3SettingsOf } from './s3-settings.ts';

const KEYS = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' };

it('artifacts lie in a folder where no bucket is named', () => {
  expect(s3SettingsOf({ S3_REGION: 'eu-central-1', ...KEYS })).toBeNull();
});

it('a bucket of AWS needs its name alone; another store is addressed by paths', () => {
  expect(s3SettingsOf({ S3_BUCKET: 'artifacts' })).toEqual({
    ...{ bucket: 'artifacts', prefix: '', region: 'us-east-1', endpoint: null },
    ...{ credentials: null, addressing: 'host', publicEndpoint: null, presigned: 'uploads' },
  });
  const own = { S3_BUCKET: 'artifacts', S3_ENDPOINT: 'http://store:7070', S3_PREFIX: 'team/a', ...KEYS };
  expect(s3SettingsOf(own)).toEqual({
    ...{ bucket: 'artifacts', prefix: 'team/a/', region: 'us-east-1', endpoint: 'http://store:7070/' },
    ...{ credentials: { accessKeyId: 'id', secretAccessKey: 'secret' }, addressing: 'path' },
    ...{ publicEndpoint: null, presigned: 'uploads' },
  });
  const seen = { ...own, S3_PUBLIC_ENDPOINT: 'https://files.example.org', S3_PRESIGNED: 'both' };
  expect(s3SettingsOf(seen)).toMatchObject({
    publicEndpoint: 'https://files.example.org/',
    presigned: 'both',
  });
});

it.each([
  [{ S3_ENDPOINT: 'http://store:7070' }, /S3_BUCKET is missing/],
  [{ S3_BUCKET: 'My Bucket' }, /S3_BUCKET must be the name of a bucket, not "My Bucket"/],
  [{ S3_BUCKET: 'artifacts', GAUNTLET_ARTIFACTS_DIR: '/srv' }, /S3_BUCKET or GAUNTLET_ARTIFACTS_DIR/],
  [{ S3_BUCKET: 'artifacts', S3_PREFIX: '/a' }, /S3_PREFIX must be like team-a\/gauntlet, not "\/a"/],
  [{ S3_BUCKET: 'artifacts', S3_ENDPOINT: 'store:7070' }, /S3_ENDPOINT must be like https:/],
  [{ S3_BUCKET: 'artifacts', S3_ENDPOINT: 'http://a:b@store' }, /S3_ENDPOINT holds no credentials/],
  [{ S3_BUCKET: 'artifacts', S3_ACCESS_KEY_ID: 'id' }, /S3_SECRET_ACCESS_KEY is missing/],
  [{ S3_BUCKET: 'artifacts', S3_SECRET_ACCESS_KEY: 'x' }, /S3_ACCESS_KEY_ID is missing/],
  [{ S3_BUCKET: 'artifacts', S3_PUBLIC_ENDPOINT: 'files' }, /S3_PUBLIC_ENDPOINT must be like https:/],
  [{ S3_BUCKET: 'artifacts', S3_PRESIGNED: 'yes' }, /S3_PRESIGNED must be off, uploads or both/],
  [{ S3_BUCKET: 'artifacts', S3_ADDRESSING: 'sideways' }, /S3_ADDRESSING must be path or host/],
])('%j is refused, with what is wrong', (environment, message) => {
  expect(() => s3SettingsOf(environment)).toThrow(message);
});
