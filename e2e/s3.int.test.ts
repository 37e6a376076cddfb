/** Artifacts in S3, by a real server of it: a run whose bytes lie there, and what holds when it is away. */
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type S3Server, startS3Server } from '../packages/server/src/testing/s3-server.ts';
import { commandSuite, waitFor } from './testing/definitions.ts';
import { type Server, startServer } from './testing/server.ts';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

const missing = process.env.GAUNTLET_MISSING?.split(',').includes('s3') === true;

let world: World;
let store: S3Server;
let server: Server;
beforeAll(async () => {
  if (missing) return;
  store = await startS3Server();
  world = await createWorld();
  server = await startServer(world, {
    databaseUrl: (await world.createDatabase()).url,
    environment: {
      S3_BUCKET: await store.makeBucket(),
      S3_ENDPOINT: store.endpoint,
      S3_ACCESS_KEY_ID: store.credentials.accessKeyId,
      S3_SECRET_ACCESS_KEY: store.credentials.secretAccessKey,
    },
  });
}, 600_000);
afterAll(async () => {
  await world?.end();
  await store?.close();
});

const filesIn = async (folder: string) => (existsSync(folder) ? readdir(folder) : []);

describe.skipIf(missing)('artifacts in S3', () => {
  test('logs, reports and what a test leaves lie in the bucket, and none of it in a folder', async () => {
    const made = commandSuite(
      { leaves: 'echo said; mkdir out; printf "left by a test" > out/left.txt' },
      { artifacts: ['out/**'] },
    );
    const view = await server.api.run(made);
    expect(view).toMatchObject({ verdict: 'passed', counts: { total: 1, passed: 1 } });
    const id = view.executionId;
    const left = (await server.api.artifacts(id)).find(({ name }) => name.endsWith('left.txt'));
    const { pathname } = new URL(left?.link ?? '', server.url);
    expect((await server.api.ask('GET', pathname)).text).toBe('left by a test');
    expect((await server.api.artifact(id, 'junit')).text).toContain('tests="1"');
    expect(await server.api.logs(id)).toContain('said');
    expect(await filesIn(join(server.dataFolder, 'artifacts'))).toEqual([]);
    const { text } = await server.api.ask('GET', '/metrics');
    expect(text).not.toContain(store.credentials.secretAccessKey);
    expect(server.output()).not.toContain(store.credentials.secretAccessKey);
  });

  test('a store that is away changes no verdict; what it did not take is stored when it is back', async () => {
    const executionId = await server.api.submit(
      commandSuite({ a: 'true', b: `${waitFor('store-is-away')}; exit 1` }),
    );
    await until('the first is reported', async () => {
      const { units } = await server.api.execution(executionId);
      return units.reported === 1;
    });
    await store.stop();
    await writeFile(join(world.state, 'store-is-away'), '');
    const [given] = await until('the verdict is given', async () => {
      const told = await server.api.eventsOf(executionId, 'verdict-given');
      return told.length > 0 && told;
    });
    expect(given).toMatchObject({ verdict: 'failed', counts: { total: 2, passed: 1, failed: 1 } });
    await until('the server has tried', () => /not archived yet, tried again/.test(server.output()));
    expect((await server.api.ask('GET', '/health/ready')).status).toBe(503);
    await store.start();
    const view = await server.api.archived(executionId);
    expect(view).toMatchObject({ verdict: 'failed', counts: { total: 2, passed: 1, failed: 1 } });
    expect((await server.api.artifact(executionId, 'junit')).text).toContain('failures="1"');
    await until('the server is ready again', async () => {
      return (await server.api.ask('GET', '/health/ready')).status === 200;
    });
  });
});
