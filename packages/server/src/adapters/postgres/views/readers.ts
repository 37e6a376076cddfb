/** The read side over PostgreSQL. Owns nothing; asks for the team before it asks for anything else. */
import type { ExecutionId, TeamId } from '@gauntlet/contract';
import type {
  ArtifactReader,
  ArtifactStore,
  DefinitionReader,
  EventReader,
  ExecutionReader,
  LogReader,
  ResultReader,
} from '../../../executions/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../database.ts';
import { createPostgresLogStore } from '../log-store.ts';
import { findArtifact, listArtifacts } from './artifact-list.ts';
import { lastUnits, listDefinitions, listVersions, showDefinition } from './definition-reader.ts';
import { createPostgresEventReader } from './event-reader.ts';
import { readStatus, showExecution } from './execution-detail.ts';
import { listExecutions } from './execution-list.ts';
import { createPostgresLogReader } from './log-reader.ts';
import { readQueue } from './queue-view.ts';
import { listMetrics, showResult } from './result-detail.ts';
import { listResults } from './result-list.ts';
import { listUnits } from './unit-list.ts';

export type Readers = ExecutionReader & ResultReader & ArtifactReader & DefinitionReader;

export function createPostgresReaders(
  database: Database,
  clock: Clock,
  artifacts: Pick<ArtifactStore, 'get'>,
): { readers: Readers; logs: LogReader; events: EventReader } {
  return {
    readers: createReaders(database, clock),
    logs: createPostgresLogReader({ database, artifacts, logs: createPostgresLogStore(database) }),
    events: createPostgresEventReader(database),
  };
}

export function createReaders(database: Database, clock: Clock): Readers {
  /** Runs the query when the execution is the team's; null otherwise. */
  const within = async <Value>(
    teamId: TeamId,
    executionId: ExecutionId,
    read: (execution: { executionId: ExecutionId; attempt: number }) => Promise<Value>,
  ): Promise<Value | null> => {
    const query = database
      .selectFrom('test_executions')
      .select('attempt')
      .where('execution_id', '=', executionId);
    const row = await query.where('team_id', '=', teamId).executeTakeFirst();
    return row ? read({ executionId, attempt: row.attempt }) : null;
  };
  return {
    list: (teamId, filter, order) => listExecutions(database, clock, teamId, filter, order),
    show: (teamId, executionId) => showExecution(database, clock, teamId, executionId),
    statusOf: (teamId, executionId) => readStatus(database, teamId, executionId),
    queue: (teamId) => readQueue(database, teamId),
    units: (teamId, executionId, filter, order) =>
      within(teamId, executionId, () => listUnits(database, executionId, filter, order)),
    results: (teamId, executionId, filter, order) =>
      within(teamId, executionId, (execution) => listResults(database, execution, filter, order)),
    result: (teamId, executionId, resultId) =>
      within(teamId, executionId, () => showResult(database, executionId, resultId)),
    metrics: (teamId, executionId) => within(teamId, executionId, () => listMetrics(database, executionId)),
    artifacts: (teamId, executionId, filter, order) =>
      within(teamId, executionId, () => listArtifacts(database, executionId, filter, order)),
    artifact: (teamId, artifactId) => findArtifact(database, teamId, artifactId),
    definitions: (teamId, order) => listDefinitions(database, teamId, order),
    definition: (teamId, definitionId) => showDefinition(database, teamId, definitionId),
    lastUnits: (teamId, definitionId) => lastUnits(database, teamId, definitionId),
    versions: (teamId, definitionId) => listVersions(database, teamId, definitionId),
  };
}
