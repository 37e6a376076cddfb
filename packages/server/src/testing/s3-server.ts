/**
 * A real S3 server: versitygw over a folder, pinned, built once from its sources by Go into the repository's own
 * cache. It checks signatures and checksums as the S3 API says.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { freePort } from '../../../../scripts/free-port.ts';
import { buildGoProgram } from './go-program.ts';

const PROGRAM = { name: 's3', source: 'github.com/versity/versitygw/cmd/versitygw', version: 'v1.8.0' };

export type S3Server = {
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Another bucket each time, so that suites do not meet. @returns its name */
  makeBucket(): Promise<string>;
  /** Ends it as if by a crash; `start` brings it back with what it held. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
};

export async function startS3Server(): Promise<S3Server> {
  const program = await buildGoProgram(PROGRAM);
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-s3-'));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'gauntlet', secretAccessKey: randomBytes(16).toString('hex') };
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
  let child: ChildProcess | null = null;
  const start = async () => {
    child = spawn(program, ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', folder], {
      env: { ROOT_ACCESS_KEY: credentials.accessKeyId, ROOT_SECRET_KEY: credentials.secretAccessKey },
      stdio: 'ignore',
    });
    await untilItAnswers(endpoint);
  };
  const stop = async () => {
    const ended = child && new Promise((resolve) => child?.once('exit', resolve));
    child?.kill('SIGKILL');
    await ended;
    child = null;
  };
  await start();
  return {
    endpoint,
    credentials,
    start,
    stop,
    makeBucket: async () => {
      const bucket = `artifacts-${randomBytes(6).toString('hex')}`;
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
      return bucket;
    },
    close: async () => {
      await stop();
      client.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(endpoint: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(50)) {
    const answer = await fetch(endpoint).catch(() => null);
    if (answer) return;
  }
  throw new Error(`the S3 server did not answer at ${endpoint}`);
}
