/**
 * A page of the dashboard in real Chromium, signed in, with an ear for what goes wrong there: errors on the
 * console, refused requests, violations of the page's policy.
 */

import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Server } from '../testing/server.ts';
import type { Ids, Screen } from './screens.ts';

export type Look = { theme: 'light' | 'dark'; width: number };
export type Opened = { page: Page; troubles: string[] };

export const LOOKS: Readonly<Record<string, Look>> = {
  light: { theme: 'light', width: 1280 },
  dark: { theme: 'dark', width: 1280 },
  narrow: { theme: 'light', width: 400 },
};

/** A sign-in link is good once: one context serves all looks. */
export async function signIn(browser: Browser, server: Server): Promise<BrowserContext> {
  const { text } = await server.api.ask('POST', '/api/v1/sign-in-links');
  const { link } = JSON.parse(text) as { link: string };
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(new URL(link, server.url).href);
  await page.close();
  return context;
}

export async function openPage(context: BrowserContext, { theme, width }: Look): Promise<Opened> {
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('response', (answer) => {
    if (answer.status() >= 400) troubles.push(`${answer.status()} ${answer.url()}`);
  });
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  return { page, troubles };
}

/** Opens a screen and waits until it shows what it should. */
export async function openScreen(
  { page }: Opened,
  server: Server,
  screen: Pick<Screen, 'address' | 'heading'>,
  ids: Ids,
  expected: RegExp,
): Promise<void> {
  await page.goto(new URL(screen.address(ids), server.url).href);
  await page.getByRole('heading', { level: 1, name: screen.heading }).waitFor();
  await page.getByText(expected).filter({ visible: true }).first().waitFor();
  // Whatever else is there is to be seen as well.
  for (const passing of [/^Loading .* …$/, /^Connecting …$/, /^Comparing …$/])
    await page.getByText(passing).filter({ visible: true }).first().waitFor({ state: 'hidden' });
}

/** What axe-core calls serious or critical, each with the place. */
export async function findBarriers({ page }: Opened): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 200)}`),
    );
}
