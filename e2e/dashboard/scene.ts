/** Real runs for the screens to show: suites that pass, fail, are flaky and wait. */
import { randomBytes } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { createAccessReviews } from '../../packages/server/src/testing/kubernetes/access-reviews.ts';
import { createFakeApiServer } from '../../packages/server/src/testing/kubernetes/fake-api-server.ts';
import { kubeconfigOf } from '../../packages/server/src/testing/kubernetes/kubeconfig.ts';
import { createVersionPart } from '../../packages/server/src/testing/kubernetes/version.ts';
import { freePort } from '../../scripts/free-port.ts';
import { ROOT } from '../../scripts/setup.mjs';
import { runCli } from '../testing/cli.ts';
import { commandSuite, nodeSuite } from '../testing/definitions.ts';
import type { Server, ServerOrder } from '../testing/server.ts';
import { until } from '../testing/until.ts';
import type { World } from '../testing/world.ts';
import { made } from './made.ts';
import { playPods } from './pod-scene.ts';
import type { Ids } from './screens.ts';

const PRICES = `
import assert from 'node:assert';
import { describe, it } from 'node:test';
describe('prices', () => {
  it('rounds to cents', () => assert.equal(Math.round(1.005 * 100) / 100, 1));
  it('gives the discount of a regular customer', () =>
    assert.deepEqual({ total: 1200, currency: 'EUR' }, { total: 1199, currency: 'EUR' }));
  it.skip('knows other currencies', () => {});
});
`;
const ORDERS = `
import assert from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { it } from 'node:test';
mkdirSync('receipts', { recursive: true });
writeFileSync('receipts/basket.json', JSON.stringify({ lines: [], total: 0 }, null, 2));
it('takes an order', () => assert.ok(true));
it('refuses an empty basket', () => { throw new Error('basket was taken: \\u001b[31mexpected\\u001b[39m a refusal'); });
`;

/** Breaks from one run to the next. */
const stock = (left: number) => `
import assert from 'node:assert';
import { it } from 'node:test';
it('keeps the last one for who pays', () => assert.equal(${left}, 1));
`;
const SHAKY =
  'test -e "$STATE/gateway" || { touch "$STATE/gateway"; echo "the gateway did not answer"; false; }';

/** How the server is started that it is played on: API servers of clusters are on loopback, and pods find it there. */
export async function sceneOrder(): Promise<Required<Pick<ServerOrder, 'args' | 'environment'>>> {
  const port = await freePort();
  return {
    args: ['--port', String(port)],
    environment: {
      GAUNTLET_OUTBOUND_ALLOW: '127.0.0.1',
      GAUNTLET_AGENT_IMAGE: 'registry.example.org/gauntlet:0.1.0',
      GAUNTLET_CLUSTER_API_URL: `http://127.0.0.1:${port}`,
    },
  };
}

export async function playScene(world: World, server: Server): Promise<Ids> {
  const sample = join(await world.makeFolder('projects'), 'sample');
  await cp(join(ROOT, 'examples', 'sample'), sample, { recursive: true });
  const shop = (left: number) =>
    nodeSuite(
      { 'prices.test.js': PRICES, 'orders.test.js': ORDERS, 'stock.test.js': stock(left) },
      { name: 'shop with failures', tags: { branch: 'feature/basket' }, artifacts: ['receipts/**'] },
    );
  const rule = await tell(server);
  await addClusters(world, server);
  const inPods = await playPods(world, server);
  const before = await server.api.run(shop(1));
  const failed = await server.api.run(shop(0));
  const flaky = await server.api.run(
    commandSuite({ gateway: SHAKY, ledger: 'true' }, { name: 'payments', retries: { attempts: 1 } }),
  );
  const checks = await server.api.run(commandSuite({ lint: 'true', types: 'true' }, { name: 'checks' }));
  await schedule(server, checks.definitionId);
  const { stdout } = await runCli(world, [
    'run',
    sample,
    '--json',
    '--parallel',
    '2',
    '--data-dir',
    server.dataFolder,
  ]);
  const { executionId } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as { executionId: string };
  await server.api.archived(executionId);
  await server.api.put('/api/v1/secrets/stripe-key', { value: 'sk_test_of_the_scene' });
  await server.api.post('/api/v1/tokens', { name: 'pipeline', scopes: ['read', 'submit'] });
  await made(server, '/api/v1/invitations', { email: 'tester@example.org', roles: ['developer'] });
  const red = { name: 'Red this week', filters: { verdict: 'failed,infrastructure', since: '7d' } };
  await made(server, '/api/v1/views', { ...red, visibility: 'shared' });
  const project = await made<{ projectId: string }>(server, '/api/v1/projects', { name: 'Basket' });
  return {
    passed: executionId,
    inPods,
    failed: failed.executionId,
    before: before.executionId,
    flaky: flaky.executionId,
    ...(await findParts(server, failed.executionId)),
    ...{ definition: failed.definitionId, rule },
    test: await untilKept(server, 'refuses an empty basket'),
    project: project.projectId,
    cause: await findCause(server),
  };
}

async function findParts({ api }: Server, executionId: string): Promise<Pick<Ids, 'result' | 'artifact'>> {
  const result = (await api.results(executionId)).find(({ name }) => name.startsWith('gives the discount'));
  const artifact = (await api.artifacts(executionId)).find(({ name }) => name.endsWith('basket.json'));
  if (!result || !artifact) throw new Error('the failed execution lacks a result or a file');
  return { result: result.resultId, artifact: artifact.artifactId };
}

/** The history of tests is written beside what runs. */
const untilKept = (server: Server, name: string): Promise<string> =>
  until(`the test "${name}" is in the history`, async () => {
    const path = `/api/v1/test-cases?search=${encodeURIComponent(name)}`;
    const { items } = await server.api.get<{ items: { testCaseId: string }[] }>(path);
    return items[0]?.testCaseId;
  });

/** Failures are grouped some moments after the verdict. */
const findCause = (server: Server) =>
  until('the failures are grouped by cause', async () => {
    const path = '/api/v1/failure-causes?search=basket';
    const { items } = await server.api.get<{ items: { causeId: string }[] }>(path);
    return items[0]?.causeId;
  });

/** Once a year, so that it runs nothing meanwhile. */
async function schedule(server: Server, definitionId: string): Promise<void> {
  const order = { definitionId, cron: '0 9 1 6 *', timeZone: 'Europe/Berlin' };
  const { status, text } = await server.api.post('/api/v1/schedules', order);
  if (status !== 201) throw new Error(`the schedule was answered with ${status}: ${text}`);
}

/** What fails comes into everybody's inbox; a channel is there, and nothing goes through it. */
async function tell(server: Server): Promise<string> {
  const { api } = server;
  const { ruleId } = await made<{ ruleId: string }>(server, '/api/v1/notification-rules', {
    name: 'failures to the inbox',
    events: ['failed'],
    inbox: 'team',
    conditions: { branches: ['main', 'feature/*'] },
  });
  const { channelId } = await made<{ channelId: string }>(server, '/api/v1/channels', {
    kind: 'webhook',
    name: 'board in the hall',
    settings: { url: 'https://hooks.example.org/gauntlet' },
    secrets: { signingKey: `whsec_${randomBytes(32).toString('base64')}` },
  });
  const content = JSON.stringify({ kind: 'webhook', state: 'off' });
  const off = await api.ask('PATCH', `/api/v1/channels/${channelId}`, { type: 'application/json', content });
  if (off.status !== 200) throw new Error(`the channel was not switched off: ${off.text}`);
  return ruleId;
}

/** One cluster, whose API server stays: one environment may do all, the other lacks something. */
async function addClusters(world: World, server: Server): Promise<void> {
  const token = randomBytes(16).toString('hex');
  const reviews = createAccessReviews(
    ({ namespace, resource }) => namespace === 'load' && resource === 'secrets',
  );
  const fake = await createFakeApiServer({ token, parts: [createVersionPart(), reviews.part] });
  world.atEnd(() => fake.close());
  const { clusterId } = await made<{ clusterId: string }>(server, '/api/v1/clusters', {
    ...{ name: 'blue', provider: 'eks', region: 'eu-central-1' },
    access: { kind: 'kubeconfig', kubeconfig: kubeconfigOf({ server: fake.url, token }) },
  });
  for (const [name, namespace] of [
    ['staging', 'tests'],
    ['load', 'load'],
  ])
    await made(server, '/api/v1/environments', {
      ...{ name, namespace, clusterId },
      configuration: { autoscale: true, nodeSelector: { pool: 'tests' } },
    });
  const { status, text } = await server.api.post(`/api/v1/clusters/${clusterId}/check`, {});
  if (status !== 200) throw new Error(`the cluster was not checked: ${text}`);
}
