import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { DefinitionId } from '@gauntlet/contract';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MOMENT } from './testing/contract-answers.ts';
import { type ContractServer, startContractServer } from './testing/contract-server.ts';
import type { Suite } from './testing/play-suite.ts';
import { type CliOptions, runCli, startCli, untilSaid } from './testing/run-cli.ts';
import { failingSuite, passingSuite, setupFailingSuite } from './testing/suites.ts';

let folder: string;
let server: ContractServer;

const serverEnv = () => ({
  GAUNTLET_URL: server.url,
  GAUNTLET_TOKEN: server.token,
  GAUNTLET_DATA_DIR: join(folder, 'data'),
  GAUNTLET_CONFIG_DIR: join(folder, 'config'),
});
const cli = (args: string[], options: CliOptions = {}) =>
  runCli(args, { cwd: join(folder, 'project'), ...options, env: { ...serverEnv(), ...options.env } });

async function serve(suite: Suite) {
  server = await startContractServer({ suite });
}

async function namesIn(archive: Buffer): Promise<string[]> {
  const names: string[] = [];
  const reader = extract();
  reader.end(gunzipSync(archive));
  for await (const entry of reader) {
    names.push(entry.header.name);
    await buffer(entry);
  }
  return names;
}

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gauntlet-cli-')));
  await mkdir(join(folder, 'project/test'), { recursive: true });
  await writeFile(join(folder, 'project/package.json'), '{"name": "shop"}');
  await writeFile(join(folder, 'project/test/a.test.js'), '');
  await writeFile(join(folder, 'project/.gitignore'), '*.log\n');
  await writeFile(join(folder, 'project/debug.log'), 'not for the server');
});
afterEach(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('run', () => {
  test('packs the folder, sends it, follows the run and exits 0 when it passed', async () => {
    await serve(passingSuite);
    await symlink('/etc/passwd', join(folder, 'project/outside'));
    const run = await cli(['run', '--parallel', '2', '--tag', 'team=a', '-e', 'CI=1', '--', '--bail']);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    expect(await namesIn(server.uploads[0]?.content ?? Buffer.alloc(0))).toEqual([
      '.gitignore',
      'package.json',
      'test/a.test.js',
    ]);
    expect(server.executions[0]?.definition).toMatchObject({
      name: 'shop',
      parallelism: 2,
      tags: { team: 'a' },
      environment: { CI: '1' },
      args: ['--bail'],
      content: { type: 'archive', uploadId: server.uploads[0]?.uploadId },
    });
    expect(run.stdout).toContain('outside is left out: a link to /etc/passwd, outside the folder');
    expect(run.stdout).toMatch(/\[3\/3\] ✓ test\/\w+\.test\.js/);
    expect(run.stdout).toMatch(/✓ Passed[\s\S]*12 passed, 1 skipped \(13\)[\s\S]*Files {4}3 in 2 groups/);
  });

  test('exits 1 when tests failed, tells each failure, and no hostile name commands the terminal', async () => {
    await serve(failingSuite);
    const run = await cli(['run']);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('✗ cart › removes an item twice');
    expect(run.stdout).toContain('test/cart.test.js:42');
    expect(run.stdout).toContain('| 3 !== 2');
    expect(run.stdout).toMatch(/gauntlet rerun --failed [0-9a-f]{8}/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(run.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  test('exits 2 when it could not run, with the reason and what to do', async () => {
    await serve(setupFailingSuite);
    const run = await cli(['run']);
    expect(run.code).toBe(2);
    expect(run.stdout).toMatch(/Could not run[\s\S]*npm ci ended with exit code 1\.[\s\S]*--stream setup/);
  });

  test('exits 0 for a flaky run and says so; 1 when that is asked for', async () => {
    await serve({ ...passingSuite, flaky: 2 });
    const run = await cli(['run']);
    expect([run.code, run.stdout.includes('Passed, but flaky')]).toEqual([0, true]);
    expect((await cli(['run', '--fail-on-flaky'])).code).toBe(1);
  });

  test('--json: one object a line, each event as it is, the summary last, nothing else', async () => {
    await serve(failingSuite);
    const run = await cli(['run', '--json']);
    expect(run.code).toBe(1);
    const lines = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const events = server.executions[0]?.events ?? [];
    const stored = events.findIndex(({ event }) => event.type === 'report-stored');
    expect(lines.slice(0, -1)).toEqual(
      events.slice(0, stored + 1).map((event) => ({ ...event, type: 'event' })),
    );
    expect(lines.at(-1)).toEqual({
      type: 'summary',
      executionId: server.executions[0]?.id,
      verdict: 'failed',
      failureReason: 'tests-failed',
      failureMessage: '2 tests failed.',
      counts: { total: 11, passed: 8, failed: 2, skipped: 1, flaky: 0 },
      durationMs: expect.any(Number),
      report: expect.stringMatching(/^http:/),
    });
  });

  test('goes on through a connection that breaks, without losing or repeating an event', async () => {
    await serve({
      ...passingSuite,
      files: Array.from({ length: 8 }, (_, index) => ({
        title: `${index}.test.js`,
        durationMs: 150,
        passed: 1,
      })),
    });
    const { child, ended } = startCli(['run', '--json'], { cwd: join(folder, 'project'), env: serverEnv() });
    await untilSaid(child, '"unit-finished"');
    server.cutConnections();
    const run = await ended;
    expect(run.code).toBe(0);
    const numbers = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).number)
      .filter(Boolean);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test('--no-follow returns at once with the id', async () => {
    await serve(passingSuite);
    const run = await cli(['run', '--no-follow', '--json']);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      type: 'submitted',
      executionId: server.executions[0]?.id,
    });
  });

  test('the first Ctrl-C cancels and waits for the end; the exit code is 130', async () => {
    await serve({ ...passingSuite, files: [{ title: 'slow.test.js', durationMs: 60_000, passed: 1 }] });
    const { child, ended } = startCli(['run'], { cwd: join(folder, 'project'), env: serverEnv() });
    await untilSaid(child, 'Plan:');
    child.kill('SIGINT');
    const run = await ended;
    expect(run.code).toBe(130);
    expect(run.stdout).toMatch(/Cancelling the execution[\s\S]*▲ Cancelled/);
    expect(server.executions[0]?.cancelled).toBe(true);
  });

  test('the second Ctrl-C leaves at once', async () => {
    await serve({ ...passingSuite, files: [{ title: 'slow.test.js', durationMs: 60_000, passed: 1 }] });
    server.refuseNext('POST', '/cancel', { code: 'unavailable', detail: 'busy', retryAfterSeconds: 10 });
    const { child, ended } = startCli(['run'], { cwd: join(folder, 'project'), env: serverEnv() });
    await untilSaid(child, 'Plan:');
    child.kill('SIGINT');
    await untilSaid(child, 'Ctrl-C again');
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
  });

  test('a malformed definition is refused before anything is sent: exit 3, line and column', async () => {
    await serve(passingSuite);
    await writeFile(join(folder, 'project/gauntlet.yaml'), 'name: x\npaths: [a\n');
    const run = await cli(['run']);
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/gauntlet\.yaml:\d+:\d+: this is no YAML[\s\S]*\^/);
    expect(server.requests).toEqual([]);
  });

  test('a faulty definition is refused with each fault; as JSON when that is asked for', async () => {
    await serve(passingSuite);
    await writeFile(join(folder, 'project/gauntlet.yaml'), 'name: x\nparalellism: 2\npriority: 101\n');
    const run = await cli(['run', '--json']);
    expect(run.code).toBe(3);
    expect(JSON.parse(run.stdout)).toMatchObject({
      type: 'error',
      code: 'invalid-definition',
      faults: [{ path: 'priority' }, { path: 'paralellism' }],
    });
    expect(run.stderr).toContain('did you mean parallelism?');
  });

  test.each([
    ['framework-unknown', 3],
    ['quota-exceeded', 2],
    ['storage-full', 2],
    ['not-allowed', 2],
  ] as const)('the server’s refusal %s exits %i with its words', async (code, exitCode) => {
    await serve(passingSuite);
    server.refuseNext('POST', '/tests', { code, detail: `Because of ${code}.`, retryAfterSeconds: 30 });
    const run = await cli(['run']);
    expect(run.code).toBe(exitCode);
    expect(run.stderr).toContain(`Because of ${code}.`);
  });

  test('a submission answered with "busy" is made again under the same key, and runs once', async () => {
    await serve(passingSuite);
    server.refuseNext('POST', '/tests', { code: 'unavailable', detail: 'starting' });
    expect((await cli(['run'])).code).toBe(0);
    const keys = server.requests
      .filter(({ path }) => path === '/api/v1/tests')
      .map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(server.executions).toHaveLength(1);
  });

  test('a wrong token is told, and never a pass', async () => {
    await serve(passingSuite);
    const run = await cli(['run'], { env: { GAUNTLET_TOKEN: 'gtl_wrong' } });
    expect([run.code, run.stderr.includes('not known')]).toEqual([2, true]);
  });

  test('an empty folder is refused', async () => {
    await serve(passingSuite);
    await mkdir(join(folder, 'empty'));
    expect((await cli(['run', '../empty'])).code).toBe(3);
  });
});

describe('with this host’s own server', () => {
  const own = () => ({
    GAUNTLET_DATA_DIR: join(folder, 'data'),
    GAUNTLET_CONFIG_DIR: join(folder, 'config'),
  });

  async function announce() {
    await mkdir(join(folder, 'data'), { recursive: true });
    const file = {
      url: server.url,
      pid: process.pid,
      processStartedAt: 'x',
      version: '0.1.0',
      token: server.token,
      startedAt: new Date().toISOString(),
    };
    await writeFile(join(folder, 'data/server.json'), JSON.stringify(file));
  }

  test('the folder is named for its dependencies, and the report is a file that outlives the server', async () => {
    await serve(passingSuite);
    await announce();
    const env = { ...own(), VIRTUAL_ENV: '/of/the/caller' };
    const run = await runCli(['run', '--json'], { cwd: join(folder, 'project'), env });
    expect(run.code).toBe(0);
    expect(server.executions[0]?.definition.content).toMatchObject({
      hostFolder: join(folder, 'project'),
      hostEnvironment: { path: expect.stringMatching(/^\//), virtualenv: '/of/the/caller' },
    });
    expect(server.executions[0]?.definition.content).not.toHaveProperty('install');
    const { report } = JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(await readFile(new URL(report), 'utf8')).toContain('<title>report</title>');
    expect((await stat(new URL(report))).mode & 0o777).toBe(0o600);
  });

  test('--clean does not name the folder, and asks for a new installation', async () => {
    await serve(passingSuite);
    await announce();
    expect((await runCli(['run', '--clean'], { cwd: join(folder, 'project'), env: own() })).code).toBe(0);
    expect(server.executions[0]?.definition.content).not.toHaveProperty('hostFolder');
    expect(server.executions[0]?.definition.content).toMatchObject({ install: 'anew' });
  });

  test('a run survives a server that comes back on another port', async () => {
    const suite = { ...passingSuite, files: [{ title: 'slow.test.js', durationMs: 2_000, passed: 1 }] };
    await serve(suite);
    await announce();
    const { child, ended } = startCli(['run'], { cwd: join(folder, 'project'), env: own() });
    await untilSaid(child, 'Plan:');
    const [execution] = server.executions;
    const first = server;
    server = await startContractServer({ suite });
    server.executions.push(...(execution === undefined ? [] : [execution]));
    await announce();
    await first.close();
    if (execution !== undefined) execution.cancelled = false;
    const run = await ended;
    expect(run.stdout).toMatch(/Connection lost[\s\S]*Connected again/);
    expect([0, 2]).toContain(run.code);
  });
});

describe('looking at executions', () => {
  const done = async () => {
    await cli(['run']);
    return server.executions[0]?.id ?? '';
  };

  test('list is a page of tab-separated lines for programs, and JSON when asked for', async () => {
    await serve(failingSuite);
    const id = await done();
    const list = await cli(['list']);
    expect(list.stdout).toMatch(new RegExp(`^${id}\tfailed\tshop\t8/2/1\t\\d+\t[\\dT:.-]+Z\tadmin\t\n$`));
    expect(JSON.parse((await cli(['list', '--json'])).stdout)).toMatchObject({
      items: [{ executionId: id }],
      nextCursor: null,
    });
  });

  test('an empty list says what to do next', async () => {
    await serve(passingSuite);
    const list = await cli(['list']);
    expect([list.code, list.stdout]).toEqual([0, '']);
    expect(list.stderr).toContain('gauntlet run');
  });

  test('an execution may be named by its id, its end, its beginning, or latest', async () => {
    await serve(passingSuite);
    const id = await done();
    for (const name of [id, id.slice(-8), id.slice(0, 18), 'latest']) {
      expect((await cli(['show', name])).stdout).toContain(id);
    }
  });

  test('an end that two executions share is refused with both, one that none has as well', async () => {
    await serve(passingSuite);
    await done();
    await done();
    const [a, b] = server.executions;
    if (a === undefined || b === undefined) throw new Error('two were run');
    b.id = `${b.id.slice(0, -8)}${a.id.slice(-8)}`;
    const both = await cli(['show', a.id.slice(-8)]);
    expect([both.code, both.stderr.includes('may be one of 2')]).toEqual([3, true]);
    expect((await cli(['show', 'ffffffffffff'])).code).toBe(3);
    expect((await cli(['show', 'not an id'])).code).toBe(3);
  });

  test('show --follow joins a run and has its exit code', async () => {
    await serve(failingSuite);
    await done();
    expect((await cli(['show', '--follow'])).code).toBe(1);
  });

  test('results and one result', async () => {
    await serve(failingSuite);
    await done();
    const results = await cli(['results']);
    expect(results.stdout.split('\n')[0]).toMatch(
      /^[0-9a-f-]{36}\tfailed\tcart › removes an item twice\t12\ttest\/cart\.test\.js:42$/,
    );
    const one = await cli(['results', 'latest', results.stdout.slice(28, 36)]);
    expect(one.stdout).toMatch(/removes an item twice[\s\S]*Stack[\s\S]*at cart\.js:1/);
    expect(one.stdout).toContain('Source  cart.js:10\n       9 |   if (twice)\n    > 10 |     fail();\n');
  });

  test('logs are bytes as they were for a pipe', async () => {
    await serve(passingSuite);
    await done();
    expect((await cli(['logs'])).stdout).toBe(
      'first line\n\u001b[31mred\u001b[0m and \u001b]0;owned\u0007title\nunfinished\n',
    );
  });

  test('artifacts are fetched into the folder and nowhere else, whatever they are called', async () => {
    await serve(passingSuite);
    await done();
    const got = await cli(['artifacts', 'get', '-o', 'out']);
    expect(got.code).toBe(0);
    expect(got.stdout.split('\n').map((line) => line.split('  ')[0])).toEqual([
      'out/junit.xml',
      'out/evil.html',
      '',
    ]);
    expect(await readFile(join(folder, 'project/out/evil.html'), 'utf8')).toContain('report');
    expect((await cli(['artifacts', 'get', '-o', 'out'])).code).toBe(3);
    expect((await cli(['artifacts', 'get', 'latest', 'junit.xml', '-o', '-'])).stdout).toContain(
      '<title>report</title>',
    );
    expect((await cli(['artifacts', 'get', 'latest', 'nothing'])).code).toBe(3);
  });

  test('cancel of what has ended is no error', async () => {
    await serve(passingSuite);
    await done();
    const cancelled = await cli(['cancel', 'latest']);
    expect([cancelled.code, cancelled.stdout.includes('already ended')]).toEqual([0, true]);
  });

  test('rerun submits again and follows', async () => {
    await serve(passingSuite);
    await done();
    expect((await cli(['rerun', '--failed', 'latest'])).code).toBe(0);
    expect(server.executions).toHaveLength(2);
  });
});

describe('a project', () => {
  const CHECKOUT = '0198b2c4-7a00-7000-8000-000000000001';
  const projects = () =>
    server.requests
      .filter(({ path }) => !path.startsWith('/api/v1/projects') && !path.startsWith('/health'))
      .map(({ headers }) => headers['x-gauntlet-project']);

  test('is worked in by every call of a command: upload, submission, events, report', async () => {
    await serve(passingSuite);
    expect((await cli(['run', '--project', 'checkout'])).code).toBe(0);
    const [first, ...rest] = projects();
    expect(rest.length).toBeGreaterThan(2);
    expect(new Set(rest)).toEqual(new Set([first]));
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('is named by --project before GAUNTLET_PROJECT, by its id without asking, and not at all at home', async () => {
    await serve(passingSuite);
    const env = { GAUNTLET_PROJECT: 'no-such-project' };
    expect((await cli(['list', '--project', CHECKOUT], { env })).code).toBe(0);
    expect((await cli(['list'])).code).toBe(0);
    expect(projects()).toEqual([CHECKOUT, undefined]);
    const none = await cli(['list'], { env });
    expect([none.code, none.stderr.includes('no project "no-such-project"')]).toEqual([3, true]);
    expect((await cli(['project', 'list'], { env })).code).toBe(0);
  });

  test('is the profile’s where none is named, and nothing at all by --no-project', async () => {
    await serve(passingSuite);
    const env = { GAUNTLET_CONFIG_DIR: join(folder, 'config'), GAUNTLET_DATA_DIR: join(folder, 'data') };
    const own = (args: string[], more = {}) => runCli(args, { env: { ...env, ...more } });
    await runCli(['login', server.url, '--profile', 'own'], { env, input: server.token });
    const absent = await own(['profile', 'set', '--project', 'chekcout']);
    expect([absent.code, absent.stderr]).toEqual([3, expect.stringContaining('no project "chekcout"')]);
    expect((await own(['profile', 'set'])).code).toBe(3);
    const set = await own(['profile', 'set', '--project', 'checkout']);
    expect(set.stdout).toBe('The profile own works in the project checkout.\n');
    expect((await own(['profile', 'show'])).stdout).toContain(`checkout (${CHECKOUT})`);
    const inProject = async (args: string[], more = {}) => {
      expect((await own(args, more)).code).toBe(0);
      return projects().at(-1);
    };
    const other = CHECKOUT.replace(/1$/, '2');
    expect(await inProject(['list'])).toBe(CHECKOUT);
    expect(await inProject(['list', '--profile', 'own'])).toBe(CHECKOUT);
    expect(await inProject(['list'], { GAUNTLET_PROJECT: other })).toBe(other);
    expect(await inProject(['list', '--project', CHECKOUT], { GAUNTLET_PROJECT: other })).toBe(CHECKOUT);
    expect(await inProject(['list', '--no-project'], { GAUNTLET_PROJECT: other })).toBeUndefined();
    // A server that is named by its URL is no profile, though its token is taken from one.
    expect(await inProject(['list', '--server', server.url])).toBeUndefined();
    expect((await own(['project', 'list'])).code).toBe(0);
    const used = await own(['profile', 'use', 'own', '--no-project']);
    expect(used.stdout).toBe(`Commands now go to ${server.url} (profile own).\n`);
    expect(await inProject(['list'])).toBeUndefined();
  });

  test('whose name two teams have is named by its id', async () => {
    await serve(passingSuite);
    const twice = await cli(['list', '--project', 'twice']);
    expect([
      twice.code,
      twice.stderr.includes('of team team 2'),
      twice.stderr.includes('of team team 3'),
    ]).toEqual([3, true, true]);
  });
});

describe('definitions', () => {
  test('are listed, shown and removed by their name', async () => {
    await serve(passingSuite);
    const definitionId = '01900000-0000-7000-8000-00000000d001' as DefinitionId;
    const at = '2026-01-01T00:00:00.000Z';
    const listed = {
      definitionId,
      projectId: null,
      name: 'checkout',
      version: 3,
      createdAt: at,
      updatedAt: at,
    };
    server.definitions.set(definitionId, listed);
    expect((await cli(['definition', 'list'])).stdout).toBe(`checkout\t3\t\t\t${at}\t${definitionId}\t\n`);
    expect(JSON.parse((await cli(['definition', 'show', 'checkout'])).stdout)).toMatchObject({
      name: 'checkout',
    });
    const plan = await cli(['definition', 'plan', 'checkout', '-p', '3']);
    expect(plan.stdout).toContain('30 units in 3 groups: about 3.0s, setup not counted.');
    expect(plan.stdout).toContain('test/slow-2.test.js (0.90s)');
    expect((await cli(['definition', 'plan', 'checkout', '-p', 'many'])).code).toBe(3);
    const none = await cli(['definition', 'rm', 'chekcout']);
    expect([none.code, none.stderr.includes('no definition "chekcout"')]).toEqual([3, true]);
    expect((await cli(['definition', 'rm', 'checkout'])).code).toBe(0);
    expect(server.definitions.size).toBe(0);
    expect((await cli(['definition', 'rm', definitionId])).code).toBe(3);
  });
});

describe('saving a definition', () => {
  const save = async (text: string) => {
    await writeFile(join(folder, 'project/nightly.yaml'), text);
    return cli(['definition', 'save', 'nightly.yaml']);
  };
  const GIT = 'name: nightly\ncontent: { type: git, url: https://example.com/shop.git }\n';

  test('makes a new one, then its next version, and runs nothing', async () => {
    await serve(passingSuite);
    expect((await save(GIT)).stdout).toBe('Definition nightly is saved as version 1.\n');
    expect((await save(`${GIT}parallelism: 4\n`)).stdout).toBe('Definition nightly is saved as version 2.\n');
    expect(server.requests.at(-1)).toMatchObject({ method: 'PUT' });
    expect(server.requests.at(-1)?.path).toContain('expected=1');
    expect(server.executions).toEqual([]);
  });

  test('a file that says not where its tests are, or is faulty, is refused before anything is sent', async () => {
    await serve(passingSuite);
    const without = await save('name: nightly\n');
    expect([without.code, without.stderr.includes('has no `content`')]).toEqual([3, true]);
    const faulty = await save(`${GIT}paralellism: 4\n`);
    expect([faulty.code, faulty.stderr.includes('did you mean parallelism?')]).toEqual([3, true]);
    expect(server.definitions.size).toBe(0);
  });
});

describe('access', () => {
  test('login keeps the token for itself alone, and later commands use it; logout forgets it', async () => {
    await serve(passingSuite);
    const env = { GAUNTLET_CONFIG_DIR: join(folder, 'config'), GAUNTLET_DATA_DIR: join(folder, 'data') };
    const login = await runCli(['login', server.url], { env, input: `${server.token}\n` });
    expect([login.code, login.stdout]).toEqual([0, `Signed in to ${server.url} as admin, team default.\n`]);
    expect((await stat(join(folder, 'config/credentials.json'))).mode & 0o777).toBe(0o600);
    expect((await runCli(['list'], { env })).code).toBe(0);
    expect((await runCli(['logout'], { env })).code).toBe(0);
    expect((await runCli(['list'], { env })).code).toBe(2);
  });

  test('several servers are kept as profiles: one in use, any of them by --profile or GAUNTLET_PROFILE', async () => {
    await serve(passingSuite);
    const env = { GAUNTLET_CONFIG_DIR: join(folder, 'config'), GAUNTLET_DATA_DIR: join(folder, 'data') };
    const gone = 'http://127.0.0.1:9'; // nothing listens there
    const own = await runCli(['login', server.url, '--profile', 'own'], { env, input: server.token });
    expect([own.code, own.stderr]).toEqual([0, 'Kept as the profile own, which later commands use.\n']);
    const old = await readFile(join(folder, 'config/credentials.json'), 'utf8');
    const stored = JSON.parse(old) as { current: string; profiles: Record<string, object> };
    stored.profiles.away = { ...stored.profiles.own, server: gone };
    await writeFile(join(folder, 'config/credentials.json'), JSON.stringify(stored));
    expect((await runCli(['profile', 'use', 'away'], { env })).stdout).toContain(gone);
    const listed = await runCli(['profile', 'list'], { env });
    expect(listed.stdout).toBe(
      `*\taway\t${gone}\tadmin\tdefault\t\n\town\t${server.url}\tadmin\tdefault\t\n`,
    );
    const code = async (args: string[], more = {}) => (await runCli(args, { env: { ...env, ...more } })).code;
    expect(await code(['list'])).toBe(2);
    expect(await code(['list', '--profile', 'own'])).toBe(0);
    expect(await code(['list'], { GAUNTLET_PROFILE: 'own' })).toBe(0);
    expect(await code(['list', '--profile', 'away'], { GAUNTLET_PROFILE: 'own' })).toBe(2);
    // A token from the environment is for another server than the profile's.
    expect(await code(['list', '--profile', 'own'], { GAUNTLET_TOKEN: 'gtl_other' })).toBe(0);
    expect(await code(['list', '--profile', 'own', '--server', server.url])).toBe(3);
    const absent = await runCli(['list', '--profile', 'onw'], { env });
    expect([absent.code, absent.stderr]).toEqual([3, expect.stringContaining('Profiles are away, own')]);
    for (const args of [
      ['profile', 'show', 'own'],
      ['profile', 'show', 'own', '--json'],
      ['profile', 'list', '--json'],
    ]) {
      const shown = await runCli(args, { env });
      expect(shown.stdout).toContain(server.url);
      expect(shown.stdout).not.toContain(server.token);
    }
    const elsewhere = await runCli(['login', gone, '--profile', 'own'], { env, input: 'x' });
    expect([elsewhere.code, elsewhere.stderr]).toEqual([
      3,
      expect.stringContaining(`"own" is of ${server.url}`),
    ]);
    expect(await code(['profile', 'rename', 'own', 'office'])).toBe(0);
    // The profile knows its server: signing in again needs the token alone.
    const again = await runCli(['login', '--profile', 'office'], { env, input: server.token });
    expect(again.stdout).toContain(`Signed in to ${server.url}`);
    expect(await code(['logout', '--profile', 'away'])).toBe(0);
    expect(await code(['profile', 'remove', 'office'])).toBe(0);
    expect((await runCli(['profile', 'list', '--json'], { env })).stdout).toContain('"items": []');
    expect(await code(['profile', 'remove', 'office'])).toBe(3);
  });

  test('credentials of the old form go on working, and ones that others can read are refused', async () => {
    await serve(passingSuite);
    const env = { GAUNTLET_CONFIG_DIR: join(folder, 'config'), GAUNTLET_DATA_DIR: join(folder, 'data') };
    const file = join(folder, 'config/credentials.json');
    const entry = { token: server.token, username: 'admin', teamName: 'default' };
    await mkdir(join(folder, 'config'));
    await writeFile(file, JSON.stringify({ current: server.url, servers: { [server.url]: entry } }), {
      mode: 0o600,
    });
    expect((await runCli(['list'], { env })).code).toBe(0);
    await chmod(file, 0o644);
    const open = await runCli(['list'], { env });
    expect([open.code, open.stderr]).toEqual([2, expect.stringContaining(`chmod 600 '${file}'`)]);
    // What needs no stored token does not look.
    const named = ['list', '--server', server.url, '--token', server.token];
    expect((await runCli(named, { env })).code).toBe(0);
  });

  test('a token that the server does not know is not kept', async () => {
    await serve(passingSuite);
    const env = { GAUNTLET_CONFIG_DIR: join(folder, 'config'), GAUNTLET_DATA_DIR: join(folder, 'data') };
    expect((await runCli(['login', server.url], { env, input: 'gtl_wrong' })).code).toBe(2);
    expect((await runCli(['list'], { env })).code).toBe(2);
  });

  test('login --device shows an address and a code, waits, and keeps the token', async () => {
    await serve(passingSuite);
    const env = { GAUNTLET_CONFIG_DIR: join(folder, 'config'), GAUNTLET_DATA_DIR: join(folder, 'data') };
    server.refuseNext('POST', 'device/token', { code: 'authorization-pending', detail: 'Not yet.' });
    const login = await runCli(['login', server.url, '--device'], { env });
    expect([login.code, login.stdout]).toEqual([0, `Signed in to ${server.url} as admin, team default.\n`]);
    expect(login.stderr).toContain(`${server.url}/device?code=BCDF-GHJK`);
    expect(login.stderr).not.toContain('gdc_device');
    const asked = server.requests.filter(({ path }) => path.endsWith('device/token'));
    expect(asked).toHaveLength(2);
    expect((await stat(join(folder, 'config/credentials.json'))).mode & 0o777).toBe(0o600);
    expect((await runCli(['list'], { env })).code).toBe(0);
  });

  test('a sign-in that was refused, or interrupted, keeps nothing', async () => {
    await serve(passingSuite);
    const env = { GAUNTLET_CONFIG_DIR: join(folder, 'config'), GAUNTLET_DATA_DIR: join(folder, 'data') };
    server.refuseNext('POST', 'device/token', { code: 'authorization-refused', detail: 'It was refused.' });
    const refused = await runCli(['login', server.url, '--device'], { env });
    expect([refused.code, refused.stderr.includes('It was refused.')]).toEqual([2, true]);
    for (let count = 0; count < 600; count += 1)
      server.refuseNext('POST', 'device/token', { code: 'authorization-pending', detail: 'Not yet.' });
    const { child, ended } = startCli(['login', server.url, '--device'], { env });
    let said = '';
    const heard = (chunk: Buffer) => {
      said += chunk.toString();
      if (!said.includes('Ctrl-C')) return;
      child.stderr?.off('data', heard);
      child.kill('SIGINT');
    };
    child.stderr?.on('data', heard);
    const interrupted = await ended;
    expect([interrupted.code, interrupted.stdout]).toEqual([130, '']);
    expect(interrupted.stderr).toContain('Interrupted.');
    await expect(stat(join(folder, 'config/credentials.json'))).rejects.toThrow('ENOENT');
  });

  test('a link into the browser alone is on standard output', async () => {
    await serve(passingSuite);
    expect((await cli(['login', '--link'])).stdout).toBe(`${server.url}/signin?code=gsi_new\n`);
  });

  test('a new token alone is on standard output', async () => {
    await serve(passingSuite);
    const created = await cli(['token', 'create', 'ci', '--scope', 'read', '--expires-in-days', '7']);
    expect(created.stdout).toBe('gtl_secret_value\n');
    expect((await cli(['token', 'create', 'ci', '--scope', 'everything'])).code).toBe(3);
    expect((await cli(['token', 'revoke', 'ci'])).stdout).toContain('is revoked');
  });

  test('tokens of others are listed by --user, and ended by name, by the end of an id or by a whole id', async () => {
    await serve(passingSuite);
    const id = '0198b2c4-7a00-7000-8000-000000000008';
    const asked = () => server.requests.slice(-1).map(({ method, path }) => `${method} ${path}`);
    const listed = await cli(['token', 'list', '--user', 'grace']);
    expect(listed.stdout).toMatch(new RegExp(`^${id}\tof grace\t`));
    for (const named of ['of grace', '00000008']) {
      const revoked = await cli(['token', 'revoke', named, '--user', 'grace']);
      expect([revoked.stdout, asked()]).toEqual([
        'Token of grace (00000008) is revoked.\n',
        [`DELETE /api/v1/tokens/${id}`],
      ]);
    }
    const other = id.replace(/8$/, '9');
    expect((await cli(['token', 'revoke', other])).stdout).toBe('Token 00000009 is revoked.\n');
    expect(asked()).toEqual([`DELETE /api/v1/tokens/${other}`]);
    const none = await cli(['token', 'revoke', 'ci', '--user', 'grace']);
    expect([none.code, none.stderr]).toEqual([3, expect.stringContaining('no token ci of grace')]);
  });

  test('a secret is read from standard input and never from the command line', async () => {
    await serve(passingSuite);
    expect((await cli(['secret', 'set', 'npm-token'], { input: 'value with spaces\n' })).code).toBe(0);
    expect(server.secrets.get('npm-token')).toBe('value with spaces');
    expect((await cli(['secret', 'list'])).stdout).toMatch(/^npm-token\t/);
    expect((await cli(['secret', 'set', 'npm-token=value'])).stderr).toContain(
      'never taken from the command line',
    );
    expect((await cli(['secret', 'set', 'short'], { input: 'abc' })).code).toBe(3);
    expect((await cli(['secret', 'rm', 'npm-token'])).code).toBe(0);
    expect((await cli(['secret', 'rm', 'npm-token'])).code).toBe(3);
  });
});

describe('quotas', () => {
  test('are listed with their use: with bars for people, bare for programs', async () => {
    await serve(passingSuite);
    expect((await cli(['quota'])).stdout.split('\n').slice(0, 3)).toEqual([
      `concurrent_executions\t2\t4\t0.5\texecutions\tteam\t${MOMENT}`,
      `executions\t10\t10\t1\texecutions a day\tteam\t${MOMENT}`,
      `memory_mib\t512.5\t\t\tMiB\tdefault\t${MOMENT}`,
    ]);
    expect(JSON.parse((await cli(['quota', '--json', '--team', 'web'])).stdout)).toMatchObject({
      team: { name: 'web' },
      user: null,
      items: [{ resource: 'concurrent_executions', used: 2 }, {}, {}],
    });
    expect((await cli(['quota', '--user', 'ada'])).stderr).toBe('ada, of team default\n');
    expect((await cli(['quota', '--user', 'ada', '--team', 'web'])).code).toBe(3);
  });

  test("are set and cleared for a team, a person, or one's own team when nobody is named", async () => {
    await serve(passingSuite);
    const set = await cli(['quota', 'set', '--team', 'web/eu', 'memory-mib', '8192']);
    expect(set.stdout).toBe('The quota memory_mib of team web/eu is 8192 (it was not set).\n');
    expect((await cli(['quota', 'set', 'executions', '5'])).stdout).toContain('of team default is 5');
    expect((await cli(['quota', 'set', '--user', 'ada', 'executions', '0', '--json'])).stdout).toContain(
      '"limit": 0',
    );
    expect([...server.quotas.values()]).toEqual([8192, 5, 0]);
    expect([...server.quotas.keys()][0]).toBe('/api/v1/teams/web%2Feu/quotas/memory_mib');
    expect((await cli(['quota', 'clear', '--user', 'ada', 'executions'])).stdout).toBe(
      'The quota executions of user ada is cleared (it was 0).\n',
    );
    expect((await cli(['quota', 'clear', '--user', 'ada', 'executions'])).code).toBe(3);
  });

  test('are changed only from what one thinks is set, when one says so', async () => {
    await serve(passingSuite);
    const at = ['--user', 'ada', 'executions'];
    const code = async (...args: string[]) => (await cli(['quota', ...args])).code;
    expect(await code('set', ...at, '5', '--expected', '4')).toBe(2);
    expect(await code('set', ...at, '5', '--expected', 'none')).toBe(0);
    expect(await code('set', ...at, '6', '--expected', 'none')).toBe(2);
    const late = await cli(['quota', 'set', ...at, '7', '--expected', '4', '--json']);
    expect([late.code, JSON.parse(late.stdout)]).toEqual([
      2,
      expect.objectContaining({ code: 'changed-meanwhile' }),
    ]);
    expect([...server.quotas.values()]).toEqual([5]);
    expect(await code('clear', ...at, '--expected', '4')).toBe(2);
    expect(await code('clear', ...at, '--expected', 'none')).toBe(3);
    expect(await code('set', ...at, '5', '--expected', 'x')).toBe(3);
    expect(await code('clear', ...at, '--expected', '5')).toBe(0);
    expect(server.quotas.size).toBe(0);
  });

  test('that are none, and limits that are none, are refused with what there is', async () => {
    await serve(passingSuite);
    const unknown = await cli(['quota', 'set', 'coffee', '5']);
    expect([unknown.code, unknown.stderr.includes('concurrent_executions, executions')]).toEqual([3, true]);
    for (const limit of ['many', '1.5', '99999999999'])
      expect((await cli(['quota', 'set', 'executions', limit])).code).toBe(3);
    expect((await cli(['quota', 'set', 'executions', '-1'])).code).toBe(3);
    expect(server.requests).toEqual([]);
  });
});

describe('usage', () => {
  test.each([
    [['lisst'], 3, /Did you mean/],
    [['user', 'delete', 'ann'], 3, /no command 'gauntlet user delete'\nIt has: list, show, add/],
    [['notify', 'rule', 'x'], 3, /no command 'gauntlet notify rule x'/],
    [['run', '--paralel', '2'], 3, /Did you mean --parallel/],
    [['run', '--parallel', 'many'], 3, /whole number from 1 to 500/],
    [['run', '--timeout', 'soon'], 3, /90s, 10m or 2h/],
    [['run', 'nowhere'], 3, /There is no nowhere here/],
    [['list', '--', 'x'], 3, /only for 'gauntlet run'/],
    [[], 3, /Usage: gauntlet/],
  ] as const)('%j exits %i and says what to do', async (args, code, said) => {
    const run = await runCli(args, { cwd: folder });
    expect(run.code).toBe(code);
    expect(run.stderr).toMatch(said);
  });

  test('with --json, wrong usage is an object on standard output as well', async () => {
    const run = await runCli(['list', '--json', '--nonsense'], { cwd: folder });
    expect(run.code).toBe(3);
    expect(JSON.parse(run.stdout)).toMatchObject({
      type: 'error',
      code: 'usage',
      message: expect.stringContaining("unknown option '--nonsense'"),
    });
  });

  test.each([
    ['--help'],
    ['run', '--help'],
    ['--version'],
    ['help', 'list'],
    ['user', 'create', '--help'],
    ['token', 'ls', '--help'],
  ])('%s is a success', async (...args) => {
    const run = await runCli(args);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).not.toBe('');
  });

  test('without a server a command that only asks says how to get one', async () => {
    const env = { GAUNTLET_DATA_DIR: join(folder, 'data'), GAUNTLET_CONFIG_DIR: join(folder, 'config') };
    const run = await runCli(['list', '--json'], { env });
    expect(run.code).toBe(2);
    expect(JSON.parse(run.stdout)).toMatchObject({
      type: 'error',
      code: 'no-server',
      advice: expect.stringContaining('gauntlet up'),
    });
  });

  test('a named server that is not there is told with its reason', async () => {
    await serve(passingSuite);
    await server.close();
    const run = await runCli(['list', '--server', server.url, '--token', 'x']);
    expect([run.code, /cannot be reached.*ECONNREFUSED/.test(run.stderr)]).toEqual([2, true]);
  });

  test('what answers but is no Gauntlet server is told as that', async () => {
    await serve(passingSuite);
    const run = await runCli(['list', '--server', `${server.url}/health/x?`, '--token', 'x']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/not understood|not as a Gauntlet server/);
  });
});
