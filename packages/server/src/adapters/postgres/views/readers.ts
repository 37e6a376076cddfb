/** The read side over PostgreSQL. Owns nothing; asks for the team before it asks for anything else. */
import type { ExecutionId } from '@gauntlet/contract';
import type {
  ArtifactReader,
  ArtifactStore,
  CauseReader,
  DefinitionReader,
  EventReader,
  ExecutionReader,
  LogReader,
  ResultReader,
  ScheduleReader,
  ViewReader,
} from '../../../executions/index.ts';
import type { Workspace } from '../../../identity/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../database.ts';
import { createPostgresLogStore } from '../log-store.ts';
import { inWorkspace } from '../workspace.ts';
import { findArtifact, listArtifacts } from './artifact-list.ts';
import { createPostgresCauseReader } from './cause-reader.ts';
import { lastUnits, listDefinitions, listVersions, showDefinition } from './definition-reader.ts';
import { createPostgresEventReader } from './event-reader.ts';
import { readStatus, showExecution } from './execution-detail.ts';
import { listExecutions } from './execution-list.ts';
import { createPostgresLogReader } from './log-reader.ts';
import { readQueue } from './queue-view.ts';
import { listMetrics, showResult } from './result-detail.ts';
import { listResults } from './result-list.ts';
import { createPostgresViewReader } from './saved-view-reader.ts';
import { createPostgresScheduleReader } from './schedule-reader.ts';
import { listUnits } from './unit-list.ts';

export type Readers = ExecutionReader & ResultReader & ArtifactReader & DefinitionReader;

export function createPostgresReaders(
  database: Database,
  clock: Clock,
  artifacts: Pick<ArtifactStore, 'get'>,
): {
  readers: Readers;
  logs: LogReader;
  events: EventReader;
  causes: CauseReader;
  schedules: ScheduleReader;
  views: ViewReader;
} {
  return {
    readers: createReaders(database, clock),
    logs: createPostgresLogReader({ database, artifacts, logs: createPostgresLogStore(database) }),
    events: createPostgresEventReader(database),
    causes: createPostgresCauseReader(database, clock),
    schedules: createPostgresScheduleReader(database),
    views: createPostgresViewReader(database),
  };
}

export function createReaders(database: Database, clock: Clock): Readers {
  /** Runs the query when the execution is the team's; null otherwise. */
  const within = async <Value>(
    workspace: Workspace,
    executionId: ExecutionId,
    read: (execution: { executionId: ExecutionId; attempt: number }) => Promise<Value>,
  ): Promise<Value | null> => {
    const query = database
      .selectFrom('test_executions')
      .select('attempt')
      .where('execution_id', '=', executionId);
    const row = await query.where(inWorkspace('test_executions', workspace)).executeTakeFirst();
    return row ? read({ executionId, attempt: row.attempt }) : null;
  };
  return {
    list: (workspace, filter, order) => listExecutions(database, clock, workspace, filter, order),
    show: (workspace, executionId) => showExecution(database, clock, workspace, executionId),
    statusOf: (workspace, executionId) => readStatus(database, workspace, executionId),
    queue: (workspace) => readQueue(database, workspace),
    units: (workspace, executionId, filter, order) =>
      within(workspace, executionId, () => listUnits(database, executionId, filter, order)),
    results: (workspace, executionId, filter, order) =>
      within(workspace, executionId, (execution) => listResults(database, execution, filter, order)),
    result: (workspace, executionId, resultId) =>
      within(workspace, executionId, () => showResult(database, executionId, resultId)),
    metrics: (workspace, executionId) =>
      within(workspace, executionId, () => listMetrics(database, executionId)),
    artifacts: (workspace, executionId, filter, order) =>
      within(workspace, executionId, () => listArtifacts(database, executionId, filter, order)),
    artifact: (workspace, artifactId) => findArtifact(database, workspace, artifactId),
    definitions: (workspace, order) => listDefinitions(database, workspace, order),
    definition: (workspace, definitionId) => showDefinition(database, workspace, definitionId),
    lastUnits: (workspace, definitionId) => lastUnits(database, workspace, definitionId),
    versions: (workspace, definitionId) => listVersions(database, workspace, definitionId),
  };
}
