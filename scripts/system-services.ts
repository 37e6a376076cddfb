/** What servers of the cluster shape are pointed at, for one run of tests: a Redis, a bucket of S3, a Pushgateway. */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { startRedisServer } from '../packages/server/src/testing/redis-server.ts';
import { startS3Server } from '../packages/server/src/testing/s3-server.ts';
import { freePort } from './free-port.ts';

/** `environment` is that of a server; `names` are for people. */
type Service = { names: string[]; environment: Record<string, string>; stop(): Promise<void> };

const START_MS = 30_000;

/** @param missing the needs of system-packages.ts that this machine does not meet: their services are left out */
export async function startServices(missing: readonly string[]): Promise<Service> {
  const wanted: [need: string, start: () => Promise<Service>][] = [
    ['redis', startRedis],
    ['s3', startBucket],
    ['prometheus', startPushgateway],
  ];
  const started: Service[] = [];
  for (const [need, start] of wanted) if (!missing.includes(need)) started.push(await start());
  return {
    names: started.flatMap(({ names }) => names),
    environment: Object.assign({}, ...started.map(({ environment }) => environment)),
    stop: async () => {
      for (const service of started) await service.stop();
    },
  };
}

async function startRedis(): Promise<Service> {
  const server = await startRedisServer();
  return { names: ['Redis'], environment: { REDIS_URL: server.url }, stop: () => server.close() };
}

async function startBucket(): Promise<Service> {
  const server = await startS3Server();
  const environment = {
    S3_BUCKET: await server.makeBucket(),
    S3_ENDPOINT: server.endpoint,
    S3_PRESIGNED: 'both',
    S3_ACCESS_KEY_ID: server.credentials.accessKeyId,
    S3_SECRET_ACCESS_KEY: server.credentials.secretAccessKey,
  };
  return { names: ['S3'], environment, stop: () => server.close() };
}

async function startPushgateway(): Promise<Service> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const child = spawn('prometheus-pushgateway', [`--web.listen-address=${address}`], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  await Promise.race([failed, untilItListens(port)]);
  const stop = () => {
    child.kill('SIGKILL');
    return ended;
  };
  return { names: ['Pushgateway'], environment: { PUSHGATEWAY_URL: `http://${address}` }, stop };
}

async function untilItListens(port: number): Promise<void> {
  for (const deadline = Date.now() + START_MS; Date.now() < deadline; await pause(50))
    if (await takesConnections(port)) return;
  throw new Error(`The Pushgateway of this run took no connection on port ${port}.`);
}

const takesConnections = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
