/**
 * The container image without a container engine: what the Dockerfile copies is there, its own scripts make the files
 * of the image, and what they made runs as the image would: in their places, as a user who is nobody, on a root that
 * cannot be written to.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../scripts/free-port.ts';
import { findNode, ROOT } from '../scripts/setup.mjs';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

const missing = process.env.GAUNTLET_MISSING?.split(',') ?? [];
const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').replaceAll('\\\n', ' ');
const UID = 10_001;

/** The test database may be at a socket in a folder that is closed to all but its owner. */
const socketOf = (databaseUrl = '') => /[?&]host=([^&]+)/.exec(databaseUrl)?.[1];

const instructions = (name: string) =>
  [...dockerfile.matchAll(new RegExp(`^${name} (.*)$`, 'gm'))].map(([, rest = '']) => rest.trim());

describe('the Dockerfile', () => {
  test('copies and runs what is there and is sent along', () => {
    const copied = instructions('COPY').filter((rest) => !rest.startsWith('--from'));
    const sources = copied.map((rest) => rest.split(' ')[0] ?? '');
    const run = [...dockerfile.matchAll(/sh ((?:container)\/\S+\.sh)/g)].map(([, file = '']) => file);
    expect(sources.length + run.length).toBeGreaterThan(2);
    const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
    for (const file of [...sources, ...run, 'package-lock.json', 'examples/sample', 'packages/cli/scripts']) {
      expect(existsSync(join(ROOT, file)), file).toBe(true);
      expect(ignored.filter((entry) => file.split('/').includes(entry.replace('**/', '')))).toEqual([]);
    }
  });

  test('ends as a user by number, who is not root, with gauntlet for its program', () => {
    expect(instructions('USER')).toEqual([`${UID}:${UID}`]);
    expect(instructions('ENTRYPOINT')).toEqual(['["tini", "--", "gauntlet"]']);
  });
});

describe.skipIf(missing.includes('namespaces'))('what the image holds', () => {
  let world: World;
  let image: string;
  beforeAll(async () => {
    world = await createWorld();
    image = await world.makeFolder('image');
    const { status, stdout, stderr } = spawnSync(
      'sh',
      [join(ROOT, 'container/build.sh'), ROOT, image, findNode(ROOT)],
      { env: world.environment, encoding: 'utf8', timeout: 380_000 },
    );
    if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  }, 400_000);
  afterAll(() => world?.end());

  /** `gauntlet ...` in the places of the image; of all else nothing can be written to but `writable`. */
  const inImage = (args: readonly string[], environment: Record<string, string>, writable: string) => {
    const socket = socketOf(environment.DATABASE_URL);
    const user = socket ? statSync(decodeURIComponent(socket)).uid : UID;
    const steps = [
      `mount --bind ${writable} ${writable}`,
      ...(socket
        ? [`mkdir -p ${writable}/socket`, `mount --bind ${decodeURIComponent(socket)} ${writable}/socket`]
        : []),
      `mount --bind ${image}/opt /opt`,
      `mount --bind ${image}/usr/local/bin /usr/local/bin`,
      'for place in /opt /usr/local/bin /; do mount -o remount,bind,ro $place; done',
      `exec setpriv --reuid ${user} --regid ${user} --clear-groups /usr/local/bin/gauntlet "$@"`,
    ];
    return spawn('unshare', ['-m', 'sh', '-ec', steps.join('\n'), 'sh', ...args], {
      cwd: writable,
      env: {
        ...{ ...world.environment, HOME: writable, GAUNTLET_DATA_DIR: `${writable}/data`, ...environment },
        ...(socket
          ? {
              DATABASE_URL: `${environment.DATABASE_URL}`.replace(
                socket,
                encodeURIComponent(`${writable}/socket`),
              ),
            }
          : {}),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  };

  const writableFolder = async (name: string) => {
    const folder = await world.makeFolder(name);
    chmodSync(folder, 0o777);
    return folder;
  };

  const said = (child: ReturnType<typeof inImage>) => {
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
    return () => text;
  };

  const ended = (child: ReturnType<typeof inImage>) =>
    new Promise<number | null>((resolve) => child.once('exit', resolve));

  test('is what runs and nothing to build with', () => {
    expect(readdirSync(join(image, 'usr/local/bin')).sort()).toEqual(['gauntlet', 'node']);
    const modules = readdirSync(join(image, 'opt/gauntlet/node_modules'));
    expect(modules).toEqual(expect.arrayContaining(['gauntlet', '@node-rs']));
    expect(modules.filter((name) => /npm|esbuild|typescript|vite|@embedded/.test(name))).toEqual([]);
  });

  test('is small enough to leave room for Debian and git below 250 MB', () => {
    const kilobytes = Number(spawnSync('du', ['-sk', image], { encoding: 'utf8' }).stdout.split('\t')[0]);
    expect(kilobytes / 1024).toBeLessThan(150);
  });

  test('migrates, serves, and answers the command line, as nobody and on a root that cannot be written to', async () => {
    const databaseUrl = (await world.createDatabase()).url;
    const folder = await writableFolder('served');
    const migrating = inImage(['migrate'], { DATABASE_URL: databaseUrl }, folder);
    const migrated = said(migrating);
    expect(await ended(migrating), migrated()).toBe(0);
    const port = await freePort();
    const server = inImage(
      ['up', '--port', String(port)],
      { DATABASE_URL: databaseUrl, GAUNTLET_MIGRATIONS: 'wait', GAUNTLET_HOST: '0.0.0.0' },
      folder,
    );
    const output = said(server);
    await until('the server is ready', async () => {
      if (server.exitCode !== null) throw new Error(output());
      return (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;
    });
    const file = join(folder, 'data/server.json');
    await until('it says to programs of its host where it is', () => existsSync(file));
    expect(statSync(file).uid).toBeGreaterThan(0);
    expect((await fetch(`http://127.0.0.1:${port}/app/theme.js`)).status).toBe(200);
    const list = inImage(['list', '--json'], { DATABASE_URL: databaseUrl }, folder);
    const listed = said(list);
    expect(await ended(list), listed()).toBe(0);
    server.kill('SIGTERM');
    expect(await ended(server), output()).toBe(0);
  });

  test('has an agent, which ends when nobody has work for it, and no database of its own', async () => {
    const folder = await writableFolder('empty');
    const agent = inImage(['agent'], {}, folder);
    const log = said(agent);
    await ended(agent);
    // Without a word, or in its own log: not because its program or a part of it is missing.
    for (const line of log().split('\n').filter(Boolean))
      expect(JSON.parse(line)).toMatchObject({ why: expect.stringContaining('variables of the pod') });
    const alone = inImage(['up', '--port', '0'], {}, folder);
    const output = said(alone);
    expect(await ended(alone)).toBe(2);
    expect(output()).toContain('DATABASE_URL');
  });
});
