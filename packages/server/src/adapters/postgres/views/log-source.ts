/** The streams of an execution's groups, in the order of attempt, group and stream, and where each one lies. */
import type { ExecutionId, ExecutionStatus, GroupId, LogStream } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { LogFilter } from '../../../executions/index.ts';
import type { Database } from '../database.ts';
import { encodingOf } from './artifact-list.ts';

export type ArchivedLog = {
  storageKey: string;
  encoding: 'identity' | 'gzip';
  seekPoints: readonly number[];
  storedAt: Date;
};
export type LogSource = {
  groupId: GroupId;
  groupIndex: number;
  attempt: number;
  stream: LogStream;
  /** Its group may still print. */
  alive: boolean;
  /** Null: its chunks are in the database, if it has any. */
  archived: ArchivedLog | null;
};

type GroupRow = { group_id: GroupId; group_index: number; attempt: number; alive: boolean };
type ArchiveRow = {
  group_id: GroupId;
  type_name: string;
  s3_path: string;
  seek_points: number[] | null;
  created_at: Date;
};

const STREAMS: readonly LogStream[] = ['setup', 'output'];
const STREAM_OF_TYPE: Readonly<Record<string, LogStream>> = { 'setup-log': 'setup', log: 'output' };

/** From cleanup on, chunks move into artifacts. */
const mayBeArchived = (status: ExecutionStatus) => status === 'cleanup' || status === 'archived';

export async function listLogSources(
  database: Database,
  executionId: ExecutionId,
  status: ExecutionStatus,
  { groupIndex, stream }: LogFilter,
): Promise<LogSource[]> {
  const groups = await readGroups(database, executionId, groupIndex);
  const archives = mayBeArchived(status) ? await readArchives(database, executionId) : [];
  const archived = new Map(archives.map((row) => [keyOf(row.group_id, STREAM_OF_TYPE[row.type_name]), row]));
  return groups.flatMap((group) =>
    STREAMS.filter((each) => stream === undefined || each === stream).map((each) => ({
      groupId: group.group_id,
      groupIndex: group.group_index,
      attempt: group.attempt,
      stream: each,
      alive: group.alive,
      archived: archivedLog(archived.get(keyOf(group.group_id, each))),
    })),
  );
}

const keyOf = (groupId: string, stream: LogStream | undefined) => `${groupId}/${stream}`;

const archivedLog = (row: ArchiveRow | undefined): ArchivedLog | null =>
  row
    ? {
        storageKey: row.s3_path,
        encoding: encodingOf(row.s3_path),
        seekPoints: row.seek_points ?? [],
        storedAt: row.created_at,
      }
    : null;

async function readGroups(database: Database, executionId: ExecutionId, groupIndex: number | undefined) {
  const only = groupIndex === undefined ? sql`` : sql`and group_index = ${groupIndex}`;
  const { rows } = await sql<GroupRow>`
    select group_id, group_index, attempt, status in ('starting', 'running') as alive from execution_groups
    where execution_id = ${executionId} ${only} order by attempt, group_index`.execute(database);
  return rows;
}

async function readArchives(database: Database, executionId: ExecutionId) {
  const { rows } = await sql<ArchiveRow>`
    select artifact.group_id, kind.type_name, artifact.s3_path, artifact.seek_points, artifact.created_at
    from test_artifacts artifact join artifact_types kind using (artifact_type_id)
    where artifact.execution_id = ${executionId} and artifact.group_id is not null and artifact.state = 'stored'
      and kind.type_name = any(${Object.keys(STREAM_OF_TYPE)}::text[])`.execute(database);
  return rows;
}
