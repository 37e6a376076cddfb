/**
 * What one agent tells Prometheus of its group. Labels have few values (a test's status, a unit's outcome): no name
 * of a test is among them. All of it begins at zero with the process, also where an agent goes on after a crash.
 */
import type { AgentEvent } from '@gauntlet/contract';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { AGENT_VERSION } from '../drive/agent-version.ts';

export type AgentMetrics = {
  /** Told every event when it is reported. @returns to be called when the server has it; keeps nothing of the event */
  noteReported(event: AgentEvent): () => void;
  noteSentBytes(kind: 'reports' | 'logs' | 'artifacts', bytes: number): void;
  /** In Prometheus' text format. */
  render(): Promise<string>;
};

/** Those of the server's own test_duration_seconds: both can be shown on one scale. */
const BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600];

export const createAgentMetrics = (): AgentMetrics => {
  const registers = [new Registry()];
  const tests = new Histogram({
    registers,
    name: 'test_duration_seconds',
    help: 'Test cases, as their runner timed them.',
    buckets: BUCKETS,
    labelNames: ['status'],
  });
  const units = new Counter({
    registers,
    name: 'gauntlet_agent_units_total',
    help: 'Units of test that this agent has run to their end.',
    labelNames: ['outcome'],
  });
  const results = new Counter({
    registers,
    name: 'gauntlet_agent_results_sent_total',
    help: 'Results that the server has taken.',
  });
  const waiting = new Gauge({
    registers,
    name: 'gauntlet_agent_spooled_events',
    help: 'Events in the spool that the server has not taken yet.',
  });
  const sent = new Counter({
    registers,
    name: 'gauntlet_agent_sent_bytes_total',
    help: 'Bytes that the server has taken.',
    labelNames: ['kind'],
  });
  registerProcess(registers);
  const acceptanceOf = (count: number) => () => {
    waiting.dec();
    results.inc(count);
  };
  return {
    noteReported: (event) => {
      waiting.inc();
      if (event.type === 'unit-finished') units.inc({ outcome: event.outcome });
      const taken = event.type === 'results' ? event.results : [];
      for (const { status, durationMs } of taken) tests.observe({ status }, durationMs / 1000);
      return acceptanceOf(taken.length);
    },
    noteSentBytes: (kind, bytes) => sent.inc({ kind }, bytes),
    render: async () => (await Promise.all(registers.map((registry) => registry.metrics()))).join(''),
  };
};

/** Under the names that all clients of Prometheus use; few of them, since there may be hundreds of agents. */
const registerProcess = (registers: Registry[]): void => {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      registers,
      name,
      help,
      collect() {
        this.set(read());
      },
    });
  gauge('process_resident_memory_bytes', 'Resident memory size in bytes.', () => process.memoryUsage.rss());
  gauge(
    'process_start_time_seconds',
    'Start time of the process since unix epoch in seconds.',
    () => performance.timeOrigin / 1000,
  );
  new Counter({
    registers,
    name: 'process_cpu_seconds_total',
    help: 'Total user and system CPU time spent in seconds.',
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  new Gauge({
    registers,
    name: 'gauntlet_agent_info',
    help: 'Always 1; the version of the agent.',
    labelNames: ['version'],
  }).set({ version: AGENT_VERSION }, 1);
};
