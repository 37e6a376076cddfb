/** From a failure to its log, its past and the run before; by keys alone; on the narrowest screen. In real Chromium. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../../packages/server/src/testing/launch-chromium.ts';
import { type Server, startServer } from '../testing/server.ts';
import { createWorld, type World } from '../testing/world.ts';
import { openPage, openScreen, signIn } from './look.ts';
import { playScene, sceneOrder } from './scene.ts';
import { type Ids, SCREENS } from './screens.ts';
import { findSmallTargets } from './small-targets.ts';

let world: World;
let browser: Browser;
let server: Server;
let context: BrowserContext;
let ids: Ids;
beforeAll(async () => {
  world = await createWorld();
  browser = await launchChromium();
  const { url: databaseUrl } = await world.createDatabase();
  server = await startServer(world, { databaseUrl, ...(await sceneOrder()) });
  context = await signIn(browser, server);
  ids = await playScene(world, server);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const open = async (path: string, width = 1280) => {
  const opened = await openPage(context, { theme: 'light', width });
  await opened.page.goto(new URL(path, server.url).href);
  return opened;
};
const openResult = (page: Page) => page.getByRole('region', { name: 'The open result' });
const firstLine = (page: Page, text: string) => page.getByRole('log').getByText(text).first();

it('the first sign-in link opens the dashboard, which tells how to come in without another', async () => {
  const { text } = await server.api.ask('POST', '/api/v1/sign-in-links');
  const fresh = await browser.newContext();
  const page = await fresh.newPage();
  await page.goto(new URL((JSON.parse(text) as { link: string }).link, server.url).href);
  const told = page.getByRole('complementary', { name: 'Your password' });
  await told.getByRole('link', { name: 'Set a password' }).waitFor();
  await told.getByRole('button', { name: 'Later' }).click();
  await told.waitFor({ state: 'hidden' });
  expect(new URL(page.url()).search).toBe('');
  await page.getByText('sample shop').first().waitFor();
  await fresh.close();
});

it('a failed result leads to its lines in the log, and these lead back', async () => {
  const { page, troubles } = await open(`/executions/${ids.failed}`);
  await page.getByRole('link', { name: /refuses an empty basket/ }).click();
  await openResult(page).getByRole('link', { name: 'Show in log' }).click();
  await firstLine(page, '✖ refuses an empty basket').waitFor();
  expect(await page.getByRole('searchbox', { name: 'Search the log' }).inputValue()).toBe(
    'refuses an empty basket',
  );
  await page
    .getByRole('link', { name: 'Open the result: gives the discount of a regular customer' })
    .first()
    .click();
  await openResult(page).getByRole('heading', { name: 'gives the discount of a regular customer' }).waitFor();
  expect(troubles).toEqual([]);
  await page.close();
});

it('a result leads to the past of its test, and an execution to what changed since the run before', async () => {
  const { page, troubles } = await open(`/executions/${ids.failed}`);
  await page.getByRole('link', { name: /refuses an empty basket/ }).click();
  await openResult(page).getByRole('link', { name: 'History of this test' }).click();
  await page.waitForURL(new RegExp(`/tests/${ids.test}`));
  await page.goBack();
  await page.getByRole('link', { name: 'compare with it' }).click();
  await page.waitForURL(new RegExp(`/executions/${ids.before}/compare/${ids.failed}`));
  await page.getByRole('link', { name: 'Newly failing 1' }).waitFor();
  await page.getByRole('link', { name: /keeps the last one for who pays/ }).click();
  await openResult(page).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/executions/${ids.failed}`);
  await page.getByRole('button', { name: 'Compare …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare with' });
  await dialog.getByRole('searchbox').fill('sample');
  await dialog.getByRole('link', { name: /sample shop/ }).click();
  await page.waitForURL(new RegExp(`/executions/${ids.passed}/compare/${ids.failed}`));
  expect(troubles).toEqual([]);
  await page.close();
});

it('the flaky ones of the results can be seen alone, by an address that can be shared', async () => {
  const { page } = await open(`/executions/${ids.flaky}`);
  const rows = page.getByRole('list', { name: /^Results/ }).getByRole('link');
  await rows.filter({ hasText: 'ledger' }).waitFor();
  await page.getByRole('button', { name: 'Flaky 1' }).click();
  await rows.filter({ hasText: 'ledger' }).waitFor({ state: 'hidden' });
  await rows.filter({ hasText: 'gateway' }).waitFor();
  expect(new URL(page.url()).searchParams.get('status')).toBe('flaky');
  await page.close();
});

it('what broke since yesterday stands on the overview', async () => {
  const { page } = await open('/');
  const panel = page.locator('section').filter({ has: page.getByRole('heading', { name: /^Broke since/ }) });
  await panel.getByRole('link', { name: /keeps the last one for who pays/ }).waitFor();
  await page.close();
});

const focused = (page: Page) =>
  page.evaluate<{ text: string; ring: boolean }>(`(() => {
    const element = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return { text: element.textContent, ring: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 };
  })()`);

it('by keys alone: to a failure, its log and back, and the focus is seen and never lost', async () => {
  const { page } = await open(`/executions/${ids.failed}`);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await page.getByRole('link', { name: /refuses an empty basket/ }).waitFor();
  await press('j');
  expect(await focused(page)).toMatchObject({ text: expect.stringContaining('refuses'), ring: true });
  await press('Enter');
  await openResult(page).getByRole('heading', { name: 'refuses an empty basket' }).waitFor();
  await press('l');
  await firstLine(page, '✖ refuses an empty basket').waitFor();
  await press('f');
  await page.getByText('Next failure').waitFor();
  await press('o');
  await openResult(page).waitFor();
  // Closed by its own button, the row it was opened from has the focus.
  await openResult(page).getByRole('button', { name: 'Close the result' }).focus();
  await press('Enter');
  await openResult(page).waitFor({ state: 'hidden' });
  await expect.poll(() => focused(page)).toMatchObject({ text: expect.stringMatching(/./), ring: true });
  await press('c');
  await page.getByRole('dialog', { name: 'Compare with' }).waitFor();
  await press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await focused(page)).toMatchObject({ ring: true });
  await press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  for (const what of ['run again what failed', 'compare with another execution', 'Timeline', 'next row'])
    await keys.getByText(what, { exact: true }).waitFor();
  await page.close();
});

it('another screen that was opened by a row begins at its top, and has a title of its own', async () => {
  const { page } = await open('/executions');
  await page.locator('[data-row]').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/executions\/[0-9a-f-]{36}/);
  await expect.poll(() => page.evaluate<string>('document.activeElement.id')).toBe('main');
  await expect.poll(() => page.title()).toMatch(/^✓ sample shop · Gauntlet$/);
  await page.close();
});

it.each(SCREENS)(
  '$name is whole at 320 pixels, as at 400 % zoom, with targets one can hit',
  async (screen) => {
    const opened = await openPage(context, { theme: 'light', width: 320 });
    await openScreen(opened, server, screen, ids, screen.full);
    const wider = await opened.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(wider).toBeLessThanOrEqual(0);
    expect(await findSmallTargets(opened.page)).toEqual([]);
    await opened.page.close();
  },
);
