/** Groups whose agents are played: what is said in their name is thought up. */
import type { StoredTeam } from '../../packages/server/src/testing/stored-rows.ts';
import type { TestDatabase } from '../../packages/server/src/testing/template-database.ts';
import { createApi } from '../testing/api.ts';
import { commandSuite } from '../testing/definitions.ts';
import { giveToken, raiseQuotas, upload } from './belongings.ts';

/** Each may be ended by what is said in its name, and is of no use after that. */
const EXECUTIONS_OF_AGENTS = 150;

/** In a team of their own, where no operation of people reaches them, and on a node of nobody. */
export async function createGroups(
  { pool }: TestDatabase,
  url: string,
  { teamId, userId }: StoredTeam,
): Promise<string[]> {
  await raiseQuotas(pool, teamId);
  const { token } = await giveToken(pool, userId, ['read', 'submit']);
  const api = createApi(url, token);
  const suite = commandSuite(
    { a: 'true', b: 'true', c: 'true' },
    { content: await upload(api), parallelism: 3 },
  );
  for (let made = 0; made < EXECUTIONS_OF_AGENTS; made += 1) await api.submit(suite);
  return startGroups(pool, teamId);
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
       (group_id, execution_id, attempt, group_index, status, lead, node_name, started_at, last_heartbeat_at, pod_name, token_hash)
     select gen_random_uuid(), execution_id, 0, place, 'running', place = 0, 'elsewhere', now(), now(), '',
       sha256(('gag_' || replace(execution_id::text, '-', '') || place)::bytea)
     from test_executions, generate_series(0, 2) as place
     where team_id = $1 and (status = 'running' or place = 0)
     returning 'gag_' || replace(execution_id::text, '-', '') || group_index as secret`,
    [teamId],
  );
  return rows.map(({ secret }) => secret);
}
