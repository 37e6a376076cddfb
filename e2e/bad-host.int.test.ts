/** A host that does not give what is asked of it: a full disk, a taken port, a database that will not do. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startEmbeddedPostgres } from '../packages/server/src/adapters/postgres/embedded.ts';
import { silentLog } from '../packages/server/src/testing/silent-log.ts';
import { problemOf } from './testing/api.ts';
import { commandSuite } from './testing/definitions.ts';
import { launchServer, startServer } from './testing/server.ts';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld();
});

afterEach(() => world.end());

/** Where it cannot, `npm test` says so, and fails in CI. */
const canMount =
  process.getuid?.() === 0 && !(process.env.GAUNTLET_MISSING ?? '').split(',').includes('small-disk');

/** A disk of its own, so small that a test can fill it. */
async function mountSmallDisk(folder: string, megabytes: number): Promise<void> {
  const path = await world.makeFolder(folder);
  const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path];
  const { status, stderr } = spawnSync('mount', options, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`No disk can be mounted: ${stderr}; npm test says what helps.`);
  world.atEnd(async () => void spawnSync('umount', ['-l', path]));
}

const freeBytes = async (folder: string) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

describe.runIf(canMount)('a full disk', () => {
  test('under the workspaces is said to be the reason, and what was reported before is kept', async () => {
    await mountSmallDisk('data/work', 24);
    const server = await startServer(world, { databaseUrl: (await world.createDatabase()).url });
    const executionId = await server.api.submit(
      commandSuite({ small: 'true', filling: 'head -c 60000000 /dev/zero > large && echo never printed' }),
    );
    const view = await server.api.archived(executionId);
    expect(view).toMatchObject({
      verdict: 'infrastructure',
      failureReason: 'disk-full',
      failureMessage: expect.stringContaining(join(server.dataFolder, 'work')),
      counts: { passed: 1 },
    });
    const roomAgain = await server.api.submit(commandSuite({ small: 'true' }));
    expect(await server.api.archived(roomAgain)).toMatchObject({ verdict: 'passed' });
  });

  test('under the artifacts refuses uploads with 507, and loses no verdict', async () => {
    await mountSmallDisk('data/artifacts', 2);
    const artifacts = join(world.dataFolder(), 'artifacts');
    const server = await startServer(world, {
      databaseUrl: (await world.createDatabase()).url,
      environment: { GAUNTLET_ARTIFACTS_DIR: artifacts },
    });
    const upload = (sizeBytes: number) =>
      server.api.ask('POST', '/api/v1/uploads', {
        type: 'application/octet-stream',
        content: randomBytes(sizeBytes),
      });
    expect((await upload(1_000)).status).toBe(201); // makes the folders that stay
    const before = await freeBytes(artifacts);
    const refused = await upload(8_000_000);
    expect(refused.status).toBe(507);
    expect(problemOf(refused)).toMatchObject({
      code: 'storage-full',
      detail: expect.stringContaining('Free some space; nothing was stored'),
    });
    expect(before - (await freeBytes(artifacts))).toBeLessThan(65_536); // folders, and nothing of the upload

    await writeFile(join(artifacts, 'filler'), Buffer.alloc(await freeBytes(artifacts)));
    const executionId = await server.api.submit(commandSuite({ small: 'echo printed' }));
    const judged = await until('it is judged', async () => {
      const view = await server.api.execution(executionId);
      return view.verdict !== null && view;
    });
    expect(judged).toMatchObject({ verdict: 'passed', counts: { total: 1, passed: 1 } });
    await until('the log says why there is no report yet', () =>
      /not archived yet, tried again in \d+ s: .*disk of the artifact store is full/.test(server.output()),
    );
    await rm(join(artifacts, 'filler'));
    expect((await upload(100_000)).status).toBe(201);
  });
});

describe('a server that cannot start', () => {
  test('for a port that is taken says which and what else to do, before it starts anything', async () => {
    const taken = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const server = launchServer(world, { args: ['--port', String(port)] });
    expect(await server.exit()).toEqual({ code: 2, signal: null });
    taken.close();
    expect(server.output()).toContain(
      `Port ${port} of 127.0.0.1 is taken by a program that does not answer as a Gauntlet server`,
    );
    expect(server.output()).toContain('--port');
    expect(existsSync(server.dataFolder)).toBe(false); // no database was made for it
  });

  test('for a port that another Gauntlet server has names that server, which goes on', async () => {
    const first = await startServer(world, { databaseUrl: (await world.createDatabase()).url });
    const { port } = new URL(first.url);
    const second = launchServer(world, { dataFolder: world.dataFolder('second'), args: ['--port', port] });
    expect(await second.exit()).toEqual({ code: 2, signal: null });
    expect(second.output()).toContain(`is taken by a Gauntlet server: http://127.0.0.1:${port} answers`);
    expect(second.output()).toContain(`--server http://127.0.0.1:${port}`);
    expect(existsSync(second.dataFolder)).toBe(false);
    expect((await first.api.ask('GET', '/api/v1/me')).status).toBe(200);
  });

  test('for a database with the tables of others names one, and leaves it alone', async () => {
    const { url: databaseUrl, pool } = await world.createDatabase();
    await pool.query("create table diary as select 'dear diary' as entry");
    const server = launchServer(world, { databaseUrl });
    expect(await server.exit()).toEqual({ code: 2, signal: null });
    expect(server.output()).toContain("tables that are not Gauntlet's (diary)");
    expect(server.output()).toContain('name an empty database');
    const { rows } = await pool.query("select tablename from pg_tables where schemaname = 'public'");
    expect(rows).toEqual([{ tablename: 'diary' }]);
  });

  test.each([
    ['where nothing listens', 'postgresql://ann:hunter2@127.0.0.1:1/db', '127.0.0.1:1 refuses connections'],
    [
      'whose address is none',
      'mysql://ann:hunter2@127.0.0.1/db',
      'postgresql://user:password@host:5432/database',
    ],
  ])('for a database %s says so without its password', async (_, databaseUrl, said) => {
    const server = launchServer(world, { databaseUrl });
    expect(await server.exit()).toEqual({ code: 2, signal: null });
    expect(server.output()).toContain(said);
    expect(server.output()).not.toContain('hunter2');
  });

  test('for a wrong password, or a database that is not there, says which', async () => {
    const postgres = await startPasswordPostgres();
    const wrong = launchServer(world, { databaseUrl: postgres.replace(/:[\w-]{43}@/, ':hunter2@') });
    expect(await wrong.exit()).toEqual({ code: 2, signal: null });
    expect(wrong.output()).toContain('refuses the password');
    expect(wrong.output()).not.toContain('hunter2');
    const missing = launchServer(world, { databaseUrl: postgres.replace(/\/gauntlet$/, '/elsewhere') });
    expect(await missing.exit()).toEqual({ code: 2, signal: null });
    expect(missing.output()).toContain('"elsewhere"');
    expect(missing.output()).toContain('Create it');
  });

  /** One that is reached over TCP, by those who have its password. */
  async function startPasswordPostgres(): Promise<string> {
    const dataFolder = world.dataFolder(join('postgres', 'deep'.repeat(30)));
    vi.stubEnv('TMPDIR', dataFolder); // no socket fits there
    const started = await startEmbeddedPostgres({ dataFolder, log: silentLog, durability: 'unsafe' });
    vi.unstubAllEnvs();
    if (!started.ok) throw new Error(started.error.message);
    world.atEnd(() => started.value.stop());
    return started.value.url;
  }
});
