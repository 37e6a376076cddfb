/**
 * Pictures of every screen of the dashboard, in light, dark, narrow and empty, of a server that has run real
 * suites: `node scripts/take-screenshots.ts`, some minutes. Owns docs/screenshots.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOOKS, openPage, openScreen, signIn } from '../e2e/dashboard/look.ts';
import { playScene, sceneOrder } from '../e2e/dashboard/scene.ts';
import { type Ids, SCREENS } from '../e2e/dashboard/screens.ts';
import { type Server, startServer } from '../e2e/testing/server.ts';
import { createWorld } from '../e2e/testing/world.ts';
import { launchChromium } from '../packages/server/src/testing/launch-chromium.ts';
import { buildDashboard } from './build-dashboard.mjs';
import { ROOT } from './setup.mjs';

const FOLDER = join(ROOT, 'docs', 'screenshots');

/** For one screen: nothing is judged here by how fast it is there. */
const PATIENCE_MS = 180_000;

/** Of a server that has run nothing. */
const NOTHING: Ids = {
  passed: '',
  failed: '',
  before: '',
  flaky: '',
  ...{ inPods: '', result: '', artifact: '', rule: '' },
  definition: '',
  test: '',
  project: '',
  cause: '',
};

/** Nothing of the machine that they are taken on is to be seen. */
const NODE = 'node-1';
const NEUTRAL = { GAUNTLET_NODE_NAME: NODE };

if (hostname() !== NODE && process.getuid?.() === 0) {
  // A host with that name for this program alone; without the right to make one, the machine's own name shows.
  const named = ['--uts', 'sh', '-c', `hostname ${NODE} && exec "$@"`, 'sh'];
  const again = spawnSync('unshare', [...named, process.execPath, ...process.argv.slice(1)], {
    stdio: 'inherit',
  });
  process.exit(again.status ?? 1);
}

const world = await createWorld(join(tmpdir(), 'gauntlet'));
const browser = await launchChromium();
try {
  await buildDashboard(ROOT, process.execPath);
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const { args, environment } = await sceneOrder();
  const full = await startServer(world, { args, environment: { ...environment, ...NEUTRAL } });
  const ids = await playScene(world, full);
  for (const look of Object.keys(LOOKS)) await takeAll(full, look, look, ids);
  const empty = await startServer(world, { dataFolder: world.dataFolder('empty'), environment: NEUTRAL });
  await takeAll(empty, 'light', 'empty', null);
} finally {
  await browser.close();
  await world.end();
}

/** `ids` null: of a server that has run nothing. */
async function takeAll(server: Server, look: string, name: string, ids: Ids | null): Promise<void> {
  const context = await signIn(browser, server);
  context.setDefaultTimeout(PATIENCE_MS);
  for (const screen of SCREENS) {
    const expected = ids === null ? screen.empty : screen.full;
    if (expected === null) continue;
    const opened = await openPage(context, LOOKS[look] as (typeof LOOKS)[string]);
    await openScreen(opened, server, screen, ids ?? NOTHING, expected);
    const file = `${screen.name}-${name}.png`;
    await opened.page.screenshot({ path: join(FOLDER, file) });
    process.stdout.write(`${file}\n`);
    await opened.page.close();
  }
  await context.close();
}
