/** What a newcomer does first: `npm start` as it is, with the embedded database and the sample suite. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../scripts/setup.mjs';
import { launchProgram, type RunningCli } from './testing/cli.ts';
import { untilNoneMarked } from './testing/processes.ts';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

let world: World;
let dataFolder: string;
beforeAll(async () => {
  world = await createWorld();
  dataFolder = world.dataFolder();
});
afterAll(() => world.end());

const npmStart = (...args: string[]): RunningCli =>
  launchProgram(world, [
    process.execPath,
    join(ROOT, 'scripts/start.mjs'),
    ...['--data-dir', dataFolder, '--port', '0', ...args],
  ]);

async function untilServing({ output }: RunningCli): Promise<string> {
  await until('it goes on serving', () => /Serving at|Serving\b.*until Ctrl-C/s.test(output().stdout), 120);
  return output().stdout;
}

test('shows the verdict of the sample suite and its report, and goes on serving until Ctrl-C', async () => {
  const start = npmStart();
  const said = await untilServing(start);
  expect(said).toMatch(/Plan:.*6 files.*2 groups/s);
  expect(said).toMatch(/✓ Passed/);
  expect(said).toMatch(/39/);
  expect(said).toMatch(/fails on purpose/);
  expect(said).toMatch(/✗ Failed[\s\S]*1 failed, 2 passed/);
  const report = /file:\/\/(\S+\.html)/.exec(said)?.[1] ?? '';
  expect(await readFile(report, 'utf8')).toContain('39');
  const link = /Sign in\s+(\S+)/.exec(said)?.[1] ?? '';
  const signedIn = await fetch(link, { redirect: 'manual', headers: { accept: 'text/html' } });
  expect(signedIn.headers.get('set-cookie')).toContain('gauntlet_');
  start.child.kill('SIGINT');
  expect(await start.end()).toMatchObject({ code: 0 });
  await untilNoneMarked(world.mark);
  expect(await readFile(report, 'utf8')).toContain('39'); // it outlives the server
});

test('starts again on what is there', async () => {
  const start = npmStart('--no-sample');
  const said = await untilServing(start);
  const url = /Server\s+(http\S+)/.exec(said)?.[1] ?? '';
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  start.child.kill('SIGINT');
  expect(await start.end()).toMatchObject({ code: 0 });
  await untilNoneMarked(world.mark);
});
