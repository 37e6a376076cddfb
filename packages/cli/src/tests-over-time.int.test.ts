/** Commands about tests over all executions, against a server that answers by the contract. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ContractServer, startContractServer } from './testing/contract-server.ts';
import { runCli } from './testing/run-cli.ts';
import { passingSuite } from './testing/suites.ts';

let folder: string;
let server: ContractServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-cli-'));
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
const asked = () => server.requests.map(({ method, path }) => `${method} ${path}`);

test('flaky tests are listed, the worst first', async () => {
  const { stdout, code } = await cli('flaky', '--owner', 'none');
  expect([code, stdout.split('\n').length]).toEqual([0, 2]);
  expect(stdout).toContain('cart › adds an item');
  expect(asked().at(-1)).toBe('GET /api/v1/test-cases?state=flaky&owner=none&order=flaky-rate&limit=20');
  expect(JSON.parse((await cli('flaky', '--json')).stdout)).toMatchObject({
    items: [{ flaky: { rate: 0.25 } }],
  });
});

test('tests are listed, shown with their runs, and given an owner', async () => {
  expect((await cli('test', 'list', '--state', 'failing', '--order', 'slowest')).code).toBe(0);
  expect(asked().at(-1)).toBe('GET /api/v1/test-cases?state=failing&order=slowest&limit=20');
  const { stdout } = await cli('test', 'show', 'adds an item');
  expect(stdout).toContain('25 % (15 % to 40 %) of 40 runs');
  expect(stdout).toContain('git:c0ffee');
  expect((await cli('test', 'owner', 'adds', 'ada')).stdout).toBe(
    'cart › adds an item is looked after by ada.\n',
  );
  expect((await cli('test', 'owner', 'adds', 'none')).stdout).toContain('looked after by nobody');
  const vague = await cli('test', 'show', 'item');
  expect([vague.code, vague.stderr]).toEqual([3, expect.stringContaining('Several tests fit "item"')]);
  expect((await cli('test', 'show', 'nothing like it')).code).toBe(3);
});

test('a test is put into quarantine with a reason, listed there, and taken out', async () => {
  expect((await cli('quarantine', 'add', 'adds')).code).toBe(3);
  expect((await cli('quarantine', 'add', 'adds', '--reason', 'x', '--days', '91')).stderr).toContain(
    'at most 90 days',
  );
  expect((await cli('quarantine', 'add', 'adds', '--reason', 'a race')).stdout).toContain('is in quarantine');
  expect((await cli('quarantine')).stdout).toContain('quarantined\tcart › adds an item');
  expect((await cli('quarantine', 'remove', 'adds')).stdout).toBe(
    'cart › adds an item is in quarantine no longer.\n',
  );
  expect((await cli('quarantine', 'list')).stderr).toBe('No test is in quarantine.\n');
});

test('two executions are compared', async () => {
  await mkdir(join(folder, 'test'));
  await writeFile(join(folder, 'package.json'), '{"name": "shop"}');
  await writeFile(join(folder, 'test/a.test.js'), '');
  expect((await cli('run')).code).toBe(0);
  const id = server.executions[0]?.id ?? '';
  const compared = await cli('compare', id, 'latest', '--kind', 'newly-failing');
  expect(compared.stderr).toContain('(different content): 1 newly failing, 2 fixed, 7 unchanged');
  expect(compared.stdout).toContain('cart › adds an item');
  expect(JSON.parse((await cli('compare', id, '--json')).stdout)).toMatchObject({ counts: { fixed: 2 } });
});

test('without a name the last execution is compared with the one of its definition before it', async () => {
  await mkdir(join(folder, 'test'));
  await writeFile(join(folder, 'package.json'), '{"name": "shop"}');
  await writeFile(join(folder, 'test/a.test.js'), '');
  expect((await cli('run')).code).toBe(0);
  const alone = await cli('compare');
  expect(alone.code).toBe(3);
  expect(alone.stderr).toContain('to compare it with');
  expect((await cli('run')).code).toBe(0);
  expect((await cli('compare')).code).toBe(0);
  const [after, before] = server.executions.map(({ id }) => id);
  expect(asked().at(-1)).toContain(`/executions/${before}/compare/${after}?`);
  expect(asked().at(-2)).toContain('verdict=passed');
});
