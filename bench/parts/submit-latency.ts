/**
 * From the request that submits a test to the first line of its first command, on a warm server: an agent
 * waits for work, nothing else runs.
 */
import { execFileSync } from 'node:child_process';
import { constants, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RecordedExecutionEvent, TestDefinitionInput } from '@gauntlet/contract';
import { type CpuTime, cpuTimeOf } from '../cpu-time.ts';
import type { Platform } from '../platform.ts';
import { atMost, milliseconds, type Section } from '../report.ts';
import { median, percentile } from '../statistics.ts';

/** After an execution the server starts the next waiting agent; people do not submit faster than this. */
const BETWEEN_RUNS_MS = 1000;
const WARM_UPS = 5;
const P50_AIM_MS = 50;
const P99_AIM_MS = 200;

type Run = { answeredMs: number; startedMs: number; stages: ReadonlyMap<string, number> };

export async function measureSubmission(platform: Platform, runs: number): Promise<Section> {
  const signals = openSignals(join(platform.scratchFolder, 'started'));
  try {
    const all: Run[] = [];
    for (let run = 0; run < WARM_UPS; run++) await runOnce(platform, signals);
    const cpu = await cpuTimeOf(platform, async () => {
      for (let run = 0; run < runs; run++) all.push(await runOnce(platform, signals));
    });
    return describe(all, cpu);
  } finally {
    signals.close();
  }
}

async function runOnce({ api }: Platform, signals: Signals): Promise<Run> {
  const started = signals.next();
  const sentAt = Date.now();
  const from = performance.now();
  const { executionId } = await api.submit(definitionOf(signals.path));
  const answeredMs = performance.now() - from;
  const startedMs = (await started) - from;
  await api.archived(executionId);
  const { items } = await api.events(executionId);
  await pause(BETWEEN_RUNS_MS);
  return { answeredMs, startedMs, stages: stagesOf(items, sentAt) };
}

const definitionOf = (fifo: string): TestDefinitionInput => ({
  name: 'first command',
  framework: 'command',
  content: { type: 'inline', files: { 'README.md': 'a test of one command' } },
  commands: [{ name: 'start', run: `echo started >'${fifo}'` }],
});

type Signals = { path: string; next(): Promise<number>; close(): void };

/** A pipe with a name: the command writes a line, and the moment is read from this process's own clock. */
function openSignals(path: string): Signals {
  execFileSync('mkfifo', ['-m', '666', path]);
  // For writing too, so that the end of one writer is not the end of the pipe.
  const pipe = new Socket({ fd: openSync(path, constants.O_RDWR | constants.O_NONBLOCK), readable: true });
  let heard: (at: number) => void = () => undefined;
  pipe.on('data', () => heard(performance.now()));
  return {
    path,
    next: () =>
      new Promise((resolve) => {
        heard = resolve;
      }),
    close: () => {
      pipe.destroy();
      rmSync(path, { force: true });
    },
  };
}

/** The server's own account, by the times of its transactions. */
function stagesOf(events: readonly RecordedExecutionEvent[], sentAt: number): Map<string, number> {
  const stages = new Map<string, number>();
  for (const { at, event } of events) {
    const name = event.type === 'status-changed' ? event.data.to : event.type;
    if (!stages.has(name)) stages.set(name, Date.parse(at) - sentAt);
  }
  return stages;
}

const STAGES = [
  ['submitted', 'the submission is being stored'],
  ['scheduled', 'the scheduler has it'],
  ['group-started', 'the agent has its start line, and the group is written down'],
  ['plan-made', 'the agent has said hello, laid out the content, and sent its plan'],
  ['unit-started', 'the report of the start, which travels beside the command itself'],
] as const;

function describe(runs: readonly Run[], cpu: CpuTime | null): Section {
  const started = runs.map((run) => run.startedMs);
  const answered = runs.map((run) => run.answeredMs);
  const [p50, p99] = [percentile(started, 50), percentile(started, 99)];
  const spread = `${milliseconds(Math.min(...started))} to ${milliseconds(Math.max(...started))}`;
  return {
    title: 'Submission to the first command',
    method: `${runs.length} runs, one after the other, ${BETWEEN_RUNS_MS / 1000} s apart, after ${WARM_UPS} that do not count. \`POST /api/v1/tests\` with one command and inline content; the command writes to a named pipe, and both moments are read from one clock.`,
    rows: [
      {
        what: 'p50',
        measured: milliseconds(p50),
        spread,
        aim: `${P50_AIM_MS} ms`,
        met: atMost(p50, P50_AIM_MS),
      },
      {
        what: 'p99',
        measured: milliseconds(p99),
        spread,
        aim: `${P99_AIM_MS} ms`,
        met: atMost(p99, P99_AIM_MS),
      },
      {
        what: 'the answer to the submission, p50',
        measured: milliseconds(percentile(answered, 50)),
        spread: `p99 ${milliseconds(percentile(answered, 99))}`,
        aim: '-',
        met: 'no aim',
      },
    ],
    notes: [
      `By the server's own events, milliseconds after the request was sent (medians): ${describeStages(runs)}.`,
      ...(cpu === null ? [] : [describeCpu(cpu, runs.length)]),
    ],
  };
}

const describeStages = (runs: readonly Run[]): string =>
  STAGES.flatMap(([stage, meaning]) => {
    const known = runs.flatMap(({ stages }) => stages.get(stage) ?? []);
    return known.length === 0 ? [] : [`${Math.round(median(known))} ${meaning}`];
  }).join('; ');

const describeCpu = ({ serverMs, databaseMs }: CpuTime, runs: number): string =>
  `Processor time of one execution in all, from the submission to the archived reports, the benchmark's own questions included: server ${milliseconds(serverMs / runs)}, PostgreSQL ${milliseconds(databaseMs / runs)}. The way to the first command crosses six commits (submission, scheduling, launch, hello, plan, claim), one after the other, each waiting for the disk.`;
