/**
 * What a real Prometheus has of a run: scraped from the server, from agents in pods while they run, and by a Pushgateway
 * from agents that are over.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { hasContainers } from '../packages/agent/src/testing/shim-container.ts';
import { freePort } from '../scripts/free-port.ts';
import { expressionsOfChart, metricsIn } from './testing/chart-expressions.ts';
import { commandSuite, nodeSuite, waitFor } from './testing/definitions.ts';
import { addStaging, createPodCluster, serverOfPods } from './testing/pod-cluster.ts';
import { startPrometheus, startPushgateway } from './testing/prometheus.ts';
import { type Server, startServer } from './testing/server.ts';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

const missing = process.env.GAUNTLET_MISSING?.split(',').includes('prometheus') === true;
/** The least that the server takes. */
const KEEP_SECONDS = 60;

let world: World;
let gateway: { url: string };
let databaseUrl: string;
let server: Server;
let prometheus: Awaited<ReturnType<typeof startPrometheus>>;
/** Where the one pod of these tests is scraped. */
let podPort: number;

const start = () =>
  startServer(world, {
    databaseUrl,
    dataFolder: world.dataFolder(),
    environment: { PUSHGATEWAY_URL: gateway.url, GAUNTLET_PUSHGATEWAY_KEEP_SECONDS: String(KEEP_SECONDS) },
  });

beforeAll(async () => {
  if (missing) return;
  world = await createWorld();
  gateway = await startPushgateway(world);
  databaseUrl = (await world.createDatabase()).url;
  server = await start();
  podPort = await freePort();
  const token = join(world.folder, 'token');
  await writeFile(token, server.token);
  const target = (url: string) => [{ targets: [new URL(url).host] }];
  prometheus = await startPrometheus(world, [
    { job_name: 'gauntlet', authorization: { credentials_file: token }, static_configs: target(server.url) },
    { job_name: 'pushgateway', honor_labels: true, static_configs: target(gateway.url) },
    { job_name: 'pods', static_configs: target(`http://127.0.0.1:${podPort}`) },
  ]);
}, 300_000);
afterAll(() => world?.end());

const pushedBy = async (job: string) => {
  const answer = await fetch(`${gateway.url}/api/v1/metrics`);
  const { data } = (await answer.json()) as { data: { labels: Record<string, string> }[] };
  return data.filter(({ labels }) => labels.job === job).map(({ labels }) => labels);
};

describe.skipIf(missing)('Prometheus after a run', () => {
  test.skipIf(!hasContainers)(
    'has what an agent in a pod does while it does it',
    async () => {
      const cluster = await createPodCluster(world);
      onTestFinished(() => cluster.close());
      const start = await serverOfPods(world, async () => ({ GAUNTLET_AGENT_METRICS_PORT: String(podPort) }));
      const other = await start();
      onTestFinished(async () => void (await other.stop())); // before the cluster closes: the last comes first
      await addStaging(world, other, cluster);
      const executionId = await other.api.submit(
        commandSuite(
          { a: 'true', b: waitFor('it-is-scraped') },
          { environmentName: 'staging', image: 'busybox:1.37', environment: { STATE: world.state } },
        ),
      );
      await until('the first unit is scraped', async () => {
        const [sample] = await prometheus.query('gauntlet_agent_units_total{job="pods",outcome="passed"}');
        return sample?.value === 1;
      });
      const [count] = await prometheus.query('sum(test_duration_seconds_count{job="pods"})');
      expect(count?.value).toBe(1);
      await writeFile(join(world.state, 'it-is-scraped'), '');
      expect(await other.api.archived(executionId)).toMatchObject({ verdict: 'passed' });
    },
    240_000,
  );

  test('test_duration_seconds is there twice: of the server for good, of each group while it is fresh', async () => {
    const body =
      "import {test} from 'node:test'; test('slow', (t, done) => setTimeout(done, 200)); test('b', () => { throw 1 });";
    const executionId = await server.api.submit(
      nodeSuite({ 'a.test.js': body, 'b.test.js': body }, { parallelism: 2 }),
    );
    expect(await server.api.archived(executionId)).toMatchObject({
      counts: { total: 4, passed: 2, failed: 2 },
    });
    const sum = async (expression: string, wanted: number) =>
      until(`${expression} is ${wanted}`, async () => {
        const samples = await prometheus.query(expression);
        if (samples[0]?.value === wanted) return true;
        throw new Error(JSON.stringify(samples));
      });
    await sum('sum(test_duration_seconds_count{job="gauntlet",status="passed"})', 2);
    await sum('sum(test_duration_seconds_count{job="gauntlet",status="failed"})', 2);
    await sum('sum(gauntlet_executions_total{verdict="failed"})', 1);
    const ofAgents = `job="gauntlet-agent",execution="${executionId}"`;
    await sum(`sum(test_duration_seconds_count{${ofAgents},status="passed"})`, 2);
    await sum(`sum(gauntlet_agent_units_total{${ofAgents}})`, 2);
    await sum(`sum(gauntlet_agent_results_sent_total{${ofAgents}})`, 4);
    await sum(`sum(gauntlet_agent_spooled_events{${ofAgents}})`, 0);
    await sum(
      `count(process_resident_memory_bytes{${ofAgents}} > 1e7)`,
      (await pushedBy('gauntlet-agent')).length,
    );
    const [slow] = await prometheus.query(`sum(test_duration_seconds_sum{${ofAgents},status="passed"})`);
    expect(slow?.value).toBeGreaterThan(0.39);
    const names = await prometheus.query(`count by (__name__) ({${ofAgents}})`);
    expect(names.map(({ metric }) => metric.__name__)).toEqual(
      expect.arrayContaining([
        'test_duration_seconds_bucket',
        'gauntlet_agent_sent_bytes_total',
        'push_time_seconds',
      ]),
    );
  });

  test('has every metric that dashboard, alerts and autoscaling of the chart ask for', async () => {
    const shown = [
      (await server.api.ask('GET', '/metrics')).text,
      await (await fetch(`${gateway.url}/metrics`)).text(),
    ].join('\n');
    const families = new Set([...shown.matchAll(/^# TYPE (\S+) \S+$/gm)].map(([, name]) => name));
    const asked = [...new Set(expressionsOfChart().flatMap(metricsIn))];
    expect(asked).toContain('gauntlet_queue_depth');
    expect(asked.length).toBeGreaterThan(20);
    const familyOf = (name: string) => (families.has(name) ? name : name.replace(/_(bucket|sum|count)$/, ''));
    expect(asked.filter((name) => !families.has(familyOf(name)))).toEqual([]);
  });

  test('the gateway is clean when their time is up, also where the server was killed; keys of others stay', async () => {
    await server.kill();
    await fetch(`${gateway.url}/metrics/job/a-backup`, { method: 'PUT', body: 'backups 1\n' });
    expect(await pushedBy('gauntlet-agent')).not.toEqual([]);
    server = await start();
    await until(
      'no key of an agent is left',
      async () => (await pushedBy('gauntlet-agent')).length === 0,
      150,
    );
    expect(await pushedBy('a-backup')).toEqual([{ job: 'a-backup' }]);
    expect(server.output()).not.toContain('stumbled');
  }, 240_000);
});
