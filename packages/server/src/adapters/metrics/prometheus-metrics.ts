/**
 * Prometheus metrics under the field's names and base units. Counters and histograms start at zero with the process
 * and are of what this server counted: to be summed. Gauges are asked of the database when they are scraped, and
 * every server says the same: not to be summed.
 */
import type { ExecutionEvent } from '@gauntlet/contract';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type QueueGauges = {
  queued: number;
  oldestQueuedSeconds: number;
  groups: Record<string, number>;
  executions: Record<string, number>;
};
type RequestObservation = { route: string; method: string; status: number; seconds: number };

export type PrometheusMetrics = {
  /** In Prometheus' text format. */
  render(): Promise<string>;
  countHeartbeat(): void;
  /** Each test case once, when it is recorded; `seconds` is what the runner measured. */
  observeTest(test: { status: string; seconds: number }): void;
  observeRequest(request: RequestObservation): void;
  observeEvent(event: ExecutionEvent): void;
  observeQueueWait(seconds: number): void;
};

const RUN_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600];
const REQUEST_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30];

export function createPrometheusMetrics(readGauges: () => Promise<QueueGauges>): PrometheusMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const setGauges = registerGauges(registry);
  const tests = histogram(
    registry,
    'test_duration_seconds',
    'Test cases, as their runner timed them.',
    RUN_BUCKETS,
    ['status'],
  );
  const heartbeats = counter(registry, 'gauntlet_heartbeats_total', 'Heartbeats received from agents.');
  const requests = histogram(
    registry,
    'http_request_duration_seconds',
    'HTTP requests by route.',
    REQUEST_BUCKETS,
    ['method', 'route', 'status'],
  );
  const waits = histogram(
    registry,
    'gauntlet_queue_wait_seconds',
    'Time from queued to scheduled.',
    RUN_BUCKETS,
  );
  return {
    // Read before: metrics that are collected side by side would show what was read at the last scrape.
    render: async () => {
      setGauges(await readGauges());
      return registry.metrics();
    },
    countHeartbeat: () => heartbeats.inc(),
    observeTest: ({ status, seconds }) => tests.observe({ status }, seconds),
    observeRequest: ({ seconds, ...labels }) => requests.observe(labels, seconds),
    observeEvent: createEventObserver(registry),
    observeQueueWait: (seconds) => waits.observe(seconds),
  };
}

const counter = (registry: Registry, name: string, help: string, labelNames: string[] = []) =>
  new Counter({ registers: [registry], name, help, labelNames });
const histogram = (
  registry: Registry,
  name: string,
  help: string,
  buckets: number[],
  labelNames: string[] = [],
) => new Histogram({ registers: [registry], name, help, buckets, labelNames });
const gauge = (registry: Registry, name: string, help: string, labelNames: string[] = []) =>
  new Gauge({ registers: [registry], name, help, labelNames });

function registerGauges(registry: Registry): (seen: QueueGauges) => void {
  const depth = gauge(registry, 'gauntlet_queue_depth', 'Executions that wait for capacity.');
  const oldest = gauge(registry, 'gauntlet_queue_oldest_seconds', 'Age of the execution that waits longest.');
  const groups = gauge(registry, 'gauntlet_groups', 'Living groups by state.', ['state']);
  const executions = gauge(
    registry,
    'gauntlet_executions',
    'Executions that have not been archived, by status.',
    ['status'],
  );
  return (seen) => {
    depth.set(seen.queued);
    oldest.set(seen.oldestQueuedSeconds);
    setAll(groups, 'state', seen.groups);
    setAll(executions, 'status', seen.executions);
  };
}

function setAll(target: Gauge, label: string, values: Record<string, number>): void {
  target.reset();
  for (const [name, value] of Object.entries(values)) target.set({ [label]: name }, value);
}

function createEventObserver(registry: Registry): PrometheusMetrics['observeEvent'] {
  const units = histogram(
    registry,
    'gauntlet_unit_duration_seconds',
    'Wall time of units of test, as the agent saw it.',
    RUN_BUCKETS,
    ['outcome'],
  );
  const runs = histogram(
    registry,
    'gauntlet_execution_duration_seconds',
    'From start to verdict.',
    RUN_BUCKETS,
    ['verdict'],
  );
  const verdicts = counter(registry, 'gauntlet_executions_total', 'Executions by verdict.', ['verdict']);
  const tests = counter(registry, 'gauntlet_tests_total', 'Tests by status.', ['status']);
  const transitions = counter(registry, 'gauntlet_execution_transitions_total', 'Status changes.', ['to']);
  const lost = counter(registry, 'gauntlet_groups_lost_total', 'Groups that stopped without a word.');
  const losses = counter(
    registry,
    'gauntlet_infrastructure_losses_total',
    'Groups that were lost by no fault of their tests, by class: interruption, where their place was taken away.',
    ['class'],
  );
  // There from the beginning, or the first of them would be no increase.
  for (const name of ['infrastructure', 'interruption'] as const) losses.inc({ class: name }, 0);
  return (event) => {
    if (event.type === 'status-changed') transitions.inc({ to: event.data.to });
    if (event.type === 'group-lost') {
      lost.inc();
      if (event.data.by) losses.inc({ class: event.data.by });
    }
    if (event.type === 'unit-finished') {
      units.observe({ outcome: event.data.outcome }, event.data.durationMs / 1000);
      for (const status of ['passed', 'failed', 'skipped'] as const)
        tests.inc({ status }, event.data.counts[status]);
    }
    if (event.type === 'verdict-given') {
      verdicts.inc({ verdict: event.data.verdict });
      runs.observe({ verdict: event.data.verdict }, event.data.durationMs / 1000);
    }
  };
}
