/** What is there to be fuzzed: a server with real content, and groups whose agents are played. */
import { createHash, randomBytes } from 'node:crypto';
import { GrantableScope, type Me } from '@gauntlet/contract';
import { insert, storeTeam } from '../../packages/server/src/testing/stored-rows.ts';
import type { TestDatabase } from '../../packages/server/src/testing/template-database.ts';
import { type Api, createApi } from '../testing/api.ts';
import { commandSuite, nodeSuite } from '../testing/definitions.ts';
import { type Server, startServer } from '../testing/server.ts';
import { tarGzOf } from '../testing/tar.ts';
import type { World } from '../testing/world.ts';

export type FuzzScene = {
  server: Server;
  document: { paths: Record<string, Record<string, unknown>> };
  /** An admin's, with every scope that can be given. */
  token: string;
  /** Of groups that wait for what their agents say. */
  groups: string[];
  /** Ids that the run itself stands on. */
  protectedIds: string[];
};

/** Each may be ended by what is said in its name, and is of no use after that. */
const EXECUTIONS_OF_AGENTS = 150;

export async function createScene(world: World): Promise<FuzzScene> {
  const database = await world.createDatabase();
  const server = await startServer(world, {
    databaseUrl: database.url,
    environment: {
      GAUNTLET_REQUESTS_PER_MINUTE: '10000000',
      GAUNTLET_HEARTBEAT_SECONDS: '600', // a played agent may be silent for as long as it likes
      GAUNTLET_WARM_AGENTS: '0',
      GAUNTLET_LOG_LEVEL: 'warn',
    },
  });
  const { token, tokenId } = await makeToken(server.api);
  const api = createApi(server.url, token);
  await runSuites(api);
  await closeNodes(database);
  const { userId, teamId, username, teamName } = await api.get<Me>('/api/v1/me');
  await raiseQuotas(database, teamId);
  return {
    server,
    document: await api.get('/api/v1/openapi.json'),
    token,
    groups: await createGroups(database, server),
    protectedIds: [tokenId, userId, teamId, username, teamName],
  };
}

async function makeToken(api: Api): Promise<{ token: string; tokenId: string }> {
  const answer = await api.post('/api/v1/tokens', { name: 'fuzz', scopes: GrantableScope.options });
  if (answer.status !== 201) throw new Error(`No token to fuzz with: ${answer.text}`);
  return JSON.parse(answer.text);
}

/** One execution with passed, failed and skipped tests, logs, metrics and files; one of an archive. */
async function runSuites(api: Api): Promise<void> {
  await api.put('/api/v1/secrets/shop-key', { value: 'a secret of the shop' });
  const files = {
    'test/sum.test.mjs': `import test from 'node:test'; import assert from 'node:assert';
      test('adds', () => console.log('adding'));
      test('subtracts', () => assert.equal(3 - 1, 1));
      test('divides', { skip: true }, () => {});`,
    'test/note.test.mjs': `import test from 'node:test'; import { writeFileSync } from 'node:fs';
      test('leaves a note', () => writeFileSync('note.txt', 'a note'));`,
  };
  const suite = nodeSuite(files, {
    artifacts: ['*.txt'],
    secrets: { SHOP_KEY: 'shop-key' },
    tags: { shop: 'a' },
  });
  await api.run(suite);
  await api.run(commandSuite({ a: 'true', b: 'false' }, { content: await upload(api) }));
}

async function upload(api: Api): Promise<{ type: 'archive'; uploadId: string }> {
  const content = tarGzOf([{ name: 'README.md', content: 'Nothing but commands.' }]);
  const answer = await api.ask('POST', '/api/v1/uploads', { type: 'application/octet-stream', content });
  return { type: 'archive', uploadId: JSON.parse(answer.text).uploadId };
}

/** Nothing that is submitted here ever ends: without this, a hundred of them would be all. */
async function raiseQuotas({ pool }: TestDatabase, teamId: string): Promise<void> {
  for (const [resource, period] of Object.entries({ concurrent_executions: 'none', executions: 'day' }))
    await insert(pool, 'team_quotas', {
      quota_id: crypto.randomUUID(),
      team_id: teamId,
      resource_type: resource,
      limit_value: 10 ** 9,
      period,
    });
}

/** From now on there is no room for an execution: what is thought up is accepted, stored and never run. */
async function closeNodes({ pool }: TestDatabase): Promise<void> {
  await pool.query(`
    create function forget_node() returns trigger language plpgsql as $$
      begin new.last_seen_at := timestamptz 'epoch'; return new; end $$;
    create trigger forget_node before insert or update on server_nodes for each row execute function forget_node();
    update server_nodes set last_seen_at = now()`);
}

/** In a team of their own, where no operation of people reaches them, and on a node of nobody. */
async function createGroups(database: TestDatabase, server: Server): Promise<string[]> {
  const { pool } = database;
  const team = await storeTeam(pool, 'agents');
  await raiseQuotas(database, team.teamId);
  const token = `gnt_${randomBytes(32).toString('base64url')}`;
  await insert(pool, 'api_tokens', {
    token_id: crypto.randomUUID(),
    user_id: team.userId,
    token_name: 'agents',
    token_hash: createHash('sha256').update(token).digest('hex'),
    scopes: JSON.stringify(['read', 'submit']),
  });
  const api = createApi(server.url, token);
  const suite = commandSuite(
    { a: 'true', b: 'true', c: 'true' },
    { content: await upload(api), parallelism: 3 },
  );
  for (let made = 0; made < EXECUTIONS_OF_AGENTS; made += 1) await api.submit(suite);
  return startGroups(pool, team.teamId);
}

/** Half of the executions have a lead that has not listed its units yet, half are running. */
async function startGroups(pool: TestDatabase['pool'], teamId: string): Promise<string[]> {
  await pool.query(
    `update test_executions set node_name = 'elsewhere', started_at = now(), framework = 'command',
       status = case when queue_seq % 2 = 0 then 'initializing' else 'running' end where team_id = $1`,
    [teamId],
  );
  await pool.query(
    `insert into execution_units (unit_id, execution_id, attempt, unit_key, key_hash, title, position)
     select gen_random_uuid(), execution_id, 0, 'unit ' || place, sha256(('unit ' || place)::bytea), 'unit ' || place, place
     from test_executions, generate_series(0, 199) as place where team_id = $1 and status = 'running'`,
    [teamId],
  );
  const { rows } = await pool.query<{ secret: string }>(
    `insert into execution_groups
       (group_id, execution_id, attempt, group_index, status, lead, node_name, started_at, pod_name, token_hash)
     select gen_random_uuid(), execution_id, 0, place, 'running', place = 0, 'elsewhere', now(), '',
       sha256(('gag_' || replace(execution_id::text, '-', '') || place)::bytea)
     from test_executions, generate_series(0, 2) as place
     where team_id = $1 and (status = 'running' or place = 0)
     returning 'gag_' || replace(execution_id::text, '-', '') || group_index as secret`,
    [teamId],
  );
  return rows.map(({ secret }) => secret);
}
