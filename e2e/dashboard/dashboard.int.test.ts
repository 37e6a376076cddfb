/** The dashboard in real Chromium, on a real server that has run real suites. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../packages/server/src/testing/launch-chromium.ts';
import { runCli } from '../testing/cli.ts';
import { commandSuite, waitFor } from '../testing/definitions.ts';
import { type Server, startServer } from '../testing/server.ts';
import { createWorld, type World } from '../testing/world.ts';
import { findBarriers, LOOKS, type Opened, openPage, openScreen, signIn } from './look.ts';
import { playScene, sceneOrder } from './scene.ts';
import { type Ids, OPENINGS, SCREENS } from './screens.ts';

let world: World;
let browser: Browser;
let server: Server;
let databaseUrl: string;
let context: BrowserContext;
let empty: { server: Server; context: BrowserContext };
let ids: Ids;
beforeAll(async () => {
  world = await createWorld();
  browser = await launchChromium();
  databaseUrl = (await world.createDatabase()).url;
  server = await startServer(world, { databaseUrl, ...(await sceneOrder()) });
  context = await signIn(browser, server);
  const other = await startServer(world, {
    databaseUrl: (await world.createDatabase()).url,
    dataFolder: world.dataFolder('empty'),
  });
  empty = { server: other, context: await signIn(browser, other) };
  ids = await playScene(world, server);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await world?.end();
});

describe.each(SCREENS)('the screen $name', (screen) => {
  it.each(Object.keys(LOOKS))('shows what there is and has no barrier, %s', async (look) => {
    const opened = await openPage(context, LOOKS[look] as (typeof LOOKS)[string]);
    await openScreen(opened, server, screen, ids, screen.full);
    expect(await findBarriers(opened)).toEqual([]);
    const wider = await opened.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(wider).toBeLessThanOrEqual(0);
    expect(opened.troubles).toEqual([]);
    await opened.page.close();
  });
});

describe.each(OPENINGS)('$name', ({ address, dialog }) => {
  it.each(Object.keys(LOOKS))('is open by its address and has no barrier, %s', async (look) => {
    const opened = await openPage(context, LOOKS[look] as (typeof LOOKS)[string]);
    await opened.page.goto(new URL(address(ids), server.url).href);
    await opened.page.getByRole('dialog', { name: dialog }).waitFor();
    await opened.page
      .getByText(/^Loading .* …$/)
      .filter({ visible: true })
      .first()
      .waitFor({ state: 'hidden' });
    expect(await findBarriers(opened)).toEqual([]);
    const wider = await opened.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(wider).toBeLessThanOrEqual(0);
    expect(opened.troubles).toEqual([]);
    await opened.page.close();
  });
});

describe('an address that is none', () => {
  it.each(Object.keys(LOOKS))('says so, and leads on, %s', async (look) => {
    const opened = await openPage(context, LOOKS[look] as (typeof LOOKS)[string]);
    await opened.page.goto(`${server.url}/executions/none/such/page`);
    await opened.page.getByRole('link', { name: 'To the overview' }).waitFor();
    expect(await findBarriers(opened)).toEqual([]);
    await opened.page.close();
  });
});

const taught = SCREENS.flatMap(({ empty: words, ...screen }) => (words ? [{ ...screen, words }] : []));

describe.each(taught)('the screen $name', ({ words, ...screen }) => {
  it('teaches what to do when there is nothing', async () => {
    const opened = await openPage(empty.context, { theme: 'light', width: 1280 });
    await openScreen(opened, empty.server, screen, ids, words);
    expect(await findBarriers(opened)).toEqual([]);
    expect(opened.troubles).toEqual([]);
    await opened.page.close();
  });
});

describe('a failed result', () => {
  const THROWS = 'if (!lines.length) throw new Error("an empty basket costs nothing");';
  const FILES = {
    'package.json':
      '{"name":"baskets","type":"module","scripts":{"test":"node --test \\"tests/*.test.js\\""}}',
    'src/basket.js': `export function total(lines) {\n\t${THROWS}\n\treturn lines.length;\n}\n`,
    'tests/basket.test.js':
      "import { it } from 'node:test';\nimport { total } from '../src/basket.js';\nit('costs something', () => total([]));\n",
  };

  /** Of a folder that was sent: no definition holds its files. */
  const runFolder = async () => {
    const folder = await world.makeProject('baskets', FILES);
    const { stdout } = await runCli(world, ['run', folder, '--json', '--data-dir', server.dataFolder], {});
    const { executionId } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as { executionId: string };
    const [result] = await server.api.results(executionId);
    return `${server.url}/executions/${executionId}?result=${result?.resultId}`;
  };

  it('is shown with the source where it failed, whatever its content came from', async () => {
    const address = await runFolder();
    for (const look of Object.values(LOOKS)) {
      const opened = await openPage(context, look);
      await opened.page.goto(address);
      await opened.page.getByRole('heading', { name: 'Source src/basket.js:2' }).waitFor();
      expect(await opened.page.getByLabel('Lines of src/basket.js').textContent()).toBe(
        `1export function total(lines) {▸ here: 2\t${THROWS}3\treturn lines.length;4}`,
      );
      expect(await findBarriers(opened)).toEqual([]);
      expect(opened.troubles).toEqual([]);
      await opened.page.close();
    }
  });
});

/** At the side, or on a narrow screen at the top. */
const says = ({ page }: Opened, contact: string) =>
  page.getByText(contact, { exact: true }).filter({ visible: true });

describe('a page that is open', () => {
  const suite = (name: string) =>
    commandSuite({ first: 'true', second: waitFor(`${name}-second`) }, { name });

  it('shows what happens without being asked', async () => {
    const opened = await openPage(context, { theme: 'light', width: 1280 });
    await opened.page.goto(`${server.url}/executions?name=shown+live`);
    await opened.page.getByText('No execution matches').waitFor();
    const executionId = await server.api.submit(suite('shown live'));
    await opened.page.getByText('1 of 2').filter({ visible: true }).waitFor();
    await writeFile(join(world.state, 'shown live-second'), '');
    await server.api.archived(executionId);
    await opened.page.getByText('2 passed').filter({ visible: true }).waitFor();
    expect(opened.troubles).toEqual([]);
    await opened.page.close();
  });

  it('goes on after the server was killed and started again', async () => {
    const port = new URL(server.url).port;
    const opened = await openPage(context, { theme: 'light', width: 1280 });
    await opened.page.goto(`${server.url}/executions?name=outlives`);
    await opened.page.getByText('No execution matches').waitFor();
    await says(opened, 'Live').waitFor();
    await server.kill();
    await says(opened, 'Not connected, trying again').waitFor();
    server = await startServer(world, { dataFolder: server.dataFolder, databaseUrl, args: ['--port', port] });
    await says(opened, 'Live').waitFor();
    await server.api.run(commandSuite({ only: 'true' }, { name: 'outlives' }));
    await opened.page.getByText('1 passed').filter({ visible: true }).waitFor();
    await opened.page.close();
  });

  it('is walked by keys: g e to the executions, j to a row, Enter opens it, ? tells all keys', async () => {
    const { page } = await openPage(context, { theme: 'light', width: 1280 });
    await page.goto(server.url);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByRole('heading', { level: 1, name: 'Executions' }).waitFor();
    await page.locator('[data-row]').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/executions\/[0-9a-f-]{36}/);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('sample');
    await page
      .getByRole('option', { name: /sample shop/ })
      .first()
      .waitFor();
    await page.close();
  });
});
