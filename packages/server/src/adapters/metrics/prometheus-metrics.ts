/**
 * Prometheus metrics under the field's names and base units. Counters start at zero with the process
 * and follow the event store from then on; gauges are asked of the database when they are scraped.
 */
import type { ExecutionEvent } from '@gauntlet/contract';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type QueueGauges = {
  queued: number;
  oldestQueuedSeconds: number;
  groups: Record<string, number>;
  executions: Record<string, number>;
};
export type RequestObservation = { route: string; method: string; status: number; seconds: number };
export type PrometheusMetrics = ReturnType<typeof createPrometheusMetrics>;

const DURATION_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600];

export function createPrometheusMetrics(readGauges: () => Promise<QueueGauges>) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const testDuration = new Histogram({
    registers,
    name: 'test_duration_seconds',
    help: 'Wall time of units of test, as the agent saw it.',
    labelNames: ['outcome'],
    buckets: DURATION_BUCKETS,
  });
  const executionDuration = new Histogram({
    registers,
    name: 'gauntlet_execution_duration_seconds',
    help: 'From start to verdict.',
    labelNames: ['verdict'],
    buckets: DURATION_BUCKETS,
  });
  const verdicts = new Counter({
    registers,
    name: 'gauntlet_executions_total',
    help: 'Executions by verdict.',
    labelNames: ['verdict'],
  });
  const tests = new Counter({
    registers,
    name: 'gauntlet_tests_total',
    help: 'Tests by status.',
    labelNames: ['status'],
  });
  const transitions = new Counter({
    registers,
    name: 'gauntlet_execution_transitions_total',
    help: 'Status changes.',
    labelNames: ['to'],
  });
  const queueWait = new Histogram({
    registers,
    name: 'gauntlet_queue_wait_seconds',
    help: 'Time from queued to scheduled.',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600],
  });
  const lost = new Counter({
    registers,
    name: 'gauntlet_groups_lost_total',
    help: 'Groups that stopped without a word.',
  });
  const heartbeats = new Counter({
    registers,
    name: 'gauntlet_heartbeats_total',
    help: 'Heartbeats received from agents.',
  });
  const requests = new Histogram({
    registers,
    name: 'http_request_duration_seconds',
    help: 'HTTP requests by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30],
  });
  new Gauge({
    registers,
    name: 'gauntlet_queue_depth',
    help: 'Executions that wait for capacity.',
    async collect() {
      const gauges = await readGauges();
      this.set(gauges.queued);
      oldest.set(gauges.oldestQueuedSeconds);
      setAll(groups, 'state', gauges.groups);
      setAll(executions, 'status', gauges.executions);
    },
  });
  const oldest = new Gauge({
    registers,
    name: 'gauntlet_queue_oldest_seconds',
    help: 'Age of the execution that waits longest.',
  });
  const groups = new Gauge({
    registers,
    name: 'gauntlet_groups',
    help: 'Living groups by state.',
    labelNames: ['state'],
  });
  const executions = new Gauge({
    registers,
    name: 'gauntlet_executions',
    help: 'Executions that have not ended, by status.',
    labelNames: ['status'],
  });

  const queuedAt = new Map<string, number>();
  const noteTransition = (executionId: string, to: string, at: Date) => {
    transitions.inc({ to });
    if (to === 'queued') queuedAt.set(executionId, at.getTime());
    const since = queuedAt.get(executionId);
    if (to !== 'queued' && since !== undefined && queuedAt.delete(executionId) && to === 'scheduled')
      queueWait.observe((at.getTime() - since) / 1000);
  };
  return {
    render: () => registry.metrics(),
    countHeartbeat: () => heartbeats.inc(),
    observeRequest: ({ route, method, status, seconds }: RequestObservation) =>
      requests.observe({ route, method, status }, seconds),
    observeEvent: (executionId: string, event: ExecutionEvent, at: Date) => {
      if (event.type === 'status-changed') noteTransition(executionId, event.data.to, at);
      if (event.type === 'group-lost') lost.inc();
      if (event.type === 'unit-finished') {
        testDuration.observe({ outcome: event.data.outcome }, event.data.durationMs / 1000);
        for (const status of ['passed', 'failed', 'skipped'] as const)
          tests.inc({ status }, event.data.counts[status]);
      }
      if (event.type === 'verdict-given') {
        verdicts.inc({ verdict: event.data.verdict });
        executionDuration.observe({ verdict: event.data.verdict }, event.data.durationMs / 1000);
      }
    },
  };
}

function setAll<Label extends string>(
  gauge: Gauge<Label>,
  label: Label,
  values: Record<string, number>,
): void {
  gauge.reset();
  for (const [name, value] of Object.entries(values))
    gauge.set({ [label]: name } as Record<Label, string>, value);
}
