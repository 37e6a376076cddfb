/** What must hold when something is killed, stopped, cancelled or too slow. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionView, TestDefinitionInput } from '@gauntlet/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Api } from './testing/api.ts';
import { runCli } from './testing/cli.ts';
import { commandSuite, nodeSuite, note, waitFor } from './testing/definitions.ts';
import {
  namedMarked,
  pidsMarked,
  seesEnvironments,
  sendSignal,
  untilNoneMarked,
} from './testing/processes.ts';
import { launchServer, type Server, startServer } from './testing/server.ts';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld();
});

afterEach(() => world.end());

const letGo = (gate: string) => writeFile(join(world.state, gate), '');
const linesOf = async (file: string) =>
  (await readFile(join(world.state, file), 'utf8').catch(() => '')).split('\n').filter(Boolean);
const noted = (file: string, lines: number) =>
  until(`${lines} lines in ${file}`, async () => (await linesOf(file)).length >= lines);

/** Six units, two that are over at once and four that wait; the last one fails. Each notes that it ran. */
function waitingSuite(extra: Partial<TestDefinitionInput> = {}): TestDefinitionInput {
  const slow = (name: string) => `${note('ran', name)}; ${waitFor('go')}`;
  return commandSuite(
    {
      quick1: note('ran', 'quick1'),
      quick2: note('ran', 'quick2'),
      slow1: slow('slow1'),
      slow2: slow('slow2'),
      slow3: slow('slow3'),
      failing: `${slow('failing')}; exit 7`,
    },
    { parallelism: 2, ...extra },
  );
}

const NAMES = ['failing', 'quick1', 'quick2', 'slow1', 'slow2', 'slow3'];

/** Judged as if nothing had happened: each unit was reported once, and the counts are right. */
async function expectRightEnd({ api }: Server, executionId: string): Promise<ExecutionView> {
  const view = await api.archived(executionId);
  expect(view).toMatchObject({
    verdict: 'failed',
    failureReason: 'tests-failed',
    counts: { total: 6, passed: 5, failed: 1, skipped: 0, flaky: 0 },
    units: { total: 6, reported: 6 },
    reports: { html: expect.any(String), junit: expect.any(String) },
  });
  const finished = await api.eventsOf(executionId, 'unit-finished');
  expect(finished.map(({ title }) => title).sort()).toEqual(NAMES);
  const results = await api.results(executionId);
  expect(results.map(({ name }) => name).sort()).toEqual(NAMES);
  expect(await api.eventsOf(executionId, 'verdict-given')).toHaveLength(1);
  await expectNoGap(api, executionId);
  return view;
}

async function expectNoGap(api: Api, executionId: string): Promise<void> {
  const numbers = (await api.events(executionId)).map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
}

/** The groups that ran went on: none was lost, none replaced, nothing ran twice. */
async function expectAdopted({ api }: Server, executionId: string): Promise<void> {
  expect(await api.eventsOf(executionId, 'group-lost')).toEqual([]);
  expect(await api.eventsOf(executionId, 'group-started')).toHaveLength(2);
  expect((await linesOf('ran')).sort()).toEqual(NAMES);
}

describe('a server that is killed', () => {
  test('in mid-run, with a database elsewhere, adopts its groups at its next start, however late that comes', async () => {
    const { url: databaseUrl } = await world.createDatabase();
    const environment = { GAUNTLET_HEARTBEAT_SECONDS: '1' };
    const first = await startServer(world, { databaseUrl, environment });
    const executionId = await first.api.submit(waitingSuite());
    await noted('ran', 4);
    await first.kill();
    const killedAt = performance.now();
    await letGo('go');
    await until('more than three heartbeats are missed', () => performance.now() - killedAt > 3500);
    const second = await startServer(world, { databaseUrl, environment });
    await expectRightEnd(second, executionId);
    await expectAdopted(second, executionId);
  });

  test('in mid-run, its own PostgreSQL left running, takes that over too', async () => {
    const first = await startServer(world);
    const executionId = await first.api.submit(waitingSuite());
    await noted('ran', 4);
    const postgres = () => readFile(join(first.dataFolder, 'postgres', 'postmaster.pid'), 'utf8');
    const before = await postgres();
    await first.kill();
    const second = await startServer(world);
    expect(await postgres()).toBe(before);
    await letGo('go');
    await expectRightEnd(second, executionId);
    await expectAdopted(second, executionId);
  });

  test('while the set-up runs goes on with that very set-up', async () => {
    const { url: databaseUrl } = await world.createDatabase();
    const first = await startServer(world, { databaseUrl });
    const setup = {
      commands: [`${note('set-up', 'began')}; ${waitFor('prepared')}; ${note('set-up', 'ended')}`],
    };
    const executionId = await first.api.submit(waitingSuite({ setup }));
    await noted('set-up', 1);
    await first.kill();
    await Promise.all([letGo('prepared'), letGo('go')]);
    const second = await startServer(world, { databaseUrl });
    await expectRightEnd(second, executionId);
    await expectAdopted(second, executionId);
    expect(await linesOf('set-up')).toEqual(['began', 'ended']);
  });

  test('as the last result comes in still gives one verdict and stores the reports', async () => {
    const { url: databaseUrl } = await world.createDatabase();
    const first = await startServer(world, { databaseUrl });
    const executionId = await first.api.submit(waitingSuite());
    await letGo('go');
    await until(
      'five units are reported',
      async () => (await first.api.execution(executionId)).units.reported >= 5,
    );
    await first.kill();
    const second = await startServer(world, { databaseUrl });
    await expectRightEnd(second, executionId);
    await expectAdopted(second, executionId);
  });
});

test('a server that is stopped leaves no process, and its next start brings the run to its right end', async () => {
  const first = await startServer(world);
  const executionId = await first.api.submit(waitingSuite());
  await noted('ran', 4);
  expect(await first.stop()).toEqual({ code: 0, signal: null });
  expect(namedMarked(world.mark)).toEqual([]);
  await letGo('go');
  const second = await startServer(world);
  await expectRightEnd(second, executionId);
  const again = (await linesOf('ran')).filter((name) => name.startsWith('quick'));
  expect(again).toEqual(['quick1', 'quick2']);
});

describe.runIf(seesEnvironments)('of a run that ends before its time', () => {
  const TREE = [
    '(trap "" TERM; while :; do sleep 1; done) &',
    'setsid sh -c \'trap "" TERM HUP; while :; do sleep 1; done\' >/dev/null 2>&1 &',
    'setsid sleep 1000 & disown 2>/dev/null || true;',
    note('ran', 'tree'),
    '; trap "" TERM; while :; do sleep 1; done',
  ].join(' ');

  /** Two units that pass, then one that is a family of processes nobody gets rid of by asking. */
  const stubbornSuite = (extra: Partial<TestDefinitionInput> = {}) =>
    commandSuite({ a1: 'true', a2: 'true', z: TREE }, { environment: { E2E_TREE: treeMark() }, ...extra });
  const treeMark = () => `tree-${world.mark}`;
  const expectNoTree = () => expect(namedMarked(treeMark())).toEqual([]);
  const treeIsUp = async () => {
    await noted('ran', 1);
    await until('the whole tree is up', () => pidsMarked(treeMark()).length >= 4);
  };

  test('by cancelling it, no process is left, and what was reported is kept', async () => {
    const server = await startServer(world, { databaseUrl: (await world.createDatabase()).url });
    const executionId = await server.api.submit(stubbornSuite());
    await treeIsUp();
    const cancel = await runCli(world, ['cancel', executionId, '--data-dir', server.dataFolder]);
    expect(cancel).toMatchObject({ code: 0 });
    const view = await server.api.archived(executionId);
    expectNoTree();
    expect(view).toMatchObject({
      verdict: 'cancelled',
      failureReason: 'cancelled-by-user',
      counts: { total: 2, passed: 2 },
    });
  });

  test('by its run limit, no process is left, what was reported is kept, and the exit code is 2', async () => {
    const server = await startServer(world, { databaseUrl: (await world.createDatabase()).url });
    const folder = await world.makeFolder('project');
    const suite = stubbornSuite({ timeouts: { runSeconds: 3 } });
    await writeFile(join(folder, 'gauntlet.json'), JSON.stringify({ ...suite, content: undefined }));
    const args = [
      'run',
      folder,
      '--file',
      join(folder, 'gauntlet.json'),
      '--json',
      '--data-dir',
      server.dataFolder,
    ];
    const run = await runCli(world, args);
    expectNoTree();
    expect(run.code).toBe(2);
    expect(JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      type: 'summary',
      verdict: 'timeout',
      failureReason: 'run-timeout',
      counts: { total: 2, passed: 2 },
    });
  });

  test('by the end of its agent, no process is left', async () => {
    const database = await world.createDatabase();
    const server = await startServer(world, { databaseUrl: database.url });
    // Hangs the first time with all its family, and passes when it is run again.
    const once = `if mkdir "$STATE/first"; then ${TREE}; fi`;
    const executionId = await server.api.submit(
      commandSuite(
        { a1: 'true', a2: 'true', a3: 'true', z: once },
        { parallelism: 2, environment: { E2E_TREE: treeMark() } },
      ),
    );
    await treeIsUp();
    const { rows } = await database.pool.query(
      `select pid from execution_groups join execution_units using (group_id) where title = 'z'`,
    );
    sendSignal(rows[0].pid, 'SIGKILL');
    const view = await server.api.archived(executionId);
    expectNoTree();
    expect(view).toMatchObject({
      verdict: 'passed',
      counts: { total: 4, passed: 4 },
      units: { total: 4, reported: 4 },
    });
    const [lost, ...others] = await server.api.eventsOf(executionId, 'group-lost');
    expect(others).toEqual([]);
    expect(lost).toMatchObject({ why: expect.stringContaining(`process ${rows[0].pid} is gone`) });
    const finished = await server.api.eventsOf(executionId, 'unit-finished');
    expect(finished.map(({ title }) => title).sort()).toEqual(['a1', 'a2', 'a3', 'z']);
    await expectNoGap(server.api, executionId);
  });
});

test('a file that hangs is ended at its limit and is an error, the others are as they are', async () => {
  const server = await startServer(world, { databaseUrl: (await world.createDatabase()).url });
  const passing = "import { test } from 'node:test'; test('passes', () => {});";
  const hanging =
    "import { test } from 'node:test'; test('hangs', () => new Promise(() => setInterval(() => {}, 1000)));";
  const executionId = await server.api.submit(
    nodeSuite(
      { 'a.test.js': passing, 'hang.test.js': hanging, 'z.test.js': passing },
      { timeouts: { unitSeconds: 3 } },
    ),
  );
  const view = await server.api.archived(executionId);
  expect(view).toMatchObject({
    verdict: 'failed',
    failureReason: 'unit-timeout',
    units: { total: 3, reported: 3 },
  });
  const units = (await server.api.units(executionId)).map(({ title, outcome, reason }) => [
    title,
    outcome,
    reason,
  ]);
  expect(units.sort()).toEqual([
    ['a.test.js', 'passed', null],
    ['hang.test.js', 'error', 'unit-timeout'],
    ['z.test.js', 'passed', null],
  ]);
});

test.runIf(seesEnvironments)('a test that leaves daemons and ends leaves none', async () => {
  const server = await startServer(world, { databaseUrl: (await world.createDatabase()).url });
  const mark = `daemon-${world.mark}`;
  const executionId = await server.api.submit(
    commandSuite(
      { leaves: 'setsid sleep 1000 >/dev/null 2>&1 & (trap "" TERM HUP; sleep 1000) >/dev/null 2>&1 & true' },
      { environment: { E2E_TREE: mark } },
    ),
  );
  expect(await server.api.archived(executionId)).toMatchObject({
    verdict: 'passed',
    counts: { total: 1, passed: 1 },
  });
  await untilNoneMarked(mark, 1);
});

describe('of two servers', () => {
  test('on one database and one folder of artifacts each takes its share, and every execution runs once', async () => {
    const { url: databaseUrl } = await world.createDatabase();
    const environment = { GAUNTLET_ARTIFACTS_DIR: join(world.folder, 'artifacts') };
    const [a, b] = await Promise.all(
      ['a', 'b'].map((name) =>
        startServer(world, { databaseUrl, environment, dataFolder: world.dataFolder(name) }),
      ),
    );
    if (!a || !b) throw new Error('two were started');
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? a : b).api.submit(
          commandSuite(
            { one: note('ran', `${index}`), two: note('ran', `${index}`) },
            { name: `share ${index}`, resources: { cpu: '200m' }, parallelism: index < 2 ? 2 : 1 },
          ),
        ),
      ),
    );
    const views = await Promise.all(ids.map((id) => a.api.archived(id)));
    expect(views.map(({ verdict }) => verdict)).toEqual(ids.map(() => 'passed'));
    const twice = ids.flatMap((_, index) => [index, index]);
    expect((await linesOf('ran')).map(Number).sort((x, y) => x - y)).toEqual(twice);
    for (const { api } of [a, b])
      for (const id of ids) expect((await api.artifact(id, 'junit')).text).toContain('tests="2"');
    await expectSharedFolders([a, b]);
    for (const { dataFolder } of [a, b])
      await until('no workspace is left', async () => (await readdir(join(dataFolder, 'work'))).length === 0);
  });

  /** What one server was sent, either can run. */
  async function expectSharedFolders(servers: readonly Server[]): Promise<void> {
    const { commands } = commandSuite({ one: 'test -e sent.txt' });
    const definition = JSON.stringify({ framework: 'command', commands });
    const project = await world.makeProject('project', { 'gauntlet.json': definition, 'sent.txt': '' });
    const args = ['run', project, '--file', join(project, 'gauntlet.json'), '--data-dir'];
    const runs = Array.from({ length: 3 }, (_, index) => servers[index % servers.length] as Server);
    const ended = await Promise.all(runs.map(({ dataFolder }) => runCli(world, [...args, dataFolder])));
    expect(ended.map(({ code }) => code)).toEqual(runs.map(() => 0));
  }

  test.each([
    ['its own database', async () => ({})],
    ['one database', async () => ({ databaseUrl: (await world.createDatabase()).url })],
  ])('on one data folder, with %s, the second says so and stops with exit code 2', async (_, order) => {
    const settings = await order();
    const first = await startServer(world, settings);
    const second = launchServer(world, settings);
    expect(await second.exit()).toEqual({ code: 2, signal: null });
    expect(second.output()).toContain(`in use by the running process ${first.pid}`);
    expect(second.output()).toContain('--data-dir');
    const up = await runCli(world, ['up', '--data-dir', first.dataFolder]);
    expect(up.code).toBe(2);
    expect(up.stderr).toContain(first.url);
    expect(await first.api.get('/api/v1/me')).toMatchObject({ username: 'admin' });
  });
});
