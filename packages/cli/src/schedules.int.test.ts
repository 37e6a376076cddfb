/** `gauntlet schedule` against a server that speaks the contract. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DefinitionId } from '@gauntlet/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ContractServer, startContractServer } from './testing/contract-server.ts';
import { runCli } from './testing/run-cli.ts';
import { passingSuite } from './testing/suites.ts';

const AT = '2026-01-02T03:04:05.000Z';
const DEFINITION = '01900000-0000-7000-8000-00000000d001' as DefinitionId;

let folder: string;
let server: ContractServer;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gauntlet-cli-')));
  server = await startContractServer({ suite: passingSuite });
  const stored = { definitionId: DEFINITION, projectId: null, name: 'checkout', version: 1 };
  server.definitions.set(DEFINITION, { ...stored, createdAt: AT, updatedAt: AT });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const cli = (...args: string[]) =>
  runCli(args, {
    cwd: folder,
    env: {
      GAUNTLET_URL: server.url,
      GAUNTLET_TOKEN: server.token,
      GAUNTLET_DATA_DIR: join(folder, 'data'),
      GAUNTLET_CONFIG_DIR: join(folder, 'config'),
    },
  });

test('a schedule is made, listed, shown, paused, resumed and removed', async () => {
  expect((await cli('schedule')).stderr).toContain('gauntlet schedule add');
  const rule = ['0 9 * * 1-5', '--time-zone', 'Europe/Berlin', '--missed', 'run-all', '--missed-limit', '3'];
  expect((await cli('schedule', 'add', 'checkout', ...rule)).stdout).toContain('0 9 * * 1-5, Europe/Berlin');
  expect(server.schedules).toMatchObject([
    { definitionId: DEFINITION, cron: '0 9 * * 1-5', missed: 'run-all', missedLimit: 3, overlap: 'skip' },
  ]);
  const [made] = server.schedules;
  const end = made?.scheduleId.slice(-8) ?? '';
  const [listed = ''] = (await cli('schedule')).stdout.split('\n');
  expect(listed.split('\t')).toEqual([
    made?.scheduleId,
    'checkout',
    '0 9 * * 1-5',
    'Europe/Berlin',
    AT,
    '',
    '',
  ]);
  expect((await cli('schedule', 'pause', end)).stdout).toContain('paused');
  expect(made?.status).toBe('paused');
  expect(JSON.parse((await cli('schedule', 'resume', end, '--json')).stdout)).toMatchObject({
    status: 'enabled',
  });
  expect((await cli('schedule', 'show', end)).stdout).toContain('run-all, at most 3');
  expect((await cli('schedule', 'remove', end)).code).toBe(0);
  expect(server.schedules).toEqual([]);
  expect((await cli('schedule', 'show', end)).code).toBe(3);
});

test('the next times of an expression are shown; what is none such is refused', async () => {
  expect((await cli('schedule', 'preview', '@daily', '--utc')).stdout).toBe(`${AT}\n`);
  expect((await cli('schedule', 'add', 'none such', '@daily')).code).toBe(3);
  expect((await cli('schedule', 'add', 'checkout', '@daily', '--overlap', 'perhaps')).code).toBe(3);
});
