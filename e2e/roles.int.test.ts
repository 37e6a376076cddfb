/** One job in three processes: who answers, who runs, who tells. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandSuite } from './testing/definitions.ts';
import { type Launched, launchServer, type Server, startServer } from './testing/server.ts';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const addressIn = ({ output }: Launched) =>
  until('it says where its health is', async () => /health and metrics: (\S+)/.exec(output())?.[1]);

async function startRoles() {
  const databaseUrl = (await world.createDatabase()).url;
  const artifacts = { GAUNTLET_ARTIFACTS_DIR: join(world.folder, 'artifacts') };
  const api: Server = await startServer(world, {
    databaseUrl,
    environment: artifacts,
    dataFolder: world.dataFolder('api'),
    args: ['--port', '0', '--roles', 'api'],
  });
  const launch = (role: string) =>
    launchServer(world, {
      databaseUrl,
      environment: { ...artifacts, GAUNTLET_API_URL: api.url },
      dataFolder: world.dataFolder(role),
      args: ['--port', '0', '--roles', role],
    });
  return { api, launch };
}

test('a process for each role does together what one does alone', async () => {
  const { api, launch } = await startRoles();
  const executionId = await api.api.submit(commandSuite({ one: 'true', two: 'true' }, { name: 'split' }));
  const notifier = launch('notifier');
  await addressIn(notifier);
  expect(await api.api.execution(executionId)).toMatchObject({ status: 'queued' }); // nobody runs anything yet
  const scheduler = launch('scheduler');
  expect(await api.api.archived(executionId)).toMatchObject({ verdict: 'passed', counts: { total: 2 } });
  await until('the verdict is told', async () => notifier.output().includes('Tests Passed (2/2)'));
  for (const other of [api, scheduler]) expect(other.output()).not.toContain('Tests Passed');
  const address = await addressIn(scheduler);
  expect((await fetch(`${address}/health/ready`)).status).toBe(200);
  expect((await fetch(`${address}/api/v1/executions`)).status).toBe(404);
});

test.each([
  [['--roles', 'cook'], 'takes api, scheduler, notifier'],
  [['--roles', 'scheduler'], 'GAUNTLET_API_URL'],
])('%j is refused with what to do', async (args, said) => {
  const server = launchServer(world, { args });
  expect(await server.exit()).toEqual({ code: 3, signal: null });
  expect(server.output()).toContain(said);
});
