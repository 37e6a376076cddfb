/** The shapes a run can take, and what each promises: groups, retries, reruns, keys, streams, reports. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SubmitAnswer, TestDefinitionInput } from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readReport } from '../packages/agent/src/reports/read-report.ts';
import { problemOf } from './testing/api.ts';
import { runCli } from './testing/cli.ts';
import { commandSuite, nodeSuite, note, waitFor } from './testing/definitions.ts';
import { type Server, startServer } from './testing/server.ts';
import { type Message, readEvents } from './testing/sse.ts';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

let world: World;
let server: Server;

beforeAll(async () => {
  world = await createWorld();
  server = await startServer(world, { databaseUrl: (await world.createDatabase()).url });
});

afterAll(() => world.end());

const gauntlet = (args: readonly string[], cwd: string) =>
  runCli(world, [...args, '--data-dir', server.dataFolder], { cwd });
const lastLine = (text: string) => JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');
const linesOf = async (file: string) =>
  (await readFile(join(world.state, file), 'utf8').catch(() => '')).split('\n').filter(Boolean);

describe('in two groups', () => {
  /** Waits for as many groups as there are to be, so that none can do all the work alone. */
  const BARRIER = `
    import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
    import { setTimeout as pause } from 'node:timers/promises';
    const folder = process.env.STATE + '/groups-' + process.env.GROUPS;
    mkdirSync(folder, { recursive: true });
    writeFileSync(folder + '/' + process.cwd().replaceAll('/', '_'), '');
    while (readdirSync(folder).length < Number(process.env.GROUPS)) await pause(20);`;
  const file = (...lines: string[]) =>
    ["import { test } from 'node:test';", "import './barrier.js';", ...lines].join('\n');
  const suite = (parallelism: number): TestDefinitionInput =>
    nodeSuite(
      {
        'barrier.js': BARRIER,
        ...Object.fromEntries(
          Array.from({ length: 6 }, (_, index) => [
            `pass${index}.test.js`,
            file("test('a', () => {});", "test('b', () => {});"),
          ]),
        ),
        'fail.test.js': file("test('c', () => {});", "test('fails', () => { throw new Error('no'); });"),
        'skip.test.js': file("test('skipped', { skip: true }, () => {});"),
      },
      { parallelism, environment: { GROUPS: String(parallelism) } },
    );

  test('the counts are those of one, and both have run some', async () => {
    const [one, two] = await Promise.all([server.api.run(suite(1)), server.api.run(suite(2))]);
    expect(one).toMatchObject({
      verdict: 'failed',
      counts: { total: 15, passed: 13, failed: 1, skipped: 1, flaky: 0 },
      units: { total: 8, reported: 8 },
    });
    expect({ ...two, groups: [] }).toMatchObject({
      verdict: one.verdict,
      counts: one.counts,
      units: one.units,
    });
    expect(one.groups.map(({ unitsReported }) => unitsReported)).toEqual([8]);
    expect(two.groups).toHaveLength(2);
    for (const group of two.groups) expect(group.unitsReported).toBeGreaterThan(0);
    // Nothing else has run on this server: each case of both runs, and none twice.
    const metrics = (await server.api.ask('GET', '/metrics')).text;
    for (const [status, count] of [
      ['passed', 26],
      ['failed', 2],
      ['skipped', 2],
    ] as const)
      expect(metrics).toContain(`\ntest_duration_seconds_count{status="${status}"} ${count}\n`);
    const names = async (id: string) =>
      (await server.api.results(id)).map(({ file, name, status }) => `${file} ${name} ${status}`).sort();
    expect(await names(two.executionId)).toEqual(await names(one.executionId));
  });
});

describe('a second try', () => {
  /** Fails the first time, for a reason that lies outside of every workspace. */
  const onceBroken = (name: string) =>
    `${note('tries', name)}; mkdir "$STATE/${name}" 2>/dev/null && exit 1; true`;

  test('that passes makes the run flaky, which is said and is no failure; what had passed does not run again', async () => {
    const { commands } = commandSuite({ steady: note('tries', 'steady'), unsteady: onceBroken('unsteady') });
    const retries = { attempts: 2, backoffSeconds: 0 };
    const definition = JSON.stringify({ framework: 'command', commands, retries });
    const folder = await world.makeProject('flaky', { 'gauntlet.json': definition });
    const run = await gauntlet(['run', '.', '--file', 'gauntlet.json'], folder);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/flaky/i);
    const [latest] = (await server.api.get<{ items: { executionId: string }[] }>('/api/v1/executions')).items;
    expect(await server.api.execution(latest?.executionId ?? '')).toMatchObject({
      verdict: 'flaky',
      exitCode: 0,
      attempt: 1,
      counts: { total: 2, passed: 2, failed: 0, flaky: 1 },
    });
    expect(await linesOf('tries')).toEqual(['steady', 'unsteady', 'unsteady']);
    const statuses = await server.api.eventsOf(latest?.executionId ?? '', 'status-changed');
    const path = statuses.map(({ to }) => to).join(' ');
    expect(path).toContain(
      'completing failed retrying scheduled initializing running completing completed cleanup archived',
    );
  });

  test('by `rerun --failed` runs what failed and nothing else', async () => {
    const run = (name: string, end: string) => `${note('reruns', name)}; ${end}`;
    const first = await server.api.run(
      commandSuite({
        a: run('a', 'true'),
        b: run('b', 'false'),
        c: run('c', 'true'),
        d: run('d', onceBroken('d')),
      }),
    );
    expect(first).toMatchObject({ verdict: 'failed', counts: { total: 4, failed: 2 } });
    const again = await gauntlet(['rerun', '--failed', first.executionId, '--json'], world.folder);
    expect(again.code).toBe(1);
    expect(lastLine(again.stdout)).toMatchObject({
      verdict: 'failed',
      counts: { total: 2, passed: 1, failed: 1 },
    });
    expect(await linesOf('reruns')).toEqual(['a', 'b', 'c', 'd', 'b', 'd']);
    const rerun = await server.api.execution(lastLine(again.stdout).executionId);
    expect(rerun).toMatchObject({ rerunOf: first.executionId, units: { total: 2, reported: 2 } });
  });
});

describe('an Idempotency-Key', () => {
  const submit = (key: string, run: string) =>
    server.api.post('/api/v1/tests', commandSuite({ a: run }, { name: 'keyed' }), { 'idempotency-key': key });

  test('that comes again, or many times at once, is one execution; with another definition it is refused', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => submit('key-1', 'true')));
    answers.push(await submit('key-1', 'true'));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    const ids = new Set(answers.map(({ text }) => (JSON.parse(text) as SubmitAnswer).executionId));
    expect(ids.size).toBe(1);
    const reused = await submit('key-1', 'false');
    expect(reused.status).toBe(409);
    expect(problemOf(reused)).toMatchObject({ code: 'idempotency-key-reused' });
    const [id] = ids;
    await server.api.archived(id ?? '');
    expect(JSON.parse((await submit('key-1', 'true')).text)).toMatchObject({ executionId: id });
    const listed = await server.api.get<{ items: unknown[] }>('/api/v1/executions?name=keyed');
    expect(listed.items).toHaveLength(1);
  });
});

test('a stream of events that breaks is gone on with by Last-Event-ID, without gap or double', async () => {
  const executionId = await server.api.submit(
    commandSuite({ a: 'true', b: waitFor('stream'), c: 'true', d: 'exit 1' }),
  );
  const url = new URL(`/api/v1/executions/${executionId}/events`, server.url);
  const seen: Message[] = [];
  for (let end = 'client'; end !== 'server'; ) {
    const part = await readEvents(
      url,
      server.token,
      seen.at(-1)?.id ?? null,
      // What comes next may wait for the file below.
      (messages) => messages.length === 3 || messages.at(-1)?.event === 'unit-finished',
    );
    seen.push(...part.messages);
    end = part.end;
    if (seen.some(({ event }) => event === 'unit-finished')) await writeFile(join(world.state, 'stream'), '');
  }
  // Told some time after the verdict, before the execution is archived or after it: then to who comes again.
  const listed = await until('its failures are grouped', async () => {
    const events = await server.api.events(executionId);
    return events.some(({ event }) => event.type === 'failures-grouped') && events;
  });
  const rest = await readEvents(url, server.token, seen.at(-1)?.id ?? null, () => false);
  expect(rest.end).toBe('server');
  seen.push(...rest.messages);
  expect(listed.length).toBeGreaterThan(10);
  expect(seen.map(({ data }) => data)).toEqual(listed);
  expect(seen.map(({ id, event }) => [id, event])).toEqual(
    listed.map(({ number, event }) => [number, event.type]),
  );
  const late = await readEvents(url, server.token, listed.at(-2)?.number ?? null, () => false);
  expect([late.end, late.messages.length]).toEqual(['server', 1]);
  const over = await server.api.ask('GET', url.pathname, undefined, {
    accept: 'text/event-stream',
    'last-event-id': String(seen.at(-1)?.id),
  });
  expect(over.status).toBe(204);
});

describe('a project folder with its dependencies installed', () => {
  const FILES = {
    'package.json': '{"name":"linked","scripts":{"test":"node --test"},"dependencies":{"twice":"1.0.0"}}',
    'node_modules/twice/package.json': '{"name":"twice","version":"1.0.0","main":"index.js"}',
    'node_modules/twice/index.js': 'module.exports = (number) => 2 * number;',
    'node_modules/.package-lock.json': '{}',
    'kept/data.txt': 'as it was',
    '.gitignore': 'node_modules\n',
    'twice.test.js': `
      const assert = require('node:assert');
      const fs = require('node:fs');
      const { test } = require('node:test');
      test('two and two', () => assert.equal(require('twice')(2), 4));
      test('fails', () => assert.equal(require('twice')(2), 5));
      test('skipped', { skip: true }, () => {});
      test('makes a mess', () => {
        fs.writeFileSync('kept/data.txt', 'changed');
        fs.writeFileSync('new.txt', 'new');
        fs.mkdirSync('node_modules/.cache', { recursive: true });
        fs.writeFileSync('node_modules/.cache/new.txt', 'new');
        fs.rmSync('package.json');
      });`,
  };

  /** Of every name, link, mode and byte under a folder. */
  function fingerprintOf(folder: string): string {
    const hash = createHash('sha256');
    const add = (path: string): void => {
      const entry = lstatSync(path);
      hash.update(`${path.slice(folder.length)} ${entry.mode} ${entry.mtimeMs}\n`);
      if (entry.isSymbolicLink()) hash.update(readlinkSync(path));
      else if (entry.isFile()) hash.update(readFileSync(path));
      else for (const name of readdirSync(path).sort()) add(join(path, name));
    };
    add(folder);
    return hash.digest('hex');
  }

  test('is as it was after a run that made a mess; the summary has what is documented, the reports are whole', async () => {
    const folder = await world.makeProject('linked', FILES);
    const before = fingerprintOf(folder);
    const run = await gauntlet(['run', '.', '--json', '--parallel', '2'], folder);
    expect(fingerprintOf(folder)).toBe(before);
    expect(run.code).toBe(1);
    const lines = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.slice(0, -1).every(({ type }) => type === 'event')).toBe(true);
    const summary = lines.at(-1);
    expect(summary).toEqual({
      type: 'summary',
      executionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      verdict: 'failed',
      failureReason: 'tests-failed',
      failureMessage: expect.any(String),
      counts: { total: 4, passed: 2, failed: 1, skipped: 1, flaky: 0 },
      durationMs: expect.any(Number),
      report: expect.stringMatching(/^file:\/\/\/.*\.html$/),
    });
    expect(await server.api.execution(summary.executionId)).toMatchObject({
      setup: expect.stringMatching(/link/i),
    });
    await expectReports(summary);
  });

  async function expectReports({
    executionId,
    report,
  }: {
    executionId: string;
    report: string;
  }): Promise<void> {
    const junit = join(await world.makeFolder('reports'), 'junit.xml');
    await writeFile(junit, (await server.api.artifact(executionId, 'junit')).bytes);
    const told: string[] = [];
    for await (const line of readReport(junit, 'junit'))
      told.push(line.type === 'case' ? line.status : line.type);
    expect(told.sort()).toEqual(['end', 'failed', 'passed', 'passed', 'skipped']);
    const { text: html, headers } = await server.api.artifact(executionId, 'html-report');
    expect(headers.get('content-type')).toContain('text/html');
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(html).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/i);
    for (const name of ['two and two', 'fails', 'skipped', 'makes a mess']) expect(html).toContain(name);
    expect(readFileSync(fileURLToPath(report), 'utf8')).toBe(html);
  }
});
