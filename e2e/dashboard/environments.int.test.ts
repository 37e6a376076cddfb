/** Clusters and environments in real Chromium, disabled and had back, in front of an API server that answers. */
import { randomBytes } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccessReviews } from '../../packages/server/src/testing/kubernetes/access-reviews.ts';
import {
  createFakeApiServer,
  type FakeApiServer,
} from '../../packages/server/src/testing/kubernetes/fake-api-server.ts';
import { kubeconfigOf } from '../../packages/server/src/testing/kubernetes/kubeconfig.ts';
import { createVersionPart } from '../../packages/server/src/testing/kubernetes/version.ts';
import { launchChromium } from '../../packages/server/src/testing/launch-chromium.ts';
import { type Server, startServer } from '../testing/server.ts';
import { createWorld, type World } from '../testing/world.ts';
import { openPage, signIn } from './look.ts';

let world: World;
let browser: Browser;
let server: Server;
let context: BrowserContext;
let cluster: FakeApiServer;
beforeAll(async () => {
  world = await createWorld();
  browser = await launchChromium();
  server = await startServer(world, {
    databaseUrl: (await world.createDatabase()).url,
    environment: { GAUNTLET_OUTBOUND_ALLOW: '127.0.0.1' },
  });
  context = await signIn(browser, server);
  const token = randomBytes(16).toString('hex');
  cluster = await createFakeApiServer({ token, parts: [createVersionPart(), createAccessReviews().part] });
  const { clusterId } = await made<{ clusterId: string }>('/api/v1/clusters', {
    name: 'blue',
    access: { kind: 'kubeconfig', kubeconfig: kubeconfigOf({ server: cluster.url, token }) },
  });
  await made('/api/v1/environments', { name: 'staging', namespace: 'tests', clusterId });
  expect((await server.api.post(`/api/v1/clusters/${clusterId}/check`, {})).status).toBe(200);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await cluster?.close();
  await world?.end();
});

async function made<Answer>(path: string, body: object): Promise<Answer> {
  const { status, text } = await server.api.post(path, body);
  if (status !== 201) throw new Error(`POST ${path} answered ${status}: ${text}`);
  return JSON.parse(text) as Answer;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const undoOf = (page: Page, said: string) =>
  page.getByRole('status').locator('div').filter({ hasText: said }).getByRole('button', { name: 'Undo' });
/** As the server has it. */
const statusOf = async (kind: 'clusters' | 'environments', name: string) => {
  const { items } = await server.api.get<{ items: { name: string; status: string }[] }>(
    `/api/v1/${kind}?limit=500`,
  );
  return items.find((each) => each.name === name)?.status;
};

/** `local` stands for the server's own host, which is checked by nobody. */
describe.each([
  ['an environment of a cluster', 'staging', 'environments'],
  ["the server's own host", 'local', 'environments'],
  ['a whole cluster', 'blue', 'clusters'],
] as const)('%s', (_, name, kind) => {
  it('is disabled and had back by Undo, enabled by its button, and that undone as well', async () => {
    const opened = await openPage(context, { theme: 'light', width: 1280 });
    const { page } = opened;
    await page.goto(`${server.url}/environments`);
    await button(page, `Disable ${name}`).click();
    await button(page, `Enable ${name}`).waitFor();
    expect(await statusOf(kind, name)).toBe('disabled');
    await undoOf(page, `${name} is disabled`).click();
    await button(page, `Disable ${name}`).waitFor();
    expect(await statusOf(kind, name)).toBe('ready');
    await button(page, `Disable ${name}`).click();
    await button(page, `Enable ${name}`).click();
    // What was done is said before the list has been asked again.
    await button(page, `Disable ${name}`).waitFor();
    await undoOf(page, `${name} is enabled`).click();
    await button(page, `Enable ${name}`).waitFor();
    expect(await statusOf(kind, name)).toBe('disabled');
    await button(page, `Enable ${name}`).click();
    await button(page, `Disable ${name}`).waitFor();
    expect(await statusOf(kind, name)).toBe('ready');
    expect(opened.troubles).toEqual([]);
    await page.close();
  });
});

it('an environment says that it is closed with its cluster', async () => {
  const { page } = await openPage(context, { theme: 'light', width: 1280 });
  await page.goto(`${server.url}/environments`);
  await button(page, 'Disable blue').click();
  await page.getByText('with its cluster').waitFor();
  await button(page, 'Enable blue').click();
  await page.getByText('with its cluster').waitFor({ state: 'detached' });
  await page.close();
});
