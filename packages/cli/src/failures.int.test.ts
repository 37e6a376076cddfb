/** `gauntlet failures`, and failures by cause in `gauntlet show`, against a server that speaks the contract. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ContractServer, startContractServer } from './testing/contract-server.ts';
import { runCli } from './testing/run-cli.ts';
import { failingSuite } from './testing/suites.ts';

const REFUSED = '0198b2c4-7a00-7000-8000-000000000801';
const TOTAL = '0198b2c4-7a00-7000-8000-000000000802';

let folder: string;
let server: ContractServer;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gauntlet-cli-')));
  await mkdir(join(folder, 'test'));
  await writeFile(join(folder, 'package.json'), '{"name": "shop"}');
  await writeFile(join(folder, 'test/a.test.js'), '');
  server = await startContractServer({ suite: failingSuite });
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
const asked = () => server.requests.at(-1)?.path ?? '';

describe('failures', () => {
  test('list: a line for each cause, bare for programs, and JSON when asked for', async () => {
    const { stdout } = await cli('failures');
    const [first = ''] = stdout.split('\n');
    expect(first.split('\t').slice(0, 4)).toEqual([
      REFUSED,
      '12',
      'open',
      'connect ECONNREFUSED <host>:<port>',
    ]);
    const listed = await cli('failures', 'list', '--json', '--status', 'open,fixed', '--sort', 'frequent');
    expect(JSON.parse(listed.stdout).items).toHaveLength(2);
    expect(asked()).toContain('status=open%2Cfixed');
    expect(asked()).toContain('sort=frequent');
    expect((await cli('failures', '--status', 'ignored')).stderr).toContain('Nothing failed');
    expect((await cli('failures', '--sort', 'worst')).code).toBe(3);
    expect((await cli('failures', '--definition', 'none such')).code).toBe(3);
  });

  test('show: one in full by an end of its id, without what commands the terminal', async () => {
    const { stdout } = await cli('failures', 'show', '0801');
    expect(stdout).toContain('connect ECONNREFUSED 127.0.0.1:5432');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('checkout (12)');
    expect(JSON.parse((await cli('failures', 'show', REFUSED, '--json')).stdout)).toMatchObject({
      causeId: REFUSED,
      comments: [],
    });
    expect((await cli('failures', 'show', 'ffffffff')).code).toBe(3);
    expect((await cli('failures', 'show', '0000')).stderr).toContain('There is no cause');
    expect((await cli('failures', 'show', '0198b2c4')).stderr).toContain('may be one of 2');
  });

  test('triage: changes what is named and nothing else; a date makes a known issue', async () => {
    const until = await cli('failures', 'triage', '0801', '--until', '14d', '--owner', 'ada', '--json');
    expect(JSON.parse(until.stdout)).toMatchObject({ status: 'known-issue', owner: { username: 'ada' } });
    expect((await cli('failures')).stdout).toContain('known-issue');
    const { stdout } = await cli('failures', 'triage', '0801', '--status', 'fixed', '--no-owner');
    expect(stdout).toContain('fixed');
    expect(server.failures.causes[0]).toMatchObject({ status: 'fixed', owner: null });
    expect((await cli('failures', 'triage', '0801')).code).toBe(3);
    expect((await cli('failures', 'triage', '0801', '--until', '2001-01-01')).code).toBe(3);
  });

  test('comment and merge', async () => {
    expect((await cli('failures', 'comment', '0802', 'We', 'know.')).code).toBe(0);
    expect(server.failures.comments).toEqual([{ causeId: TOTAL, body: 'We know.' }]);
    expect((await cli('failures', 'show', '0802')).stdout).toContain('ada, ');
    expect((await cli('failures', 'merge', '0802', '0801')).stdout).toContain('ECONNREFUSED');
    expect((await cli('failures', 'unmerge', TOTAL)).code).toBe(0);
  });
});

describe('show', () => {
  test('groups the failures of an execution by cause, in its JSON as well', async () => {
    await cli('run', folder);
    const { stdout } = await cli('show');
    expect(stdout).toContain('By cause');
    expect(stdout).toMatch(/12 × connect ECONNREFUSED/);
    expect(stdout).toMatch(/ 3 × expected <number>[^\n]*\n *new\n/);
    expect(JSON.parse((await cli('show', '--json')).stdout).failureCauses).toHaveLength(2);
  });

  test('does without causes where the server knows none', async () => {
    await cli('run', folder);
    server.refuseNext('GET', '/failure-causes', { code: 'not-found', detail: 'There is no such address.' });
    const { code, stdout } = await cli('show');
    expect([code, stdout.includes('By cause')]).toEqual([0, false]);
  });
});
