/** Bad input: what is refused, in which words, and that nothing is lost or left by it. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ExecutionList, ExecutionView, UploadAnswer } from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHttpHost } from '../packages/agent/src/content/testing/git-host.ts';
import type { TestDatabase } from '../packages/server/src/testing/template-database.ts';
import { problemOf } from './testing/api.ts';
import { runCli } from './testing/cli.ts';
import { commandSuite } from './testing/definitions.ts';
import { type Server, startServer } from './testing/server.ts';
import { tarGzOf, zerosTarGz } from './testing/tar.ts';
import { createWorld, type World } from './testing/world.ts';

let world: World;
let database: TestDatabase;
let server: Server;

beforeAll(async () => {
  world = await createWorld();
  database = await world.createDatabase();
  const environment = { GAUNTLET_OUTBOUND_ALLOW: '127.0.0.0/8' };
  server = await startServer(world, { databaseUrl: database.url, environment });
});

afterAll(() => world.end());

const EXIT_USAGE = 3;
const EXIT_COULD_NOT_RUN = 2;

/** Rows that a refused submission must not leave. */
async function countRows(): Promise<unknown> {
  const tables = ['test_executions', 'test_definitions', 'execution_groups', 'execution_units', 'events'];
  const counts = tables.map((table) => `(select count(*) from ${table}) as ${table}`);
  return (await database.pool.query(`select ${counts.join(', ')}`)).rows[0];
}

async function leavesNothing<Value>(action: () => Promise<Value>): Promise<Value> {
  const before = await countRows();
  const value = await action();
  expect(await countRows()).toEqual(before);
  return value;
}

const gauntlet = (args: readonly string[], cwd: string) =>
  runCli(world, [...args, '--data-dir', server.dataFolder], { cwd });

describe('a definition', () => {
  const YAML = 'name: x\nframework: command\n  commands: [oops\n';
  const JSON_TEXT = '{\n  "name": "x",\n  "framework" "command"\n}';

  test.each([
    ['YAML', 'gauntlet.yaml', YAML, 'gauntlet.yaml:2:12: this is no YAML'],
    ['JSON', 'tests.json', JSON_TEXT, 'tests.json:3:15: this is no JSON'],
  ])(
    'that is malformed %s is refused by the command line with line and column',
    async (_, file, text, said) => {
      const folder = await world.makeProject(`malformed-${file}`, { [file]: text });
      const { code, stdout, stderr } = await leavesNothing(() =>
        gauntlet(['run', '.', '--file', file], folder),
      );
      expect({ code, stdout }).toEqual({ code: EXIT_USAGE, stdout: '' });
      expect(stderr).toContain(said);
      expect(stderr).toContain('framework');
    },
  );

  test.each([
    ['application/yaml', YAML, 'line 2, column 12'],
    ['application/json', JSON_TEXT, 'line 3, column 15'],
  ])('that is malformed as %s is refused by the API with line and column', async (type, content, place) => {
    const answer = await leavesNothing(() => server.api.ask('POST', '/api/v1/tests', { type, content }));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(problemOf(answer)).toMatchObject({
      code: 'malformed-body',
      detail: expect.stringContaining(place),
    });
  });

  test('with an unknown key is refused with that key, its place and the word that was meant', async () => {
    const folder = await world.makeProject('misspelt', { 'gauntlet.yaml': 'name: x\nparalellism: 2\n' });
    const run = await leavesNothing(() => gauntlet(['run', '.'], folder));
    expect(run.code).toBe(EXIT_USAGE);
    expect(run.stderr).toContain('paralellism: is no known key; did you mean parallelism? (line 2)');
    const answer = await leavesNothing(() =>
      server.api.post('/api/v1/tests', { ...commandSuite({ a: 'true' }), paralellism: 2 }),
    );
    expect(answer.status).toBe(400);
    expect(problemOf(answer)).toMatchObject({ code: 'invalid-request', faults: [{ path: 'paralellism' }] });
  });

  test('with a NUL character is refused with the place of it', async () => {
    const definition = commandSuite({ a: 'true', b: 'echo \0' });
    const answer = await leavesNothing(() => server.api.post('/api/v1/tests', definition));
    expect(answer.status).toBe(400);
    expect(problemOf(answer)).toMatchObject({
      code: 'invalid-request',
      faults: [{ path: 'commands[1].run' }],
    });
  });

  test('with an unknown framework is refused with the names of those there are', async () => {
    const folder = await world.makeProject('jset', { 'gauntlet.yaml': 'name: x\nframework: jset\n' });
    const run = await leavesNothing(() => gauntlet(['run', '.'], folder));
    expect(run.code).toBe(EXIT_USAGE);
    expect(run.stderr).toContain('no framework "jset". Known: command, jest');
    const answer = await leavesNothing(() =>
      server.api.post('/api/v1/tests', { ...commandSuite({}), commands: undefined, framework: 'jset' }),
    );
    expect(answer.status).toBe(422);
    expect(problemOf(answer)).toMatchObject({ code: 'framework-unknown' });
  });
});

describe('content', () => {
  const gitSuite = (url: string, ref?: string) =>
    commandSuite({ a: 'true' }, { content: { type: 'git', url, ...(ref ? { ref } : {}) } });

  test('in a git repository that cannot be reached could not be run: the address and the cause are named', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as { port: number };
    listener.close();
    const url = `http://127.0.0.1:${port}/shop.git`;
    const definition = JSON.stringify({ ...gitSuite(url), name: 'unreachable' });
    const folder = await world.makeProject('unreachable', { 'tests.json': definition });
    const run = await gauntlet(['run', '.', '--file', 'tests.json'], folder);
    expect(run.code).toBe(EXIT_COULD_NOT_RUN);
    expect(run.stdout.replace(/\s+/g, ' ')).toContain(`${url} cannot be reached`);
    expect(run.stdout).toContain('Check URL and credentials');
  });

  test('at a git ref that is not there is named with its repository', async () => {
    const served = await world.makeFolder('served');
    const bare = join(served, 'bare.git');
    const work = await world.makeProject('work', { 'a.txt': 'a' });
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=e2e', '-c', 'user.email=e2e@localhost', ...args], {
        cwd: work,
        env: { ...world.environment, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
        stdio: 'pipe',
      });
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-qm', 'first');
    git('clone', '-q', '--bare', work, bare);
    const host = await startHttpHost(served);
    world.atEnd(host.close);
    const found = await server.api.run(gitSuite(`${host.url}/bare.git`, 'main'));
    expect(found).toMatchObject({ verdict: 'passed', commit: expect.stringMatching(/^[0-9a-f]{40}$/) });
    const missing = await server.api.run({
      ...gitSuite(`${host.url}/bare.git`, 'no-such-branch'),
      retries: { attempts: 2, backoffSeconds: 0 },
    });
    expect(missing).toMatchObject({
      verdict: 'rejected',
      failureReason: 'ref-not-found',
      failureMessage: expect.stringContaining(
        `${host.url}/bare.git has no branch, tag or commit "no-such-branch"`,
      ),
      attempt: 0,
    });
  });

  test.each([
    ['http://169.254.169.254/latest/meta-data', "169.254.169.254 may not be reached: it is where a cloud's"],
    ['ssh://git@10.0.0.1/shop', '10.0.0.1 may not be reached: it is in a private network'],
    ['http://0xA9.0xFE.0xA9.0xFE/', '169.254.169.254 may not be reached'],
  ])('at %s is not fetched: the address and the setting are named', async (url, said) => {
    expect(await server.api.run(gitSuite(url))).toMatchObject({
      verdict: 'infrastructure',
      failureReason: 'content-unavailable',
      failureMessage: expect.stringMatching(/GAUNTLET_OUTBOUND_ALLOW/),
    });
    const [latest] = (await server.api.get<ExecutionList>('/api/v1/executions?limit=1')).items;
    expect(latest?.failureMessage).toContain(said);
  });

  test('at a file of the server is refused at once', async () => {
    const answer = await leavesNothing(() => server.api.post('/api/v1/tests', gitSuite('file:///etc')));
    expect(problemOf(answer)).toMatchObject({
      code: 'invalid-definition',
      faults: [{ path: 'content.url' }],
    });
  });

  async function judgedArchive(archive: Buffer | Readable): Promise<ExecutionView> {
    const content = archive instanceof Readable ? (Readable.toWeb(archive) as ReadableStream) : archive;
    const answer = await server.api.ask('POST', '/api/v1/uploads', {
      type: 'application/octet-stream',
      content: content as NonNullable<RequestInit['body']>,
    });
    expect(answer).toMatchObject({ status: 201 });
    const { uploadId } = JSON.parse(answer.text) as UploadAnswer;
    return server.api.run(commandSuite({ a: 'true' }, { content: { type: 'archive', uploadId } }));
  }

  const file = { name: 'a.txt', content: 'a' };

  test.each([
    ['with a path that leads out', tarGzOf([file, { name: '../evil.txt', content: 'x' }]), '../evil.txt'],
    ['with an absolute path', tarGzOf([file, { name: '/tmp/evil.txt', content: 'x' }]), '/tmp/evil.txt'],
    [
      'with a link that leads out',
      tarGzOf([file, { name: 'way-out', linkTo: '../../../../etc' }]),
      'way-out',
    ],
    [
      'that is cut off',
      tarGzOf([{ name: 'b.txt', content: 'b'.repeat(9000) }, file]).subarray(0, 90),
      'cut off',
    ],
    ['that is no archive', Buffer.from('PK\u0003\u0004 of another kind'), 'upload a tar or a tar.gz'],
  ])('of an archive %s is refused, and says so', async (_, archive, named) => {
    expect(await judgedArchive(archive)).toMatchObject({
      verdict: 'failed',
      failureReason: 'content-invalid',
      failureMessage: expect.stringContaining(named),
      counts: { total: 0 },
    });
  });

  test('of 10 GB of zeros in an archive of 10 MB is refused before it fills the disk', async () => {
    expect(await judgedArchive(Readable.from(zerosTarGz('zeros.bin', 10 * 1024 ** 3)))).toMatchObject({
      verdict: 'failed',
      failureReason: 'content-invalid',
      failureMessage: expect.stringContaining('200'),
    });
  });
});
