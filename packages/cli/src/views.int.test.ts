/** `gauntlet view` and `gauntlet list --view` against a server that speaks the contract. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ContractServer, startContractServer } from './testing/contract-server.ts';
import { runCli } from './testing/run-cli.ts';
import { passingSuite } from './testing/suites.ts';

let folder: string;
let server: ContractServer;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gauntlet-cli-')));
  server = await startContractServer({ suite: passingSuite });
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
const lastQuery = () => Object.fromEntries(server.listed.at(-1) ?? []);

test('a view is saved with ages as they are, listed, shared, renamed, deleted and restored', async () => {
  expect((await cli('view')).stderr).toContain('gauntlet view save');
  const saved = await cli('view', 'save', 'Red', '--verdict', 'failed,timeout', '--since', '7d');
  expect([saved.code, saved.stdout]).toEqual([0, expect.stringContaining('verdict=failed,timeout')]);
  const [made] = server.views;
  const filters = { verdict: 'failed,timeout', since: '7d' };
  expect(made).toMatchObject({ name: 'Red', visibility: 'private', filters });
  const [listed = ''] = (await cli('view', 'list')).stdout.split('\n');
  expect(listed.split('\t')).toEqual(['Red', expect.any(String), 'private', 'admin', '', made?.viewId]);
  expect((await cli('view', 'share', 'red')).stdout).toContain('everybody here');
  expect(made?.visibility).toBe('shared');
  expect(JSON.parse((await cli('view', 'unshare', 'red', '--json')).stdout).visibility).toBe('private');
  expect((await cli('view', 'rename', 'red', 'Rot')).code).toBe(0);
  expect(JSON.parse((await cli('view', 'show', 'Rot', '--json')).stdout)).toMatchObject({
    name: 'Rot',
    filters,
  });
  const deleted = await cli('view', 'delete', 'Rot');
  expect(deleted.stderr).toContain(`gauntlet view restore ${made?.viewId}`);
  expect((await cli('view', 'show', 'Rot')).code).toBe(3);
  expect((await cli('view', 'restore', made?.viewId ?? '')).code).toBe(0);
  expect((await cli('view', 'show', made?.viewId ?? '')).stdout).toContain('Rot');
});

test('saving again under a name takes --replace, and leaves who sees it as it is', async () => {
  await cli('view', 'save', 'Nightly', '--name', 'nightly', '--share');
  expect((await cli('view', 'save', 'nightly', '--tag', 'nightly', '--replace')).code).toBe(0);
  expect(server.views).toMatchObject([
    { name: 'Nightly', visibility: 'shared', filters: { tag: 'nightly' } },
  ]);
  expect((await cli('view', 'save', 'New', '--replace')).code).toBe(0);
  expect(server.views).toHaveLength(2);
});

test('what cannot be a view is refused before it is sent', async () => {
  const wrong = await cli('view', 'save', 'Red', '--verdict', 'dancing');
  expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringContaining('"dancing" is none of')]);
  expect((await cli('view', 'save', 'Red', '--since', 'soon')).code).toBe(3);
  expect(server.views).toEqual([]);
});

test('executions are listed by a view; what is given besides counts before it', async () => {
  await cli('view', 'save', 'Red', '--verdict', 'failed', '--since', '7d');
  await cli('list', '--view', 'red');
  expect(lastQuery()).toEqual({ verdict: 'failed', since: '7d', limit: '20' });
  await cli('list', '--view', server.views[0]?.viewId ?? '', '--verdict', 'flaky', '--name', 'shop');
  expect(lastQuery()).toEqual({ verdict: 'flaky', since: '7d', name: 'shop', limit: '20' });
  await cli('list', '--view', 'Flaky');
  expect(lastQuery()).toEqual({ verdict: 'flaky', limit: '20' });
  const absent = await cli('list', '--view', 'nothing like it');
  expect([absent.code, absent.stderr]).toEqual([3, expect.stringContaining('gauntlet view list')]);
});
