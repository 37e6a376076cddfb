/** Rows of test_definitions, test_definition_versions and test_tags. A version never changes. */
import type { DefinitionId, ProjectId, TestDefinition, UserId } from '@gauntlet/contract';
import { sql } from 'kysely';
import { canonical, type DefinitionStore, type StoredDefinition } from '../../executions/index.ts';
import type { Workspace } from '../../identity/index.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Database, txOf } from './database.ts';
import { inWorkspace, madeIn } from './workspace.ts';

export function createPostgresDefinitionStore(database: Database, ids: Ids): DefinitionStore {
  return {
    find: async (workspace, definitionId) => {
      const row = await database
        .selectFrom('test_definitions as definition')
        .innerJoin('test_definition_versions as newest', (join) =>
          join
            .onRef('newest.definition_id', '=', 'definition.id')
            .onRef('newest.version', '=', 'definition.latest_version'),
        )
        .select(['definition.id', 'newest.version', 'newest.body', 'definition.project_id'])
        .where(inWorkspace('definition', workspace))
        .where('definition.id', '=', definitionId)
        .where('definition.deleted', '=', false)
        .executeTakeFirst();
      return row
        ? {
            definitionId: row.id as DefinitionId,
            version: row.version,
            body: row.body as unknown as TestDefinition,
            projectId: row.project_id as ProjectId | null,
          }
        : null;
    },
    save: (tx, by, body) => save(ids, tx, by, body),
    create: (tx, by, body) => create(ids, tx, by, body),
    change: (tx, by, change) => changeDefinition(ids, tx, by, change),
    remove: removeDefinition,
    restore: restoreDefinition,
  };
}

type By = Workspace & { userId: UserId };

async function save(ids: Ids, tx: Tx, by: By, body: TestDefinition): Promise<StoredDefinition> {
  const hash = hashedBody(body);
  const { projectId } = by;
  // The team's row is locked by the submission already: nobody else makes the same name meanwhile.
  const existing = await findByName(tx, by, body.name);
  if (!existing) return insertFirst(ids, tx, by, body, hash);
  return addVersion(ids, tx, by, { ...existing, projectId }, body);
}

/** The team's row first, as submissions do: nobody else makes the same name meanwhile. */
const lockTeam = (tx: Tx, { teamId }: Workspace) =>
  sql`select from teams where team_id = ${teamId} for no key update`.execute(txOf(tx));

async function create(
  ids: Ids,
  tx: Tx,
  by: By,
  body: TestDefinition,
): Promise<StoredDefinition | 'name-taken'> {
  await lockTeam(tx, by);
  if (await findByName(tx, by, body.name)) return 'name-taken';
  return insertFirst(ids, tx, by, body, hashedBody(body));
}

type Change = Parameters<DefinitionStore['change']>[2];

async function changeDefinition(ids: Ids, tx: Tx, by: By, { definitionId, expected, body }: Change) {
  await lockTeam(tx, by);
  const row = await findRow(tx, by, definitionId);
  if (!row || row.deleted) return 'absent' as const;
  if (expected !== null && row.latest_version !== expected) return 'changed' as const;
  const projectId = row.project_id as ProjectId | null;
  const named = await findByName(tx, { ...by, projectId }, body.name);
  if (named && named.definitionId !== definitionId) return 'name-taken' as const;
  return addVersion(ids, tx, by, { definitionId, latest: row.latest_version, projectId }, body);
}

const removeDefinition: DefinitionStore['remove'] = async (tx, workspace, definitionId) => {
  await lockTeam(tx, workspace);
  const row = await findRow(tx, workspace, definitionId);
  if (!row || row.deleted) return null;
  await setDeleted(tx, definitionId, true);
  return { name: row.name };
};

const restoreDefinition: DefinitionStore['restore'] = async (tx, workspace, definitionId) => {
  await lockTeam(tx, workspace);
  const row = await findRow(tx, workspace, definitionId);
  if (!row) return { state: 'absent' };
  const { name } = row;
  if (!row.deleted) return { state: 'in-sight', name };
  const place = { ...workspace, projectId: row.project_id as ProjectId | null };
  if (await findByName(tx, place, name)) return { state: 'name-taken', name };
  await setDeleted(tx, definitionId, false);
  return { state: 'restored', name };
};

const findRow = (tx: Tx, workspace: Workspace, definitionId: DefinitionId) =>
  txOf(tx)
    .selectFrom('test_definitions')
    .select(['name', 'latest_version', 'project_id', 'deleted'])
    .where(inWorkspace('test_definitions', workspace))
    .where('id', '=', definitionId)
    .executeTakeFirst();

const setDeleted = (tx: Tx, definitionId: DefinitionId, deleted: boolean) =>
  txOf(tx)
    .updateTable('test_definitions')
    .set({ deleted, updated_at: sql<Date>`now()` })
    .where('id', '=', definitionId)
    .execute();

async function findByName(tx: Tx, place: Workspace, name: string) {
  const row = await txOf(tx)
    .selectFrom('test_definitions')
    .select(['id', 'latest_version'])
    .where(madeIn('test_definitions', place))
    .where('name', '=', name)
    .where('deleted', '=', false)
    .executeTakeFirst();
  return row ? { definitionId: row.id as DefinitionId, latest: row.latest_version } : null;
}

type Newest = { definitionId: DefinitionId; latest: number; projectId: ProjectId | null };

/** Where the body differs from the newest. */
async function addVersion(
  ids: Ids,
  tx: Tx,
  by: By,
  { definitionId, latest, projectId }: Newest,
  body: TestDefinition,
): Promise<StoredDefinition> {
  const hash = hashedBody(body);
  if (await isNewest(tx, definitionId, latest, hash))
    return { definitionId, version: latest, body, projectId };
  const version = latest + 1;
  const values = {
    ...(await columnsOf(tx, body)),
    name: body.name,
    latest_version: version,
    version: String(version),
    updated_at: sql<Date>`now()`,
  };
  await txOf(tx).updateTable('test_definitions').set(values).where('id', '=', definitionId).execute();
  return insertVersion(ids, tx, by, { definitionId, version, body, projectId }, hash);
}

/** An upload's id differs each time though nothing else does: it makes no new version. */
const hashedBody = (body: TestDefinition) =>
  canonical(
    body.content.type === 'archive'
      ? { ...body, content: { type: 'archive', path: body.content.path } }
      : body,
  );

async function isNewest(tx: Tx, definitionId: DefinitionId, version: number, hash: string): Promise<boolean> {
  const query = txOf(tx)
    .selectFrom('test_definition_versions')
    .select('version')
    .where('definition_id', '=', definitionId);
  const same = query
    .where('version', '=', version)
    .where('body_hash', '=', sql<string>`encode(sha256(convert_to(${hash}, 'UTF8')), 'hex')`);
  return (await same.executeTakeFirst()) !== undefined;
}

async function insertFirst(
  ids: Ids,
  tx: Tx,
  by: By,
  body: TestDefinition,
  hash: string,
): Promise<StoredDefinition> {
  const definitionId = ids.next<DefinitionId>();
  await txOf(tx)
    .insertInto('test_definitions')
    .values({
      ...(await columnsOf(tx, body)),
      id: definitionId,
      name: body.name,
      owner_id: by.userId,
      team_id: by.teamId,
      project_id: by.projectId,
      latest_version: 1,
      version: '1',
    })
    .execute();
  return insertVersion(ids, tx, by, { definitionId, version: 1, body, projectId: by.projectId }, hash);
}

async function columnsOf(tx: Tx, body: TestDefinition) {
  const { name: _name, type, framework, content, resources, tags, ...config } = body;
  const query = txOf(tx)
    .selectFrom('test_frameworks')
    .select('framework_id')
    .where('name', '=', framework ?? '');
  const row = await query.executeTakeFirst();
  return {
    type,
    framework_id: row?.framework_id ?? null,
    content: JSON.stringify(content),
    resources: JSON.stringify(resources),
    config: JSON.stringify(config),
    metadata: JSON.stringify({ tags }),
  };
}

async function insertVersion(
  ids: Ids,
  tx: Tx,
  by: By,
  stored: StoredDefinition,
  hash: string,
): Promise<StoredDefinition> {
  await txOf(tx)
    .insertInto('test_definition_versions')
    .values({
      definition_id: stored.definitionId,
      version: stored.version,
      body: JSON.stringify(stored.body),
      body_hash: sql<string>`encode(sha256(convert_to(${hash}, 'UTF8')), 'hex')`,
      created_by: by.userId,
    })
    .execute();
  await txOf(tx).deleteFrom('test_tags').where('definition_id', '=', stored.definitionId).execute();
  const tags = Object.entries(stored.body.tags).map(([tag_name, tag_value]) => ({
    tag_id: ids.next<string>(),
    definition_id: stored.definitionId,
    tag_name,
    tag_value,
  }));
  if (tags.length > 0) await txOf(tx).insertInto('test_tags').values(tags).execute();
  return stored;
}
