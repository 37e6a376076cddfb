/** Whose business the database is: a server's when it starts, or that of one who is told to, while servers wait. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from './testing/cli.ts';
import { commandSuite } from './testing/definitions.ts';
import { launchServer, startServer } from './testing/server.ts';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

test('servers that are told to wait touch no database that is older, and go on when it is migrated', async () => {
  const { url } = await world.createDatabase();
  const environment = { GAUNTLET_MIGRATIONS: 'wait' };
  const dataFolder = world.dataFolder('waiting');
  const waiting = startServer(world, { databaseUrl: url, environment, dataFolder });
  const early = launchServer(world, { databaseUrl: url, environment, dataFolder: world.dataFolder('early') });
  await until('it says what it waits for', () => early.output().includes('waiting for `gauntlet migrate`'));
  early.child.kill('SIGTERM');
  await early.exit();

  const migrated = await runCli(world, ['migrate'], { environment: { DATABASE_URL: url } });
  expect(migrated).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/up to date; \d\d+ migrations were run/),
  });
  const server = await waiting;
  expect(server.output()).not.toContain('brought the database up to date');
  expect(await server.api.run(commandSuite({ one: 'true' }))).toMatchObject({ verdict: 'passed' });

  const again = await runCli(world, ['migrate'], { environment: { DATABASE_URL: url } });
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('0 migrations were run') });
});

test.each([
  [{}, 3, 'migrate needs DATABASE_URL'],
  [{ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }, 2, '127.0.0.1:1'],
  [{ DATABASE_URL: 'postgresql://a/b', GAUNTLET_MIGRATIONS: 'never' }, 3, 'at-start or wait'],
])('migrate with %j ends with %i', async (environment, code, said) => {
  const ended = await runCli(world, ['migrate'], { environment });
  expect(ended).toMatchObject({ code, stderr: expect.stringContaining(said) });
});
