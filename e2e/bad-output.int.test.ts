/** Tests that say what is too much, broken or hostile: what is kept of it, what never shows, and what they come to. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { TestDefinitionInput } from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeRepository, startHttpHost } from '../packages/agent/src/content/testing/git-host.ts';
import { SECRET_PREFIXES } from '../packages/server/src/kernel/secret-prefixes.ts';
import type { TestDatabase } from '../packages/server/src/testing/template-database.ts';
import { lendsTerminals, runCli, runInTerminal } from './testing/cli.ts';
import { commandSuite, nodeSuite } from './testing/definitions.ts';
import { type Server, startServer } from './testing/server.ts';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

let world: World;
let database: TestDatabase;
let server: Server;

beforeAll(async () => {
  world = await createWorld();
  database = await world.createDatabase();
  const environment = { GAUNTLET_OUTBOUND_ALLOW: '127.0.0.1', GAUNTLET_LOG_LEVEL: 'debug' };
  server = await startServer(world, { databaseUrl: database.url, environment });
});

afterAll(() => world.end());

const gauntlet = (args: readonly string[], cwd: string) =>
  runCli(world, [...args, '--data-dir', server.dataFolder], { cwd });

describe('what is secret', () => {
  const VALUE = 's3cret/va+lue &%?\u00e9-0123456789';
  const GIT_TOKEN = 'git-t0ken-of-a-private-repository';
  const PASSWORD = 'p4ss/word of + an & admin';
  /** What the server makes for people, their browsers and agents: recognised wherever it stands. */
  const MADE = new RegExp(
    `(?:${SECRET_PREFIXES.join('|')})[A-Za-z0-9_-]{30,}|eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]{10,}`,
  );

  const SUITE = `
    import assert from 'node:assert';
    import { test } from 'node:test';
    import { setTimeout as pause } from 'node:timers/promises';
    const value = process.env.DEPLOY_KEY;
    test('knows it', () => assert.equal(value.length, ${VALUE.length}));
    test('prints it ' + value, async () => {
      console.error('url', encodeURIComponent(value), 'url-safe', Buffer.from(value).toString('base64url'));
      for (const piece of ['in pieces ' + value.slice(0, 9), value.slice(9, 12), value.slice(12) + '\\n']) {
        process.stdout.write(piece);
        await pause(50);
      }
      assert.equal(value, 'something else');
    });
    test('throws it', () => { throw new Error('the key is ' + encodeURIComponent(value)); });`;

  const setSecret = async (name: string, input: string) => {
    const set = await runCli(world, ['secret', 'set', name, '--data-dir', server.dataFolder], { input });
    expect(set).toMatchObject({ code: 0 });
  };

  test('of what tests print plain, encoded and in pieces, of git, and of who asks shows up nowhere', async () => {
    await setSecret('deploy-key', VALUE);
    await setSecret('git-token', GIT_TOKEN);
    const { definition, close } = await privateSuite();
    world.atEnd(close);
    const asked = await askInEveryWay();
    const view = await server.api.run(definition);
    expect(view).toMatchObject({ verdict: 'failed', counts: { total: 3, passed: 1, failed: 2 } });
    const log = await server.api.logs(view.executionId);
    for (const word of ['url', 'url-safe', 'in pieces']) expect(log).toContain(word);
    // A wrong token makes git and the server complain, which is when credentials are told most often.
    await setSecret('git-token', `${GIT_TOKEN}-wrong`);
    const failed = await server.api.run(definition);
    expect(failed).toMatchObject({ failureReason: 'content-unavailable' });
    // The two secrets, and the key that signs sessions.
    const rotated = await runCli(world, ['secret', 'rotate-key', '--data-dir', server.dataFolder], {});
    expect(rotated).toMatchObject({ code: 0, stdout: expect.stringContaining('3 values sealed anew') });
    for (const { executionId } of [view, failed]) await expectNotAnswered(executionId);
    await expectNowhere([VALUE, GIT_TOKEN, ...asked]);
  });

  /** Node's tests in a repository that only a token opens. */
  async function privateSuite() {
    const folder = await world.makeFolder('private');
    makeRepository(join(folder, 'shop'), {
      'package.json': '{ "type": "module" }',
      'a.test.js': SUITE,
    });
    const { url, close } = await startHttpHost(folder, `x-access-token:${GIT_TOKEN}`);
    const credentials = { secret: 'git-token', kind: 'token' } as const;
    const suite = nodeSuite({}, { secrets: { DEPLOY_KEY: 'deploy-key' } });
    return {
      definition: { ...suite, content: { type: 'git', url: `${url}/shop`, credentials } } as const,
      close,
    };
  }

  /** By a token, a link and a cookie, also where they do not belong. @returns all that was shown to the asker. */
  async function askInEveryWay(): Promise<string[]> {
    const { token } = JSON.parse((await server.api.post('/api/v1/tokens', { name: 'leaky' })).text);
    const { link } = JSON.parse((await server.api.post('/api/v1/sign-in-links', {})).text);
    const signedIn = await fetch(new URL(link, server.url), { redirect: 'manual' });
    const cookies = signedIn.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    expect(cookies.length).toBeGreaterThan(0);
    const misplaced = ['/?token=', '/signin?code=', '/api/v1/executions?name='];
    for (const place of misplaced) await fetch(server.url + place + token, { redirect: 'manual' });
    const inPaths = SECRET_PREFIXES.map((prefix) => prefix + token.slice(prefix.length));
    for (const secret of inPaths)
      for (const place of ['/', '/invitation/', '/executions/', '/api/v1/executions/', '/api/v1/tokens/'])
        for (const spelled of [secret, secret.replace('_', '%5F'), `${secret}?and=${secret}`])
          await fetch(server.url + place + spelled, {
            redirect: 'manual',
            headers: { authorization: `Bearer ${token}`, accept: 'text/html' },
          });
    const headers = { cookie: cookies.join('; '), authorization: `Bearer ${token}x`, 'user-agent': 'e2e' };
    for (const path of ['/', '/api/v1/me', '/api/v1/no-such-route'])
      await fetch(server.url + path, { headers: { ...headers, referer: server.url + link } });
    await fetch(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    await server.api.post('/api/v1/tokens', { name: token, scopes: [token] });
    const code = new URL(link, server.url).searchParams.get('code') ?? '';
    return [
      token,
      token.slice('gnt_'.length),
      code,
      ...(await askByPassword()),
      ...(await askByDevice()),
      ...cookies.map((cookie) => cookie.slice(cookie.indexOf('=') + 1)),
    ];
  }

  /** Right, wrong, and typed where the name belongs. @returns the password, and what it gave */
  async function askByPassword(): Promise<string[]> {
    const { username } = await server.api.get<{ username: string }>('/api/v1/me');
    expect((await server.api.put('/api/v1/me/password', { password: PASSWORD })).status).toBe(204);
    const logIn = (body: object) => server.api.post('/api/v1/auth/login', body, { authorization: '' });
    const right = await logIn({ username, password: PASSWORD });
    expect(right.status).toBe(200);
    const { accessToken } = JSON.parse(right.text) as { accessToken: string };
    expect((await logIn({ username, password: `${PASSWORD}!` })).status).toBe(401);
    expect((await logIn({ username: PASSWORD, password: PASSWORD })).status).toBe(401);
    const wrong = await server.api.put('/api/v1/me/password', {
      current: `${PASSWORD}?`,
      password: PASSWORD,
    });
    expect(wrong.status).toBeGreaterThanOrEqual(400);
    const cookies = right.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    return [PASSWORD, accessToken, ...cookies.map((cookie) => cookie.slice(cookie.indexOf('=') + 1))];
  }

  /** @returns the code of the device */
  async function askByDevice(): Promise<string[]> {
    const begun = await server.api.post('/api/v1/auth/device', { clientName: 'e2e' }, { authorization: '' });
    const { deviceCode } = JSON.parse(begun.text) as { deviceCode: string };
    await server.api.post('/api/v1/auth/device/token', { deviceCode }, { authorization: '' });
    await fetch(`${server.url}/device?code=${deviceCode}`, { redirect: 'manual' });
    return [deviceCode];
  }

  async function expectNotAnswered(id: string): Promise<void> {
    const asked = ['', '/units', '/results', '/events', '/logs', '/log-chunks', '/metrics'];
    for (const path of asked) {
      const { status, text } = await server.api.ask('GET', `/api/v1/executions/${id}${path}`);
      expect(status, path).toBe(200);
      expect(tells(text, [VALUE, GIT_TOKEN]), path).toBeNull();
    }
    for (const { resultId } of await server.api.results(id))
      expect(tells(JSON.stringify(await server.api.result(id, resultId)), [VALUE, GIT_TOKEN])).toBeNull();
    for (const accept of ['application/json', 'text/csv']) {
      const { text } = await server.api.ask('GET', '/api/v1/audit?limit=500', undefined, { accept });
      expect(text).toContain('session.refuse');
      expect(tells(text, [VALUE, GIT_TOKEN, PASSWORD]), accept).toBeNull();
    }
  }

  /** In the server's log (the greeting of the first start apart), its data folder, the agents' log there, the database. */
  async function expectNowhere(values: readonly string[]): Promise<void> {
    const log = server
      .output()
      .split('\n')
      .filter((line) => !line.startsWith('Sign in once'));
    expect(log.length).toBeGreaterThan(20);
    expect(tells(log.join('\n'), values), 'the output of the server').toBeNull();
    const files = await filesUnder(server.dataFolder);
    expect(files.map((path) => path.slice(server.dataFolder.length))).toContain('/logs/agents.log');
    // This one is how the command line of the same person finds the server.
    for (const path of files.filter((file) => !file.endsWith('/server.json')))
      expect(tells(await readUnpacked(path), values), path).toBeNull();
    for (const table of await tablesOf(database)) {
      const { rows } = await database.pool.query(`select row::text as text from ${table} row`);
      for (const { text } of rows) expect(tells(text, values), table).toBeNull();
    }
  }

  /** Looked for as it is, as in an address, and in whatever could be base64. @returns what was found. */
  function tells(text: string, values: readonly string[]): string | null {
    const encoded = (text.match(/[A-Za-z0-9+/_-]{20,}={0,2}/g) ?? []).map((word) =>
      Buffer.from(word, 'base64'),
    );
    const found = values.find((value) => {
      const forms = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
      return forms.some((form) => text.includes(form)) || encoded.some((bytes) => bytes.includes(value));
    });
    return found ?? MADE.exec(text)?.[0] ?? null;
  }

  test('is what this search finds, in each of those forms', () => {
    const forms = [VALUE, encodeURIComponent(VALUE), Buffer.from(`user:${VALUE}`).toString('base64')];
    for (const form of forms)
      expect(tells(`something ${form} something`, ['x'.repeat(30), VALUE])).toBe(VALUE);
    expect(tells(`a gnt_${'x'.repeat(43)} b`, [])).toBe(`gnt_${'x'.repeat(43)}`);
    expect(tells('s3cret/va+lue and nothing of the rest, bm90aGluZyBvZiB0aGUgcmVzdA==', [VALUE])).toBeNull();
  });

  const tablesOf = async ({ pool }: TestDatabase): Promise<string[]> =>
    (
      await pool.query("select format('%I', tablename) as name from pg_tables where schemaname = 'public'")
    ).rows.map(({ name }) => name);

  const filesUnder = async (folder: string): Promise<string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  async function readUnpacked(path: string): Promise<string> {
    const bytes = await readFile(path);
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString();
  }
});

describe('a report', () => {
  const junit = { format: 'junit', path: 'report.xml' } as const;
  const xml = (cases: string) =>
    `<?xml version="1.0"?><testsuites><testsuite name="s">${cases}</testsuite></testsuites>`;

  /** One command with one report, in which `text` stands. */
  const reporting = (text: string, run = 'cp prepared.xml report.xml'): TestDefinitionInput => ({
    ...commandSuite({}),
    content: { type: 'inline', files: { 'prepared.xml': text } },
    commands: [{ name: 'reports', run, report: junit }],
  });

  test.each([
    [
      'that is not XML',
      reporting('{"this": "is JSON"}'),
      'report-malformed',
      'report.xml: The JUnit report cannot be used: it is empty, cut off or not well-formed XML',
    ],
    ['that is cut off', reporting(xml('<testcase name="a"/>').slice(0, 75)), 'report-malformed', 'cut off'],
    ['without a single test', reporting(xml('')), 'unit-without-results', 'without a single result'],
    [
      'that is missing',
      reporting('', 'echo did nothing'),
      'runner-crashed',
      'nothing new matches report.xml',
    ],
    ['of a program that is not there', reporting('', 'no-such-program'), 'runner-crashed', 'no-such-program'],
  ])('%s is never green, and says why', async (_, definition, reason, said) => {
    const view = await server.api.run(definition);
    expect(view).toMatchObject({
      verdict: 'failed',
      failureReason: reason,
      failureMessage: expect.stringContaining(said),
    });
    const [unit] = await server.api.units(view.executionId);
    expect(unit).toMatchObject({ outcome: 'error', reason });
    expect((await server.api.artifact(view.executionId, 'junit')).text).toContain('<error');
  });

  test('a command that is not there fails with its exit code and what the shell said', async () => {
    const view = await server.api.run(commandSuite({ gone: 'no-such-program --all' }));
    expect(view).toMatchObject({
      verdict: 'failed',
      failureReason: 'tests-failed',
      counts: { total: 1, failed: 1 },
    });
    const [result] = await server.api.results(view.executionId);
    expect(result).toMatchObject({ name: 'gone', message: expect.stringContaining('127') });
    const { output } = await server.api.result(view.executionId, result?.resultId ?? '');
    expect(output).toContain('no-such-program');
  });

  test('no test at all is never green', async () => {
    expect(await server.api.run(nodeSuite({ 'a.js': '// no test' }))).toMatchObject({
      verdict: 'failed',
      failureReason: 'no-tests',
      failureMessage: expect.stringContaining('found no tests'),
    });
  });

  test.runIf(process.platform === 'linux')('of 200 MB is read with less than 400 MB of memory', async () => {
    const script = `
        import { createWriteStream } from 'node:fs';
        import { finished } from 'node:stream/promises';
        const file = createWriteStream('report.xml');
        const write = (text) => new Promise((done) => file.write(text) ? done() : file.once('drain', done));
        await write('<testsuites><testsuite name="large">');
        const stack = 'a line of a stack trace, with some &amp; in it\\n'.repeat(430);
        for (let index = 0; index < 5000; index += 1)
          await write('<testcase name="t' + index + '"><failure message="m">' + stack + '</failure></testcase>');
        await write('<testcase name="loud"><system-out>');
        for (let part = 0; part < 100; part += 1) await write('printed by the test, and &lt;\\n'.repeat(35000));
        await write('</system-out></testcase></testsuite></testsuites>');
        file.end();
        await finished(file);`;
    const executionId = await server.api.submit({
      ...commandSuite({}),
      content: { type: 'inline', files: { 'write.mjs': script } },
      commands: [{ name: 'large', run: 'node write.mjs && ls -l report.xml', report: junit }],
    });
    const peakBytes = await measureAgent(executionId);
    const view = await server.api.archived(executionId);
    expect(view).toMatchObject({ verdict: 'failed', counts: { total: 5001, passed: 1, failed: 5000 } });
    expect(Number(/ (\d{9,}) /.exec(await server.api.logs(executionId))?.[1])).toBeGreaterThan(200_000_000);
    expect(peakBytes, 'the agent was seen at work').toBeGreaterThan(20_000_000);
    expect(peakBytes).toBeLessThan(400_000_000);
  });

  /** The most memory that the agent of the execution's only group had at any time until its end. */
  async function measureAgent(executionId: string): Promise<number> {
    const pid = await until('the agent is known', async () => {
      const groups = 'select pid from execution_groups where execution_id = $1 and pid is not null';
      return (await database.pool.query(groups, [executionId])).rows[0]?.pid as number | undefined;
    });
    let peakBytes = 0;
    await until('the agent has ended', async () => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
      if (peak !== undefined) peakBytes = Number(peak) * 1024;
      return peak === undefined;
    });
    return peakBytes;
  }
});

describe('what tests say', () => {
  const ESCAPES = '\u001b[2J\u001b]0;owned\u0007\u0000\u009b31m';
  const MARKUP = '</script><script>alert(1)</script><img src=x onerror=alert(2)>';
  /** What clears a screen, sets a title, rings, or begins such a command in eight bits. */
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
  const HARMFUL = /\u001b\[2J|\u001b\]|\u0007|\u0000|[\u0080-\u009f]/;

  /** One failing test with such a name, which it also prints and gives as its reason. */
  const namedSuite = (name: string) =>
    nodeSuite(
      {
        'a.test.js': `
          import { test } from 'node:test';
          const name = ${JSON.stringify(ESCAPES + MARKUP)} + 'x'.repeat(100_000) + 'end-of-the-name';
          test(name, () => { console.log(name); throw new Error(name); });`,
      },
      { name },
    );

  test('in a name of 100 kB with control characters never reaches a terminal or a pipe as such', async () => {
    const definition = JSON.stringify(namedSuite(`named ${ESCAPES.replace('\0', '')}`));
    const folder = await world.makeProject('names', { 'tests.json': definition });
    const run = ['run', '.', '--file', 'tests.json'];
    const commands = [run, ['results', 'latest'], ['list']];
    for (const args of commands) {
      const { stdout, stderr } = await gauntlet(args, folder);
      expect(stdout + stderr, args[0]).not.toMatch(HARMFUL);
    }
    for (const args of lendsTerminals
      ? [run, ['results', 'latest'], ['show', 'latest'], ['logs', 'latest']]
      : []) {
      const order = { cwd: folder };
      const { stdout } = await runInTerminal(world, [...args, '--data-dir', server.dataFolder], order);
      expect(stdout.length, args[0]).toBeGreaterThan(100);
      expect(stdout, args[0]).not.toMatch(HARMFUL);
    }
    expect(server.output()).not.toMatch(HARMFUL);
  });

  test('in a name of 100 kB with markup is text in the reports, and whole', async () => {
    const { executionId } = await server.api.run(namedSuite('markup'));
    const [result] = await server.api.results(executionId);
    const { name } = await server.api.result(executionId, result?.resultId ?? '');
    expect(name).toMatch(/end-of-the-name$/);
    const html = (await server.api.artifact(executionId, 'html-report')).text;
    expect(html).toContain('alert(1)');
    expect(html).not.toContain('<script>alert(1)');
    expect(html).not.toContain('<img src=x');
    const junit = (await server.api.artifact(executionId, 'junit')).text;
    expect(junit).toContain('end-of-the-name');
    expect(junit).not.toContain('<script>');
    for (const text of [html, junit]) expect(text).not.toMatch(HARMFUL);
  });

  test('in binary is kept byte by byte in the log', async () => {
    const script =
      'process.stdout.write(Buffer.from(Array.from({ length: 256 * 400 }, (_, index) => index % 256)))';
    const view = await server.api.run({
      ...commandSuite({ binary: 'node binary.cjs' }),
      content: { type: 'inline', files: { 'binary.cjs': script } },
    });
    expect(view).toMatchObject({ verdict: 'passed', counts: { total: 1, passed: 1 } });
    const { bytes } = await server.api.artifact(view.executionId, 'log');
    expect(bytes.includes(Buffer.from(Array.from({ length: 256 * 400 }, (_, index) => index % 256)))).toBe(
      true,
    );
    const chunks = await server.api.ask('GET', `/api/v1/executions/${view.executionId}/log-chunks`);
    expect(chunks.status).toBe(200);
  });
});

test('when all that is archived, no workspace is left, and nothing stands in the way of the next', async () => {
  expect(await readdir(join(server.dataFolder, 'work'))).toEqual([]);
  const { stdout, code } = await gauntlet(['doctor'], world.folder);
  expect({ stdout, code }).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Nothing stands in the way'),
  });
});
