/**
 * Cleanup: the logs and the merged reports become artifacts, the timings history, and then the
 * execution is Archived. Done again from the start when a server dies in between: the keys are the same,
 * and rows are written in one transaction at the end. A store that cannot be written never changes a verdict.
 */
import type { ArtifactId, ArtifactType, ExecutionId, LogStream } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { EventStore } from '../../event-store/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { Executor, LogStore, UnitPool } from '../execute/ports.ts';
import { type Execution, NO_COUNTS } from '../execution.ts';
import { appendFacts, moveExecution } from '../move-execution.ts';
import { arePodsLeft } from '../pods/await-pods.ts';
import type { PodExecutor } from '../pods/ports.ts';
import type { ExecutionStore } from '../ports.ts';
import type {
  ArtifactIndex,
  ArtifactRefusal,
  ArtifactRow,
  ArtifactStore,
  MetricStore,
  NewArtifact,
  ReportReader,
} from './ports.ts';
import { encodePieces } from './report/encode-pieces.ts';
import { HTML_REPORT_LIMITS } from './report/html-limits.ts';
import { renderHtml } from './report/render-html.ts';
import { renderJUnit } from './report/render-junit.ts';
import type { ReportArtifact, ReportSource } from './report/report-source.ts';

export type ArchiveDeps = {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  log: Log;
  serverUrl: () => string;
  executions: ExecutionStore;
  units: UnitPool;
  logs: LogStore;
  artifacts: ArtifactIndex;
  artifactStore: ArtifactStore;
  metrics: MetricStore;
  reports: ReportReader;
  executor: Executor;
  pods: PodExecutor | null;
  events: EventStore;
};

export type ArchiveRefusal = ArtifactRefusal | { code: 'pods-left'; message: string };

const MAX_FILE_BYTES = 64 * 1024 ** 3;

/** @returns why it could not be stored; it stays in cleanup then, to be tried again. */
export async function archiveExecution(
  deps: ArchiveDeps,
  executionId: ExecutionId,
): Promise<Result<null, ArchiveRefusal>> {
  const execution = await deps.executions.find(executionId);
  if (execution?.status !== 'cleanup') return ok(null);
  if (await arePodsLeft(deps, execution)) return refuse(PODS_LEFT);
  const logs = await storeLogs(deps, execution);
  if (!logs.ok) return logs;
  const reports = await storeReports(deps, execution, logs.value);
  if (!reports.ok) return reports;
  await finishArchive(deps, execution, [...logs.value, ...reports.value]);
  if (execution.runsOn === 'local') await deps.executor.cleanUp(executionId);
  return ok(null);
}

const PODS_LEFT = { code: 'pods-left', message: 'Pods of it are still to go.' } as const;

type Stored = Result<NewArtifact[], ArtifactRefusal>;

async function storeLogs(deps: ArchiveDeps, execution: Execution): Promise<Stored> {
  const stored: NewArtifact[] = [];
  for (const { groupId, index, attempt, stream } of await deps.logs.streamsOf(execution.executionId)) {
    const file: FileToStore = {
      type: LOG_TYPES[stream],
      name: `group-${index}${attempt > 0 ? `-attempt-${attempt + 1}` : ''}-${stream}.log`,
      contentType: 'text/plain; charset=utf-8',
      groupId,
      attempt,
    };
    const artifact = await store(deps, execution, file, deps.logs.read(groupId, stream));
    if (!artifact.ok) return artifact;
    stored.push(artifact.value);
  }
  return ok(stored);
}

const LOG_TYPES: Readonly<Record<LogStream, ArtifactType>> = { setup: 'setup-log', output: 'log' };

async function storeReports(
  deps: ArchiveDeps,
  execution: Execution,
  logs: readonly NewArtifact[],
): Promise<Stored> {
  const source = await reportSource(deps, execution, logs);
  const { attempt } = execution;
  const junit: FileToStore = {
    type: 'junit',
    name: 'junit.xml',
    contentType: 'application/xml',
    groupId: null,
    attempt,
  };
  const html: FileToStore = {
    type: 'html-report',
    name: 'report.html',
    contentType: 'text/html; charset=utf-8',
    groupId: null,
    attempt,
  };
  const storedJunit = await store(deps, execution, junit, encodePieces(renderJUnit(source)));
  if (!storedJunit.ok) return storedJunit;
  const storedHtml = await store(deps, execution, html, encodePieces(renderHtml(source, HTML_REPORT_LIMITS)));
  return storedHtml.ok ? ok([storedJunit.value, storedHtml.value]) : storedHtml;
}

async function reportSource(
  deps: ArchiveDeps,
  execution: Execution,
  logs: readonly NewArtifact[],
): Promise<ReportSource> {
  const source = await deps.reports.source(execution.executionId);
  const earlier = (await deps.artifacts.listOf(execution.executionId)).filter(
    (row) => row.state === 'stored' && !REPORT_TYPES.has(row.type),
  );
  const names = new Set(logs.map((log) => log.artifactId as string));
  const rows = [...earlier.filter((row) => !names.has(row.artifactId)), ...logs];
  return { ...source, artifacts: rows.map((row) => reportArtifact(deps, row)) };
}

const REPORT_TYPES: ReadonlySet<ArtifactType> = new Set<ArtifactType>(['junit', 'html-report']);

const reportArtifact = (deps: ArchiveDeps, row: ArtifactRow): ReportArtifact => ({
  artifactId: row.artifactId,
  type: row.type,
  name: row.name,
  sizeBytes: row.sizeBytes,
  contentType: row.contentType,
  resultId: row.resultId,
  link: `${deps.serverUrl()}/api/v1/artifacts/${row.artifactId}`,
  ...(row.type === 'screenshot' ? { read: () => readAll(deps.artifactStore, row.storageKey) } : {}),
});

async function readAll(store: ArtifactStore, key: string): Promise<Uint8Array> {
  const content = await store.get(key);
  if (!content.ok) throw new Error(content.error.message);
  return new Uint8Array(await new Response(ReadableStream.from(content.value)).arrayBuffer());
}

type FileToStore = Pick<NewArtifact, 'type' | 'name' | 'contentType' | 'groupId' | 'attempt'>;

async function store(
  deps: ArchiveDeps,
  execution: Execution,
  file: FileToStore,
  content: AsyncIterable<Uint8Array>,
): Promise<Result<NewArtifact, ArtifactRefusal>> {
  const { executionId } = execution;
  const storageKey = `executions/${executionId}/${file.name}${(await deps.artifacts.isCompressed(file.type)) ? '.gz' : ''}`;
  const stored = await deps.artifactStore.put(storageKey, content, { maxBytes: MAX_FILE_BYTES });
  if (!stored.ok) return refuse(stored.error);
  const made = {
    artifactId: deps.ids.next<ArtifactId>(),
    executionId,
    storageKey,
    resultId: null,
    createdAt: deps.clock.now(),
    state: 'stored' as const,
  };
  return ok({ ...file, ...made, ...stored.value });
}

function finishArchive(
  deps: ArchiveDeps,
  { executionId }: Execution,
  artifacts: readonly NewArtifact[],
): Promise<void> {
  return deps.inTransaction(async (tx) => {
    const execution = await deps.executions.lock(tx, executionId);
    if (execution?.status !== 'cleanup') return;
    const ids = new Map<ArtifactType, ArtifactId>();
    for (const artifact of artifacts) ids.set(artifact.type, await deps.artifacts.insert(tx, artifact));
    await deps.logs.delete(tx, executionId);
    await deps.units.rememberTimings(tx, executionId);
    await recordMetrics(deps, tx, execution);
    await noteReports(deps, tx, execution, ids);
    await moveExecution(deps, tx, execution, 'artifacts-stored', { archivedAt: deps.clock.now() });
  });
}

async function noteReports(
  deps: ArchiveDeps,
  tx: Tx,
  { executionId }: Execution,
  ids: ReadonlyMap<ArtifactType, ArtifactId>,
): Promise<void> {
  const [junitArtifactId, htmlArtifactId] = [ids.get('junit'), ids.get('html-report')];
  if (!junitArtifactId || !htmlArtifactId) return;
  await appendFacts(deps.events, tx, executionId, [
    { type: 'report-stored', data: { junitArtifactId, htmlArtifactId } },
  ]);
}

/** What TEST_METRICS keeps of an execution, for trends. */
async function recordMetrics(deps: ArchiveDeps, tx: Tx, execution: Execution): Promise<void> {
  const { startedAt, completedAt, submittedAt, executionId } = execution;
  const seconds = (from: Date | null, to: Date | null) =>
    from && to ? (to.getTime() - from.getTime()) / 1000 : null;
  const counts = (await deps.metrics.countsOf(tx, executionId)) ?? NO_COUNTS;
  const values: [name: string, value: number | null, unit: string][] = [
    ['execution_duration_seconds', seconds(startedAt, completedAt), 'seconds'],
    ['start_wait_seconds', seconds(submittedAt, startedAt), 'seconds'],
    ['tests_total', counts.total, 'tests'],
    ['tests_passed', counts.passed, 'tests'],
    ['tests_failed', counts.failed, 'tests'],
    ['tests_skipped', counts.skipped, 'tests'],
    ['tests_flaky', counts.flaky, 'tests'],
  ];
  const known = values.flatMap(([name, value, unit]) => (value === null ? [] : [{ name, value, unit }]));
  await deps.metrics.insert(tx, executionId, known, deps.clock.now());
}
