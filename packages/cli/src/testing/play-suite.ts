/** Plays an execution: the events a server would record for a suite, at a pace of one's choosing. */
import type {
  Counts,
  ExecutionEvent,
  ExecutionStatus,
  FailureReason,
  FailureSummary,
  Verdict,
} from '@gauntlet/contract';

type PlayedFile = {
  title: string;
  durationMs: number;
  passed: number;
  skipped?: number;
  failures?: FailureSummary[];
};
export type Suite = {
  framework: string;
  groups: number;
  files: PlayedFile[];
  estimated: 'with-history' | 'without-history';
  setup: string;
  /** Ends so instead of running: what a set-up that fails does. */
  ending?: { verdict: Verdict; reason: FailureReason; message: string };
  /** Counted as flaky in the verdict. */
  flaky?: number;
};
type Emit = (event: ExecutionEvent) => void;
type Stage = {
  emit: Emit;
  pause: (ms: number) => Promise<void>;
  isCancelled: () => boolean;
  nextId: () => string;
};

const none: Counts = { total: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 };
const add = (a: Counts, b: Counts): Counts => ({
  total: a.total + b.total,
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
  flaky: a.flaky + b.flaky,
});

const countsOf = ({ passed, skipped = 0, failures = [] }: PlayedFile): Counts => ({
  total: passed + skipped + failures.length,
  passed,
  failed: failures.length,
  skipped,
  flaky: 0,
});

const brand = (id: string) => id as never;

function createMoves(emit: Emit) {
  let from: ExecutionStatus | null = null;
  return (to: ExecutionStatus) => {
    emit({ type: 'status-changed', data: { from, to, because: `to-${to}`, attempt: 0 } });
    from = to;
  };
}

async function playFile(file: PlayedFile, groupIndex: number, stage: Stage): Promise<Counts> {
  const { title, durationMs, failures = [] } = file;
  const unitId = brand(stage.nextId());
  const counts = countsOf(file);
  stage.emit({ type: 'unit-started', data: { unitId, title, groupIndex } });
  await stage.pause(durationMs);
  const outcome = failures.length > 0 ? 'failed' : 'passed';
  const data = { unitId, title, file: title, groupIndex, outcome, counts, durationMs } as const;
  stage.emit({ type: 'unit-finished', data: { ...data, failures: failures.slice(0, 20) } });
  return counts;
}

async function playGroup(groupIndex: number, queue: PlayedFile[], stage: Stage): Promise<Counts> {
  const groupId = brand(stage.nextId());
  stage.emit({ type: 'group-started', data: { groupId, groupIndex, attempt: 0, nodeName: 'here' } });
  stage.emit({ type: 'phase-changed', data: { groupId, groupIndex, phase: 'running' } });
  let counts = none;
  let units = 0;
  for (let file = queue.shift(); file !== undefined && !stage.isCancelled(); file = queue.shift()) {
    counts = add(counts, await playFile(file, groupIndex, stage));
    units += 1;
  }
  stage.emit({ type: 'group-finished', data: { groupId, groupIndex, units, counts } });
  return counts;
}

function judge(
  suite: Suite,
  counts: Counts,
  stage: Stage,
): { verdict: Verdict; reason?: FailureReason; message?: string } {
  if (stage.isCancelled())
    return { verdict: 'cancelled', reason: 'cancelled-by-user', message: 'Cancelled by admin.' };
  if (suite.ending !== undefined) return suite.ending;
  if (counts.failed === 0) return { verdict: suite.flaky ? 'flaky' : 'passed' };
  return { verdict: 'failed', reason: 'tests-failed', message: `${counts.failed} tests failed.` };
}

async function playRun(suite: Suite, stage: Stage, move: (to: ExecutionStatus) => void): Promise<Counts> {
  const { framework, setup, groups } = suite;
  const workMs = suite.files.reduce((sum, file) => sum + file.durationMs, 0);
  const estimatedMs = suite.estimated === 'with-history' ? workMs : null;
  const plan = { framework, setup, groups, estimatedMs, units: suite.files.length };
  stage.emit({ type: 'plan-made', data: { ...plan, expectedTests: null, countVerified: true, attempt: 0 } });
  move('running');
  const queue = [...suite.files];
  const played = Array.from({ length: groups }, (_, index) => playGroup(index, queue, stage));
  const counts = (await Promise.all(played)).reduce(add, none);
  move('completing');
  return counts;
}

/** Plays the whole life of an execution; ends when its last event is out. */
export async function playSuite(suite: Suite, stage: Stage): Promise<void> {
  const startedAt = Date.now();
  const move = createMoves(stage.emit);
  for (const status of ['submitted', 'validating', 'queued', 'scheduled', 'initializing'] as const)
    move(status);
  const lead = { groupId: brand(stage.nextId()), groupIndex: 0 };
  stage.emit({ type: 'phase-changed', data: { ...lead, phase: 'setting-up', detail: suite.setup } });
  await stage.pause(20);
  const counts = suite.ending === undefined ? await playRun(suite, stage, move) : none;
  const judged = judge(suite, counts, stage);
  move(judged.verdict === 'cancelled' ? 'cancelled' : suite.ending === undefined ? 'completed' : 'failed');
  const total = { ...counts, flaky: suite.flaky ?? 0 };
  const durationMs = Date.now() - startedAt;
  stage.emit({ type: 'verdict-given', data: { ...judged, counts: total, durationMs, attempts: 1 } });
  const stored = { junitArtifactId: brand(stage.nextId()), htmlArtifactId: brand(stage.nextId()) };
  stage.emit({ type: 'report-stored', data: stored });
  move('cleanup');
  move('archived');
}
