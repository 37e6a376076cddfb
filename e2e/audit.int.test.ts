/** The audit trail from the command line, of a real server. */
import { AuditList } from '@gauntlet/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchCli, runCli } from './testing/cli.ts';
import { type Server, startServer } from './testing/server.ts';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

let world: World;
let server: Server;
let databaseUrl: string;
beforeAll(async () => {
  world = await createWorld();
  databaseUrl = (await world.createDatabase()).url;
  server = await startServer(world, { databaseUrl });
});
afterAll(() => world.end());

const at = () => ['--data-dir', server.dataFolder];
const audit = (...args: string[]) => runCli(world, ['audit', ...args, ...at()]);
const setSecret = async (name: string) => {
  const done = await runCli(world, ['secret', 'set', name, ...at()], { input: 'correct horse' });
  expect([done.code, done.stderr]).toEqual([0, '']);
};

test('shows who did what as a table, as JSON and as CSV, by filters', async () => {
  await setSecret('first');
  await setSecret('second');
  const { code, stdout } = await audit('--action', 'secret.*');
  const rows = stdout.trimEnd().split('\n');
  expect(code).toBe(0);
  expect(rows.map((row) => row.split('\t').slice(2, 4))).toEqual([
    ['secret.set', 'secret second'],
    ['secret.set', 'secret first'],
  ]);
  const [when = '', who, , , how, from] = rows[0]?.split('\t') ?? [];
  expect(Math.abs(Date.parse(when) - Date.now())).toBeLessThan(120_000);
  expect([who, how?.split(' ')[0], from]).toEqual([expect.stringMatching(/\w/), 'local', '127.0.0.1']);
  const page = AuditList.parse(JSON.parse((await audit('--json', '--limit', '1')).stdout));
  expect(page.items.map(({ target }) => target.name)).toEqual(['second']);
  const next = await audit('--json', '--cursor', page.nextCursor ?? '', '--limit', '1');
  expect(AuditList.parse(JSON.parse(next.stdout)).items[0]?.target.name).toBe('first');
  expect((await runCli(world, ['token', 'create', '=1+1', ...at()])).code).toBe(0);
  const csv = await audit('--csv', '--since', '1h');
  expect(csv.stdout).toMatch(/^"at","number",[^\n]*\r\n"[^\n]*,"token\.create","token",[^\n]*,"'=1\+1",/);
  expect(csv.stdout.match(/"secret\.set"/g)).toHaveLength(2);
  expect(csv.stdout).not.toContain('correct horse');
  const none = await audit('--user', 'nobody');
  expect([none.code, none.stdout, none.stderr]).toEqual([
    0,
    '',
    expect.stringContaining('Leave out a filter'),
  ]);
});

test('says what is wrong with a filter, and which', async () => {
  const bad = await audit('--action', 'secrets');
  expect([bad.code, bad.stderr]).toEqual([3, expect.stringContaining('action')]);
  const absent = await audit('--team', 'nowhere');
  expect([absent.code, absent.stderr]).toEqual([3, expect.stringContaining('There is no team "nowhere"')]);
  expect((await audit('--csv', '--after', '1')).code).toBe(3);
  expect((await audit('--follow', '--csv')).code).toBe(3);
});

test('follows what happens next, also over a restart of the server, each act once', async () => {
  const following = launchCli(world, ['audit', '--follow', '--json', '--action', 'secret.set', ...at()]);
  const names = () =>
    following
      .output()
      .stdout.split('\n')
      .flatMap((line) =>
        line === '' ? [] : [(JSON.parse(line) as { target: { name: string } }).target.name],
      );
  await until('what was is told', () => names().length >= 2);
  await setSecret('third');
  await until('what is new is told', () => names().includes('third'));
  await server.kill();
  server = await startServer(world, { databaseUrl, dataFolder: server.dataFolder });
  await setSecret('fourth');
  await until('it went on', () => names().includes('fourth'));
  expect(names()).toEqual(['first', 'second', 'third', 'fourth']);
  const after = await audit('--json', '--after', '0', '--action', 'secret.set');
  expect(after.stdout.trim().split('\n')).toHaveLength(4);
});
