/** Two of every role on one database, as the chart starts them: any of them may be killed at any moment. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Balancer, startBalancer } from './testing/balancer.ts';
import { commandSuite, note } from './testing/definitions.ts';
import { sendSignal } from './testing/processes.ts';
import { type Launched, launchServer, type Server, startServer } from './testing/server.ts';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

const UNITS = 200;
const PARALLELISM = 4;
const KILLS = 8;

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

/** A role's replica: it comes back in its place when it was killed, as a container does. */
type Replica = { name: string; kill(): Promise<void> };

type Stage = { apis: Server[]; replicas: Replica[]; balancer: Balancer; told(): string };

async function startReplicas(): Promise<Stage> {
  const databaseUrl = (await world.createDatabase()).url;
  const environment = {
    GAUNTLET_ARTIFACTS_DIR: join(world.folder, 'artifacts'),
    GAUNTLET_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    GAUNTLET_HEARTBEAT_SECONDS: '1',
  };
  const outputs: (() => string)[] = [];
  const noteOutput = <Process extends Launched>(process: Process): Process => {
    outputs.push(process.output);
    return process;
  };
  const startApi = async (name: string, port: string) =>
    noteOutput(
      await startServer(world, {
        ...{ databaseUrl, dataFolder: world.dataFolder(name) },
        environment: { ...environment, GAUNTLET_NODE_NAME: name },
        args: ['--port', port, '--roles', 'api'],
      }),
    );
  const apis = [await startApi('api-0', '0'), await startApi('api-1', '0')];
  const balancer = await startBalancer(() => apis.map(({ url }) => url));
  world.atEnd(() => balancer.close());
  const apiReplica = (index: number): Replica => ({
    name: `api-${index}`,
    kill: async () => {
      const old = apis[index] as Server;
      await old.kill();
      apis[index] = await startApi(`api-${index}`, new URL(old.url).port);
    },
  });
  const other = (role: string, index: number): Replica => {
    const name = `${role}-${index}`;
    const launch = () =>
      noteOutput(
        launchServer(world, {
          ...{ databaseUrl, dataFolder: world.dataFolder(name) },
          environment: { ...environment, GAUNTLET_API_URL: balancer.url, GAUNTLET_NODE_NAME: name },
          args: ['--port', '0', '--roles', role],
        }),
      );
    let running = launch();
    return {
      name,
      kill: async () => {
        sendSignal(running.child.pid as number, 'SIGKILL');
        await running.exit();
        running = launch();
      },
    };
  };
  const replicas = [0, 1].flatMap((index) => [
    apiReplica(index),
    other('scheduler', index),
    other('notifier', index),
  ]);
  return { apis, replicas, balancer, told: () => outputs.map((output) => output()).join('\n') };
}

/** Of any API that answers: the one that is asked may be killed while it does. */
const asking = <Value>(
  { apis }: Stage,
  what: string,
  ask: (server: Server) => Promise<Value | false>,
  seconds?: number,
) =>
  until(
    what,
    async () => {
      for (const server of apis) {
        const answered = await ask(server).catch(() => false as const);
        if (answered !== false) return answered;
      }
      return false;
    },
    seconds,
  );

/** A group that was claimed by a scheduler killed right then is lost after a minute, one that fell silent after 90 s. */
const TWO_LOSSES_SECONDS = 240;

const names = Array.from({ length: UNITS }, (_, index) => `unit-${String(index).padStart(3, '0')}`);

test('kill -9 of any replica in the middle of a run leaves each of 200 units with exactly one final attempt', async () => {
  const stage = await startReplicas();
  const work = (name: string) => `sleep 0.2; ${note('ran', name)}`;
  const suite = commandSuite(Object.fromEntries(names.map((name) => [name, work(name)])), {
    parallelism: PARALLELISM,
  });
  const executionId = await asking(stage, 'it is submitted', ({ api }) => api.submit(suite));
  const reported = () =>
    asking(stage, 'somebody says how far it is', async ({ api }) => {
      const { units, status } = await api.execution(executionId);
      return { reported: units.reported, status };
    });
  const chosen: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    // Each within its own stretch of the run, so that all of them fall into it; where in it, and who, is chance.
    const from = (kill * UNITS) / (KILLS + 2);
    const least = Math.floor(from + Math.random() * (UNITS / (KILLS + 2)));
    await until(`${least} units are reported`, async () => (await reported()).reported >= least, 200);
    await pause(Math.random() * 200);
    const replica = stage.replicas[Math.floor(Math.random() * stage.replicas.length)] as Replica;
    chosen.push(`${replica.name} at ${least}`);
    await replica.kill();
  }
  const archived = async ({ api }: Server) => {
    const seen = await api.execution(executionId);
    return seen.status === 'archived' && seen;
  };
  const what = `it is archived after ${chosen.join(', ')}`;
  const view = await asking(stage, what, archived, TWO_LOSSES_SECONDS);
  expect(view, chosen.join(', ')).toMatchObject({
    verdict: 'passed',
    counts: { total: UNITS, passed: UNITS, failed: 0, skipped: 0, flaky: 0 },
    units: { total: UNITS, reported: UNITS },
  });
  const [{ api }] = stage.apis as [Server];
  const finished = await api.eventsOf(executionId, 'unit-finished');
  expect(finished.map(({ title }) => title).sort()).toEqual(names);
  expect((await api.results(executionId)).map(({ name }) => name).sort()).toEqual(names);
  expect((await api.units(executionId)).map(({ key, outcome }) => `${key} ${outcome}`).sort()).toEqual(
    names.map((name) => `${name} passed`),
  );
  expect(await api.eventsOf(executionId, 'verdict-given')).toHaveLength(1);
  const ran = (await readFile(join(world.state, 'ran'), 'utf8')).trim().split('\n');
  expect(new Set(ran)).toEqual(new Set(names));
  await until('the verdict is told', () => stage.told().includes(`Tests Passed (${UNITS}/${UNITS})`));
}, 500_000);
