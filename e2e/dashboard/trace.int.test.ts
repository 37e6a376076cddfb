/** A trace of Playwright, made by a real run of it, looked at in the dashboard. */
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../packages/server/src/testing/launch-chromium.ts';
import { ROOT } from '../../scripts/setup.mjs';
import { runCli } from '../testing/cli.ts';
import { type Server, startServer } from '../testing/server.ts';
import { createWorld, type World } from '../testing/world.ts';
import { findBarriers, openPage, signIn } from './look.ts';

const PROJECT = {
  'package.json': JSON.stringify({
    ...{ name: 'shop', private: true, scripts: { test: 'playwright test' } },
    devDependencies: { '@playwright/test': '*' },
  }),
  'playwright.config.js': `module.exports = { testDir: 'tests', use: { trace: 'on',
    launchOptions: { executablePath: process.env.CHROMIUM || undefined, args: ['--no-sandbox'] } } };\n`,
  'tests/shop.spec.js': `
const { test, expect } = require('@playwright/test');
test('the basket is emptied', async ({ page }) => {
  await page.setContent('<h1>3 things</h1><button>Empty it</button>');
  await page.evaluate(() => console.error('the shop is closed'));
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Nothing in it', { timeout: 500 });
});\n`,
};

let world: World;
let browser: Browser;
let server: Server;
let executionId: string;
beforeAll(async () => {
  world = await createWorld();
  browser = await launchChromium();
  server = await startServer(world, { databaseUrl: (await world.createDatabase()).url });
  const folder = await world.makeProject('shop', PROJECT);
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const args = [
    'run',
    '.',
    '--env',
    `CHROMIUM=${chromiumPath() ?? ''}`,
    '--json',
    '--data-dir',
    server.dataFolder,
  ];
  const run = await runCli(world, args, { cwd: folder });
  executionId = JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '{}').executionId;
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await world?.end();
});

/** In the page's own words: nothing here knows of documents. */
const DRAWN = `(() => {
  const canvas = document.querySelector('canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return { width: canvas.width, colours: new Set(data).size };
})()`;
const drawn = (page: Page) => page.evaluate<{ width: number; colours: number }>(DRAWN);

it('shows its steps, the error, the page as it was then, and what the page said', async () => {
  const context = await signIn(browser, server);
  const opened = await openPage(context, { theme: 'light', width: 1280 });
  const { page } = opened;
  await page.goto(`${server.url}/executions/${executionId}?tab=artifacts`);
  await page.getByText('trace.zip', { exact: true }).click();
  const dialog = page.getByRole('dialog');
  const steps = dialog.getByRole('region', { name: 'Steps' });
  const failed = steps.getByRole('button', { name: /Expect "toHaveText"/ });
  await failed.waitFor();
  expect(await failed.getAttribute('aria-pressed')).toBe('true');
  const step = dialog.getByRole('region', { name: 'The step' });
  await step.getByText('"Nothing in it"').first().waitFor();
  await dialog.getByText('the shop is closed').waitFor();

  await dialog.getByRole('img', { name: /The page .* after the beginning/ }).waitFor();
  const picture = await drawn(page);
  expect(picture.width).toBeGreaterThan(300);
  expect(picture.colours).toBeGreaterThan(5);

  expect(await steps.getByText('Before Hooks').count()).toBe(0);
  await steps.getByRole('checkbox', { name: /Hooks and fixtures/ }).check();
  await steps.getByText('Before Hooks').waitFor();
  await steps.getByRole('button', { name: /Click/ }).click();
  await step
    .getByText(/locator\('button'\)/)
    .first()
    .waitFor();

  expect(await findBarriers(opened)).toEqual([]);
  expect(opened.troubles).toEqual([]);
});
