/**
 * Rows for tests of the read side, written straight into the tables: states that the use cases reach only
 * after a whole run, in one line each.
 */
import { createHash, randomUUID } from 'node:crypto';
import type {
  ArtifactId,
  DefinitionId,
  ExecutionId,
  GroupId,
  ResultId,
  TeamId,
  UnitId,
  UserId,
} from '@gauntlet/contract';
import type { Pool } from '../adapters/postgres/connect.ts';

const ENVIRONMENT = '01900000-0000-7000-8000-000000000301';

export type StoredTeam = {
  teamId: TeamId;
  projectId: null;
  userId: UserId;
  teamName: string;
  username: string;
};

export async function storeTeam(pool: Pool, name: string): Promise<StoredTeam> {
  const team = {
    teamId: randomUUID() as TeamId,
    projectId: null,
    userId: randomUUID() as UserId,
    teamName: name,
    username: `${name}-user`,
  };
  await insert(pool, 'teams', { team_id: team.teamId, team_name: name });
  await insert(pool, 'users', {
    user_id: team.userId,
    username: team.username,
    team_id: team.teamId,
    roles: '["admin"]',
  });
  return team;
}

export async function storeDefinition(
  pool: Pool,
  team: StoredTeam,
  name: string,
  updatedAt = new Date(),
): Promise<DefinitionId> {
  const id = randomUUID() as DefinitionId;
  const body = JSON.stringify(definitionBody(name));
  await insert(pool, 'test_definitions', {
    id,
    name,
    type: 'unit',
    owner_id: team.userId,
    team_id: team.teamId,
    content: '{}',
    latest_version: 1,
    updated_at: updatedAt,
  });
  await insert(pool, 'test_definition_versions', {
    definition_id: id,
    version: 1,
    body,
    body_hash: sha256(body).toString('hex'),
    created_by: team.userId,
  });
  return id;
}

const definitionBody = (name: string, tags: Record<string, string> = {}) => ({
  name,
  type: 'unit',
  content: { type: 'inline', files: { 'a.test.js': '' } },
  paths: [],
  args: [],
  setup: 'auto',
  environment: {},
  secrets: {},
  resources: { cpu: '100m', memory: '128Mi' },
  parallelism: 1,
  timeouts: { queueSeconds: 3600, runSeconds: 7200 },
  retries: { attempts: 0, backoffSeconds: 10, scope: 'failed-units' },
  priority: 50,
  tags,
  artifacts: [],
});

export type ExecutionOrder = {
  definitionId: DefinitionId;
  name?: string;
  tags?: Record<string, string>;
  /** Further columns of test_executions. */
  columns?: Record<string, unknown>;
};

export async function storeExecution(
  pool: Pool,
  team: StoredTeam,
  order: ExecutionOrder,
): Promise<ExecutionId> {
  const executionId = randomUUID() as ExecutionId;
  await insert(pool, 'test_executions', {
    execution_id: executionId,
    definition_id: order.definitionId,
    definition_version: 1,
    effective_definition: JSON.stringify(definitionBody(order.name ?? 'suite', order.tags)),
    environment_id: ENVIRONMENT,
    team_id: team.teamId,
    submitted_by: team.userId,
    submitted_at: new Date(),
    status: 'queued',
    status_changed_at: new Date(),
    priority: 50,
    parallelism: 1,
    cpu_request_millis: 100,
    memory_request_bytes: 2 ** 27,
    ...order.columns,
  });
  return executionId;
}

export async function storeGroup(
  pool: Pool,
  executionId: ExecutionId,
  columns: Record<string, unknown> = {},
): Promise<GroupId> {
  const groupId = randomUUID() as GroupId;
  const row = { group_id: groupId, execution_id: executionId, attempt: 0, group_index: 0, status: 'running' };
  await insert(pool, 'execution_groups', { ...row, ...columns });
  return groupId;
}

export async function storeUnit(
  pool: Pool,
  executionId: ExecutionId,
  key: string,
  columns: Record<string, unknown> = {},
): Promise<UnitId> {
  const unitId = randomUUID() as UnitId;
  const named = {
    unit_id: unitId,
    execution_id: executionId,
    unit_key: key,
    key_hash: sha256(key),
    title: key,
  };
  await insert(pool, 'execution_units', { ...named, attempt: 0, position: 0, ...columns });
  return unitId;
}

export async function storeResult(
  pool: Pool,
  executionId: ExecutionId,
  unitId: UnitId,
  columns: Record<string, unknown> = {},
): Promise<ResultId> {
  const resultId = (columns.result_id ?? randomUUID()) as ResultId;
  const row = {
    result_id: resultId,
    execution_id: executionId,
    unit_id: unitId,
    test_name: 'works',
    status: 'passed',
    executed_at: new Date(),
    attempt: 0,
    name_hash: sha256(String(columns.test_name ?? 'works')),
  };
  await insert(pool, 'test_results', { ...row, ...columns });
  return resultId;
}

export async function storeArtifactRow(
  pool: Pool,
  executionId: ExecutionId,
  type: string,
  columns: Record<string, unknown> = {},
): Promise<ArtifactId> {
  const artifactId = randomUUID() as ArtifactId;
  const { rows } = await pool.query('select artifact_type_id from artifact_types where type_name = $1', [
    type,
  ]);
  await insert(pool, 'test_artifacts', {
    artifact_id: artifactId,
    execution_id: executionId,
    artifact_type_id: rows[0].artifact_type_id,
    file_name: `${type}.txt`,
    s3_path: `executions/${executionId}/${artifactId}`,
    file_size_bytes: 1,
    content_type: 'text/plain',
    checksum: `sha256:${'0'.repeat(64)}`,
    ...columns,
  });
  return artifactId;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();

export async function insert(pool: Pool, table: string, row: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  await pool.query(
    `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`,
    Object.values(row),
  );
}
