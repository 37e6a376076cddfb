import { type ChildProcess, execFile as execFileByCallback, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '../../testing/silent-log.ts';
import { connectToPostgres } from './connect.ts';
import { findPostmaster, hasEndedWithin, stopPostmaster } from './embedded/postmaster.ts';
import { identifyProcess } from './embedded/process-identity.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';

const execFile = promisify(execFileByCallback);
const OWNER = join(import.meta.dirname, '../../testing/embedded-owner.ts');

/** A data folder with a cluster that was stopped in order: copying it is quicker than initdb. */
let original: string;
let parent: string;
let dataFolder: string;
let owners: ChildProcess[];

const makeFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-embedded-'));
  await chmod(folder, 0o755);
  return folder;
};

beforeAll(async () => {
  original = await makeFolder();
  dataFolder = join(original, 'data');
  await (await start()).stop();
});

afterAll(() => rm(original, { recursive: true, force: true }));

/** Owners and modes as they are: Node's own copying would make everything the caller's. */
const copyCluster = () => execFile('cp', ['-a', join(original, 'data'), dataFolder]);

beforeEach(async () => {
  parent = await makeFolder();
  dataFolder = join(parent, 'data');
  owners = [];
});

afterEach(async () => {
  for (const owner of owners) owner.kill('SIGKILL');
  const left = await findPostmaster(join(dataFolder, 'postgres'));
  if (left) await stopPostmaster(left.identity, 10);
  await rm(parent, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const started = await startEmbeddedPostgres({ dataFolder, log: silentLog });
  if (!started.ok) throw new Error(started.error.message);
  return started.value;
}

async function query(url: string, sql: string) {
  const pool = await connectToPostgres({ url, log: silentLog, maxConnections: 1 });
  if (!pool.ok) throw new Error(pool.error.message);
  try {
    return (await pool.value.query(sql)).rows;
  } finally {
    await pool.value.end();
  }
}

function spawnOwner(): ChildProcess {
  const owner = spawn(process.execPath, [OWNER, dataFolder], { stdio: ['ignore', 'pipe', 'inherit'] });
  owners.push(owner);
  return owner;
}

/** Another program that owns the folder, with its database running. */
async function startOwner() {
  const owner = spawnOwner();
  if (!owner.stdout) throw new Error('no output');
  const [line] = (await once(createInterface(owner.stdout), 'line')) as [string];
  const started = JSON.parse(line);
  return { owner, started };
}

async function kill(owner: ChildProcess): Promise<void> {
  const ended = once(owner, 'exit');
  owner.kill('SIGKILL');
  await ended;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('did not come true within 30 s');
    await pause(1);
  }
}

const pidOf = async () =>
  Number((await readFile(join(dataFolder, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

test('what was written before a stop is there after the next start, and stop leaves no process', async () => {
  const first = await start();
  await query(first.url, 'create table kept as select 42 as answer');
  await first.stop();
  expect(await identifyProcess(first.pid)).toBeUndefined();
  const second = await start();
  expect(second.origin).toBe('started');
  expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await second.stop();
});

test('it is a durable PostgreSQL 18 that only its owner can reach', async () => {
  await copyCluster();
  const { url, stop } = await start();
  const names = [
    'server_version_num',
    'fsync',
    'max_connections',
    'shared_buffers',
    'server_encoding',
    'listen_addresses',
  ];
  const rows = await query(
    url,
    `select name, current_setting(name) as value from unnest('{${names}}'::text[]) as name`,
  );
  expect(Object.fromEntries(rows.map((row) => [row.name, row.value]))).toMatchObject({
    server_version_num: expect.stringMatching(/^18/),
    fsync: 'on',
    max_connections: '200',
    shared_buffers: '128MB',
    server_encoding: 'UTF8',
    listen_addresses: '',
  });
  expect((await stat(join(dataFolder, 'socket'))).mode & 0o777).toBe(0o700);
  expect((await stat(join(dataFolder, 'postgres.password'))).mode & 0o777).toBe(0o600);
  await stop();
});

test('a data folder too deep for a socket has it in a folder of its own among the temporary ones', async () => {
  dataFolder = join(dataFolder, 'deep'.repeat(30));
  await mkdir(join(dataFolder, '..'));
  await copyCluster();
  const { url, stop } = await start();
  const socket = decodeURIComponent(/host=([^&]+)/.exec(url)?.[1] ?? '');
  expect(socket).toMatch(/\/gauntlet-\d+-[0-9a-f]{12}$/);
  expect((await stat(socket)).mode & 0o777).toBe(0o700);
  await stop();
  await rm(socket, { recursive: true });
});

test('where no socket fits it is served on loopback to who has the password, also when taken over', async () => {
  dataFolder = join(dataFolder, 'deep'.repeat(30));
  await mkdir(dataFolder, { recursive: true });
  vi.stubEnv('TMPDIR', dataFolder);
  await rm(dataFolder, { recursive: true });
  await copyCluster();
  const { owner, started } = await startOwner();
  const url: string = started.value.url;
  expect(url).toMatch(/^postgresql:\/\/gauntlet:[\w-]{43}@127\.0\.0\.1:\d+\/gauntlet$/);
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  const refused = await connectToPostgres({ url: url.replace(/:[\w-]{43}@/, ':guess@'), log: silentLog });
  expect(refused).toMatchObject({ ok: false, error: { code: 'wrong-password' } });
  await kill(owner);
  const next = await start();
  expect(next).toMatchObject({ origin: 'taken-over', url });
  await next.stop();
  vi.unstubAllEnvs();
});

test('a PostgreSQL orphaned by a killed owner is taken over with its data, by the one that stops it later', async () => {
  await copyCluster();
  const { owner, started } = await startOwner();
  await query(started.value.url, 'create table kept as select 42 as answer');
  await kill(owner);
  const began = performance.now();
  const next = await start();
  expect(performance.now() - began).toBeLessThan(5000);
  expect(next).toMatchObject({ origin: 'taken-over', pid: started.value.pid });
  expect(await query(next.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await next.stop();
  expect(await identifyProcess(next.pid)).toBeUndefined();
});

test('a second live owner is refused, and told whose the folder is', async () => {
  await copyCluster();
  const { owner } = await startOwner();
  const second = await startEmbeddedPostgres({ dataFolder, log: silentLog });
  expect(second).toMatchObject({ ok: false, error: { code: 'already-running', pid: owner.pid } });
});

test('of many that start at once on a new folder, exactly one owns it', async () => {
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => startOwner()));
  expect(outcomes.map(({ started }) => started.ok || started.error.code).sort()).toEqual([
    ...Array.from({ length: 4 }, () => 'already-running'),
    true,
  ]);
});

test('of many that start at once after a kill, exactly one takes over', async () => {
  await copyCluster();
  const { owner, started } = await startOwner();
  await kill(owner);
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => startOwner()));
  const winners = outcomes.filter((outcome) => outcome.started.ok);
  expect(winners.map((winner) => winner.started.value.pid)).toEqual([started.value.pid]);
});

test('an owner killed while it makes the cluster leaves a folder that the next start completes', async () => {
  const owner = spawnOwner();
  const unfinished = () =>
    existsSync(dataFolder) &&
    readdir(dataFolder).then((names) => names.find((name) => /^postgres\.new-\w+$/.test(name)));
  await until(async () => {
    const name = await unfinished();
    return Boolean(name) && existsSync(join(dataFolder, String(name), 'PG_VERSION'));
  });
  await kill(owner);
  expect(existsSync(join(dataFolder, 'postgres'))).toBe(false);
  const next = await start();
  expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await next.stop();
  const again = await start();
  await again.stop();
  expect((await readdir(dataFolder)).filter((name) => name.startsWith('postgres.new-'))).toEqual([]);
});

test('a PostgreSQL killed with its owner is started again with what it had committed', async () => {
  await copyCluster();
  const { owner, started } = await startOwner();
  await query(started.value.url, 'create table kept as select 42 as answer');
  await kill(owner);
  process.kill(started.value.pid, 'SIGKILL');
  const next = await start();
  expect(next.origin).toBe('started');
  expect(await query(next.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await next.stop();
});

test('a pid file whose pid another program has by now does not keep it from starting', async () => {
  await copyCluster();
  const file = join(dataFolder, 'postgres/postmaster.pid');
  await writeFile(
    file,
    `${process.pid}\n${dataFolder}/postgres\n1700000000\n5432\n${dataFolder}/socket\n\n\nready   \n`,
  );
  const next = await start();
  expect(next.origin).toBe('started');
  expect(await pidOf()).toBe(next.pid);
  await next.stop();
});

test.each([
  ['garbage', 'no pid at all\n'],
  ['empty', ''],
])('a pid file that is %s does not keep it from starting', async (_, content) => {
  await copyCluster();
  await writeFile(join(dataFolder, 'postgres/postmaster.pid'), content);
  const next = await start();
  expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await next.stop();
});

test('an orphan whose pid file was damaged is ended, never joined by a second server on its files', async () => {
  await copyCluster();
  const { owner, started } = await startOwner();
  await query(started.value.url, 'create table kept as select 42 as answer');
  const orphan = await identifyProcess(started.value.pid);
  if (!orphan) throw new Error('not running');
  await kill(owner);
  await writeFile(join(dataFolder, 'postgres/postmaster.pid'), 'garbage');
  const next = await start();
  expect(next.origin).toBe('started');
  expect(await hasEndedWithin(orphan, 0)).toBe(true);
  expect(await query(next.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await next.stop();
});

test('an orphan whose socket was swept away is replaced', async () => {
  await copyCluster();
  const { owner, started } = await startOwner();
  await kill(owner);
  await rm(join(dataFolder, 'socket'), { recursive: true });
  const next = await start();
  expect(next.pid).not.toBe(started.value.pid);
  expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await next.stop();
});

test('a damaged owner lock counts for nothing', async () => {
  await copyCluster();
  await writeFile(join(dataFolder, 'postgres.lock'), 'garbage');
  const started = await start();
  await started.stop();
  expect(existsSync(join(dataFolder, 'postgres.lock'))).toBe(false);
});

test('a folder of somebody else is refused, and left as it is', async () => {
  await mkdir(join(dataFolder, 'postgres'), { recursive: true });
  await writeFile(join(dataFolder, 'postgres/diary.txt'), 'dear diary');
  const refused = await startEmbeddedPostgres({ dataFolder, log: silentLog });
  expect(refused).toMatchObject({ ok: false, error: { code: 'not-a-cluster' } });
  expect(await readdir(dataFolder)).toEqual(['postgres']);
});

test('a cluster that cannot start is refused with what PostgreSQL said, and the folder let go of', async () => {
  await copyCluster();
  await writeFile(join(dataFolder, 'postgres/PG_VERSION'), '9\n');
  const refused = await startEmbeddedPostgres({ dataFolder, log: silentLog });
  expect(refused).toMatchObject({ ok: false, error: { code: 'start-failed' } });
  if (!refused.ok) expect(refused.error.message).toContain('incompatible');
  expect(existsSync(join(dataFolder, 'postgres.lock'))).toBe(false);
});

test('a data folder that is a file is refused', async () => {
  await writeFile(dataFolder, '');
  const refused = await startEmbeddedPostgres({ dataFolder, log: silentLog });
  expect(refused).toMatchObject({ ok: false, error: { code: 'data-folder-unusable' } });
});

test.runIf(process.getuid?.() === 0 && process.platform === 'linux')(
  'root may keep the data folder where PostgreSQL’s own user may not pass',
  async () => {
    await copyCluster();
    await chmod(parent, 0o700);
    const started = await start();
    expect(await query(started.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await started.stop();
  },
);
