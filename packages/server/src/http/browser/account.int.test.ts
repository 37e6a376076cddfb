/** Signing in with a real browser, with and without script, from the whole server. */
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttpStage, type HttpStage } from '../../testing/http-stage.ts';
import { launchChromium } from '../../testing/launch-chromium.ts';

const PASSWORD = 'correct horse battery';

let browser: Browser;
let stage: HttpStage;
beforeAll(async () => {
  stage = await createHttpStage();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

async function open(options: { javaScriptEnabled: boolean }): Promise<{ page: Page; troubles: string[] }> {
  const page = await (await browser.newContext(options)).newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  return { page, troubles };
}

async function signIn(page: Page, password = PASSWORD): Promise<void> {
  await page.fill('input[name="username"]', 'admin');
  await page.fill('input[name="password"]', password);
  await page.click('form[action="/signin"] button');
}

it('without script: by a link, then a password of one’s own, out, and in again by it', async () => {
  const { page, troubles } = await open({ javaScriptEnabled: false });
  await page.goto(`${stage.address}/signin?code=${await stage.signInCode()}`);
  expect(page.url()).toMatch(/\/\?password=none$/);
  await page.goto(new URL('/account', page.url()).href);
  await page.fill('input[name="password"]', PASSWORD);
  await page.fill('input[name="again"]', PASSWORD);
  await page.click('form[action="/account/password"] button');
  expect(await page.textContent('.note')).toContain('Your password is set');
  await page.click('form[action="/signout"] button');
  expect(await page.textContent('h1')).toBe('Signed out');
  expect(await page.context().cookies()).toEqual([]);
  await signIn(page, 'not the right one');
  expect(await page.textContent('[role="alert"]')).toBe('The user name or the password is not right.');
  await signIn(page);
  expect(new URL(page.url()).pathname).toBe('/');
  expect(troubles.filter((text) => !text.includes('401'))).toEqual([]);
  await page.context().close();
});

it('a page that stays open goes on when its access token is over', async () => {
  const { page } = await open({ javaScriptEnabled: true });
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(`${stage.address}/signin`);
  await signIn(page);
  const json = {
    name: 'stays open',
    framework: 'command',
    content: { type: 'inline', files: { README: 'hello' } },
    commands: [{ name: 'one', run: 'true' }],
  };
  const submitted = await fetch(`${stage.address}/api/v1/tests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stage.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(json),
  });
  const { executionId } = (await submitted.json()) as { executionId: string };
  await page.goto(`${stage.address}/executions`);
  await page.getByText('stays open').waitFor();
  const cookieNow = async () =>
    (await page.context().cookies()).find(({ name }) => name === 'gauntlet_refresh')?.value;
  const before = await cookieNow();
  stage.clock.moveBy(601);
  await page.getByLabel('Name').fill('nothing of this name');
  await page.getByText('No execution matches').waitFor();
  expect(executionId).toBeDefined();
  expect(await cookieNow()).not.toBe(before);
  await page.context().close();
});
