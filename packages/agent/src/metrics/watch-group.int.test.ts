import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { AgentEvent, type ArtifactId, ExecutionId, GroupId, UnitId } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import { afterEach, expect, test } from 'vitest';
import { freePort } from '../../../../scripts/free-port.ts';
import type { ServerClient } from '../server-client/server-client.ts';
import { watchGroup } from './watch-group.ts';

const executionId = ExecutionId.parse('01900000-0000-7000-8000-000000000001');
const groupId = GroupId.parse('01900000-0000-7000-8000-000000000002');
const unitId = UnitId.parse('01900000-0000-7000-8000-000000000003');
const finished = AgentEvent.parse({
  ...{ type: 'unit-finished', unitId, outcome: 'passed', durationMs: 2, exitCode: 0 },
  counts: { total: 1, passed: 1, failed: 0, skipped: 0, flaky: 0 },
});
const results = AgentEvent.parse({
  ...{ type: 'results', unitId },
  results: [{ key: 'a', name: 'a', suite: [], status: 'passed', durationMs: 1500 }],
});

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0)) step();
});
const warnings: string[] = [];
const log = {
  info: () => undefined,
  warn: (message: string, fields = {}) => void warnings.push(`${message} ${JSON.stringify(fields)}`),
  error: () => undefined,
};

const watched = async (port: number, pushgatewayUrl?: string) => {
  const watch = await watchGroup(
    { executionId, groupId, pushgatewayUrl },
    { GAUNTLET_METRICS_PORT: String(port) },
    log,
  );
  const accepted: (() => void)[] = [];
  const { report } = watch.watchReports({
    report: (_event: AgentEvent, _urgency: 'now' | 'soon', onAccepted?: () => void) => {
      if (onAccepted) accepted.push(onAccepted);
    },
  });
  return { watch, report, accept: () => accepted.splice(0).map((step) => step()) };
};

test('what is scraped of an agent is what it reported, and what of it the server has', async () => {
  const port = await freePort();
  const { watch, report, accept } = await watched(port);
  const scrape = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  report(results, 'soon');
  report(finished, 'now');
  const before = await scrape();
  for (const line of [
    'test_duration_seconds_sum{status="passed"} 1.5',
    'gauntlet_agent_units_total{outcome="passed"} 1',
    'gauntlet_agent_spooled_events 2',
    'gauntlet_agent_results_sent_total 0',
  ])
    expect(before).toContain(`\n${line}\n`);
  accept();
  const after = await scrape();
  expect(after).toContain('\ngauntlet_agent_spooled_events 0\n');
  expect(after).toContain('\ngauntlet_agent_results_sent_total 1\n');
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  await watch.end();
  await expect(scrape()).rejects.toThrow();
});

test('bytes of a file count once the server has it, whichever way they took', async () => {
  const port = await freePort();
  const { watch } = await watched(port);
  const gone = { code: 'refused' as const, status: 404, problem: 'not-found', message: 'gone' };
  let completed = refuse(gone) as Awaited<ReturnType<ServerClient['completeUpload']>>;
  const client = watch.watchClient({
    upload: async () => ok(null),
    completeUpload: async () => completed,
  } as unknown as ServerClient);
  const file = { name: 'a', type: 'file' as const, number: 1, sizeBytes: 1000, checksum: 'sha256:0' };
  await client.upload(file, { sizeBytes: 24, open: () => Readable.from([]) });
  await client.completeUpload(file);
  completed = ok({ artifactId: '01900000-0000-7000-8000-000000000004' as ArtifactId });
  await client.completeUpload(file);
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(text).toContain('\ngauntlet_agent_sent_bytes_total{kind="artifacts"} 1024\n');
  await watch.end();
});

test('a gateway that is away, and a port that is taken, are told of and hold nobody up', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, () => resolve()));
  undo.push(() => void taken.close());
  const nobody = `http://127.0.0.1:${await freePort()}`;
  const { watch, report, accept } = await watched((taken.address() as AddressInfo).port, nobody);
  report(results, 'now');
  accept();
  await watch.end();
  expect(warnings.join('\n')).toContain('metrics cannot be scraped');
  expect(warnings.join('\n')).toContain('metrics cannot be pushed');
});

test('nothing is counted where nobody asks', async () => {
  const watch = await watchGroup({ executionId, groupId, pushgatewayUrl: undefined }, {}, log);
  const group = { report: () => undefined };
  expect(watch.watchReports(group)).toBe(group);
});
