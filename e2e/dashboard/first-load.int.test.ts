/** What a browser loads before it shows anything is limited: counted in real Chromium, on the real server. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../../packages/server/src/testing/launch-chromium.ts';
import { type Server, startServer } from '../testing/server.ts';
import { createWorld, type World } from '../testing/world.ts';
import { openPage, signIn } from './look.ts';

const MAX_SCRIPT_BYTES = 180 * 1024;

let world: World;
let server: Server;
beforeAll(async () => {
  world = await createWorld();
  server = await startServer(world, { databaseUrl: (await world.createDatabase()).url });
});
afterAll(() => world?.end());

it('the overview needs at most 180 KB of script, compressed', async () => {
  const browser = await launchChromium();
  const context = await signIn(browser, server);
  const { page } = await openPage(context, { theme: 'light', width: 1280 });
  const scripts = new Map<string, { encoding: string | undefined; bytes: number }>();
  const read: Promise<unknown>[] = [];
  page.on('response', (answer) => {
    if (answer.request().resourceType() !== 'script') return;
    const note = async () => {
      const encoding = (await answer.allHeaders())['content-encoding'];
      scripts.set(new URL(answer.url()).pathname, {
        encoding,
        bytes: gzipSync(await answer.body(), { level: 9 }).length,
      });
    };
    read.push(note());
  });
  await page.goto(server.url);
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.getByText('Nothing has been run here yet').waitFor();
  await Promise.all(read);
  await browser.close();
  const sum = [...scripts.values()].reduce((all, { bytes }) => all + bytes, 0);
  expect(scripts.size).toBeGreaterThan(1);
  expect(sum, JSON.stringify([...scripts])).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
  const large = [...scripts.values()].filter(({ bytes }) => bytes > 1_000);
  expect(large.map(({ encoding }) => encoding)).toEqual(large.map(() => 'br'));
});
