/** Artifacts in S3, by a real server of it: a run whose bytes lie there, and what holds when it is away. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type S3Proxy, type Seen, startS3Proxy } from '../packages/server/src/testing/s3-proxy.ts';
import { type S3Server, startS3Server } from '../packages/server/src/testing/s3-server.ts';
import { ROOT } from '../scripts/setup.mjs';
import { commandSuite, waitFor } from './testing/definitions.ts';
import { type Server, type ServerOrder, startServer } from './testing/server.ts';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

const missing = process.env.GAUNTLET_MISSING?.split(',').includes('s3') === true;

let world: World;
let store: S3Server;
/** By which the server, and by which agents and people reach the store. */
let inner: S3Proxy;
let outer: S3Proxy;
let order: ServerOrder;
let server: Server;
beforeAll(async () => {
  if (missing) return;
  store = await startS3Server();
  inner = await startS3Proxy(store.endpoint);
  outer = await startS3Proxy(store.endpoint);
  world = await createWorld();
  const environment = {
    S3_BUCKET: await store.makeBucket(),
    S3_ENDPOINT: inner.endpoint,
    S3_PUBLIC_ENDPOINT: outer.endpoint,
    S3_PRESIGNED: 'both',
    S3_ACCESS_KEY_ID: store.credentials.accessKeyId,
    S3_SECRET_ACCESS_KEY: store.credentials.secretAccessKey,
  };
  order = { databaseUrl: (await world.createDatabase()).url, dataFolder: world.dataFolder(), environment };
  server = await startServer(world, order);
}, 600_000);
afterAll(async () => {
  await world?.end();
  await inner?.close();
  await outer?.close();
  await store?.close();
});
beforeEach(() => {
  for (const proxy of [inner, outer].filter(Boolean))
    Object.assign(proxy, { seen: [], decide: () => 'pass' });
});

type Ready = { checks: { artifacts: { ok: boolean } } };
const filesIn = async (folder: string) => (existsSync(folder) ? readdir(folder) : []);

/** Of 40 MiB: three parts. */
const LARGE = 'head -c 41943040 /dev/urandom > out/large.bin; sha256sum < out/large.bin > out/sum.txt';
const leavesLarge = (before = 'true') =>
  commandSuite({ leaves: `${before}; mkdir -p out; ${LARGE}` }, { artifacts: ['out/**'] });

const parts = ({ seen }: S3Proxy) =>
  seen
    .filter(({ method }) => method === 'PUT')
    .flatMap(({ query }: Seen) => query.get('partNumber') ?? [])
    .sort();

async function artifactsOf(id: string) {
  const found = await server.api.artifacts(id);
  return Object.fromEntries(found.map((artifact) => [artifact.name.split('/').at(-1), artifact]));
}
/** As a person is given it, who is shown the way to the bucket. */
async function fetchOf(artifact: { link: string } | undefined, search = '') {
  const url = new URL(`${new URL(artifact?.link ?? '', server.url).pathname}${search}`, server.url);
  return fetch(url, { headers: { authorization: `Bearer ${server.token}` } });
}
async function expectIntact(id: string) {
  const { 'large.bin': large, 'sum.txt': sum } = await artifactsOf(id);
  const bytes = Buffer.from(await (await fetchOf(large)).arrayBuffer());
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect((await (await fetchOf(sum)).text()).split(' ')[0]).toBe(sha256);
  expect(large).toMatchObject({ state: 'stored', sizeBytes: bytes.length, checksum: `sha256:${sha256}` });
}

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
    const ready = async () => {
      const { status, text } = await server.api.ask('GET', '/health/ready');
      return { status, artifacts: (JSON.parse(text) as Ready).checks.artifacts.ok };
    };
    // Told, and no more: a server that took no requests would lose its agents, and with them the verdict.
    expect(await ready()).toEqual({ status: 200, artifacts: false });
    await store.start();
    const view = await server.api.archived(executionId);
    expect(view).toMatchObject({ verdict: 'failed', counts: { total: 2, passed: 1, failed: 1 } });
    expect((await server.api.artifact(executionId, 'junit')).text).toContain('failures="1"');
    await until('the store is told to be there again', async () => (await ready()).artifacts);
  });

  test('what a test leaves goes past the server, in parts where it is large, and nothing signed is noted', async () => {
    const view = await server.api.run(leavesLarge());
    expect(view).toMatchObject({ verdict: 'passed' });
    await expectIntact(view.executionId);
    const puts = outer.seen.filter(({ method }) => method === 'PUT');
    expect(puts.every(({ path }) => path.includes(`/waiting/${view.executionId}/`))).toBe(true);
    expect(puts).toHaveLength(4); // three parts, and the sum
    expect(parts(outer)).toEqual(['1', '2', '3']);
    expect(parts(inner)).toEqual([]);
    outer.seen.length = 0;
    const { 'large.bin': large, 'sum.txt': sum } = await artifactsOf(view.executionId);
    const saved = await fetchOf(sum, '?as=file');
    expect(new URL(saved.url).origin).toBe(outer.endpoint);
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment; filename="sum.txt"/);
    expect(saved.headers.get('content-type')).toBe('application/octet-stream');
    const cli = join(ROOT, 'packages/cli/src/main.ts');
    const connect = { ...world.environment, GAUNTLET_URL: server.url, GAUNTLET_TOKEN: server.token };
    const get = ['artifacts', 'get', view.executionId, 'large.bin', '--output', world.folder];
    await promisify(execFile)(process.execPath, [cli, ...get], { cwd: world.folder, env: connect });
    expect(outer.seen.map(({ method }) => method)).toEqual(['GET', 'GET']);
    const fetched = createHash('sha256').update(await readFile(join(world.folder, 'out/large.bin')));
    expect(`sha256:${fetched.digest('hex')}`).toBe(large?.checksum);
    expect(`${server.output()}${await server.api.logs(view.executionId)}`).not.toMatch(/X-Amz-Signature/i);
  });

  test('a server that is killed in the middle of an upload in parts takes it to its end when it is back', async () => {
    let asked = 0;
    outer.decide = ({ query }) => (query.get('partNumber') === '2' && ++asked === 1 ? 'wait' : 'pass');
    const id = await server.api.submit(leavesLarge());
    await until('the second part is on its way', () => asked === 1);
    await server.kill();
    server = await startServer(world, order);
    const view = await server.api.archived(id);
    expect(view).toMatchObject({ verdict: 'passed', counts: { total: 1, passed: 1 } });
    await expectIntact(id);
    expect(parts(outer)).toEqual(['1', '2', '2', '3']); // what had arrived was not sent again
  });

  test('a bucket that is full changes no verdict: the file is missing, and stored when there is room', async () => {
    let room: 'none' | 'some' = 'none';
    for (const proxy of [inner, outer])
      proxy.decide = ({ method }) => (method === 'PUT' && room === 'none' ? 'full' : 'pass');
    const id = await server.api.submit(
      commandSuite({ leaves: 'mkdir out; printf kept > out/a.txt' }, { artifacts: ['out/**'] }),
    );
    await until('the file is missing', async () => (await artifactsOf(id))['a.txt']?.state === 'missing');
    room = 'some';
    expect(await server.api.archived(id)).toMatchObject({ verdict: 'passed', counts: { passed: 1 } });
    const { 'a.txt': file } = await artifactsOf(id);
    expect(file).toMatchObject({ state: 'stored' });
    expect(await (await fetchOf(file)).text()).toBe('kept');
  });

  test('where agents cannot reach the bucket their files go through the server', async () => {
    outer.decide = () => 403;
    const view = await server.api.run(leavesLarge());
    expect(view).toMatchObject({ verdict: 'passed' });
    await expectIntact(view.executionId);
    expect(parts(inner).length).toBeGreaterThan(2);
  });
});
