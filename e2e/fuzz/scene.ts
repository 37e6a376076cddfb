/** What is there to be fuzzed: a server with real content, and groups whose agents are played. */
import { randomBytes } from 'node:crypto';
import { GrantableScope, type Me, Role } from '@gauntlet/contract';
import { storeTeam } from '../../packages/server/src/testing/stored-rows.ts';
import type { TestDatabase } from '../../packages/server/src/testing/template-database.ts';
import { type Answer, type Api, createApi } from '../testing/api.ts';
import { commandSuite, nodeSuite } from '../testing/definitions.ts';
import { type Server, startServer } from '../testing/server.ts';
import { until } from '../testing/until.ts';
import type { World } from '../testing/world.ts';
import { giveToken, raiseQuotas, upload } from './belongings.ts';
import { closeNodes, giveUpAtOnce } from './held-still.ts';
import { createGroups } from './played-groups.ts';

export type FuzzScene = {
  server: Server;
  document: { paths: Record<string, Record<string, unknown>> };
  /** An admin's, with every scope that can be given. */
  token: string;
  lanes: FuzzLane[];
  /** Ids and names that the run itself stands on. */
  protectedIds: string[];
};

/** What one process asks with, and no other: what it is told of them goes on from request to request. */
export type FuzzLane = {
  people: FuzzPerson[];
  /** Tokens of groups that wait for what their agents say. */
  groups: string[];
};

/** One for each role, so that also those ask who may not. */
type FuzzPerson = {
  userId: string;
  tokenId: string;
  username: string;
  password: string;
  token: string;
};

/** Disabled, it would refuse whatever is submitted. */
const OWN_HOST = ['01900000-0000-7000-8000-000000000201', '01900000-0000-7000-8000-000000000301'];

/** Processes that ask at the same time: thinking up takes longer than answering. */
export const LANES = 2;

export async function createScene(world: World): Promise<FuzzScene> {
  const database = await world.createDatabase();
  const server = await startFuzzedServer(world, database);
  const { token, tokenId } = await makeToken(server.api);
  const api = createApi(server.url, token);
  await giveUpAtOnce(database);
  const told = await tellOfFailures(api);
  const definitionIds = await runSuites(api);
  await until('somebody was told in vain', async () => {
    const { items } = await api.get<{ items: { status: string }[] }>('/api/v1/deliveries');
    return items.some(({ status }) => status === 'dead');
  });
  await api.post('/api/v1/projects', { name: 'shop' });
  await closeNodes(database);
  const { userId, teamId, username, teamName } = await api.get<Me>('/api/v1/me');
  await raiseQuotas(database.pool, teamId);
  const agents = await storeTeam(database.pool, 'agents');
  const groups = await createGroups(database, server.url, agents);
  const lanes: FuzzLane[] = [];
  for (let lane = 0; lane < LANES; lane += 1)
    lanes.push({
      people: await createPeople(database, api, lane),
      groups: groups.filter((_token, index) => index % LANES === lane),
    });
  return {
    server,
    document: await api.get('/api/v1/openapi.json'),
    token,
    lanes,
    protectedIds: [
      ...[tokenId, userId, teamId, username, teamName],
      ...definitionIds,
      ...OWN_HOST,
      ...told,
      ...[agents.teamId, agents.teamName, agents.userId, agents.username],
      ...lanes.flatMap(({ people }) =>
        people.flatMap((person) => [person.userId, person.tokenId, person.username]),
      ),
    ],
  };
}

const startFuzzedServer = (world: World, { url }: TestDatabase): Promise<Server> =>
  startServer(world, {
    databaseUrl: url,
    environment: {
      GAUNTLET_REQUESTS_PER_MINUTE: '10000000',
      // Each request says an address of its own: guesses are counted by address.
      GAUNTLET_TRUSTED_PROXIES: 'loopback',
      // A played agent may be silent for as long as it likes.
      GAUNTLET_HEARTBEAT_SECONDS: '600',
      GAUNTLET_WARM_AGENTS: '0',
      GAUNTLET_LOG_LEVEL: 'warn',
    },
  });

/** With a password, set by a link as people do, and a token. */
async function createPeople({ pool }: TestDatabase, api: Api, lane: number): Promise<FuzzPerson[]> {
  const people: FuzzPerson[] = [];
  for (const role of Role.options) {
    const username = `fuzz-${lane}-${role}`;
    const password = `the password of ${username}`;
    const { userId } = parsed(await api.post('/api/v1/users', { username, roles: [role] }), 201);
    const { link } = parsed(await api.post(`/api/v1/users/${userId}/password-reset`, {}), 201);
    const reset = { token: link.split('=')[1], password };
    parsed(await api.post('/api/v1/auth/password-reset', reset), 200);
    people.push({ userId, username, password, ...(await giveToken(pool, userId, GrantableScope.options)) });
  }
  return people;
}

function parsed({ status, text }: Answer, wanted: number) {
  if (status !== wanted) throw new Error(`the scene cannot be made: ${status} ${text}`);
  return JSON.parse(text);
}

const makeToken = async (api: Api): Promise<{ token: string; tokenId: string }> =>
  parsed(await api.post('/api/v1/tokens', { name: 'fuzz', scopes: GrantableScope.options }), 201);

/** To where nobody is: what cannot be delivered is there to be replayed. */
async function tellOfFailures(api: Api): Promise<string[]> {
  const channel = {
    kind: 'webhook',
    name: 'nowhere',
    settings: { url: 'http://127.0.0.1:9/' },
    secrets: { signingKey: `whsec_${randomBytes(32).toString('base64')}` },
  };
  const { channelId } = parsed(await api.post('/api/v1/channels', channel), 201);
  const rule = { name: 'failures', events: ['failed'], channelIds: [channelId], inbox: 'team' };
  const { ruleId } = parsed(await api.post('/api/v1/notification-rules', rule), 201);
  return [channelId, ruleId];
}

/** One execution with passed, failed and skipped tests, logs, metrics and files; one of an archive. */
async function runSuites(api: Api): Promise<string[]> {
  await api.put('/api/v1/secrets/shop-key', { value: 'a secret of the shop' });
  const files = {
    'test/sum.test.mjs': `import test from 'node:test'; import assert from 'node:assert';
      test('adds', () => console.log('adding'));
      test('subtracts', () => assert.equal(3 - 1, 1));
      test('divides', { skip: true }, () => {});`,
    'test/wrong.test.mjs': `import test from 'node:test'; import assert from 'node:assert';
      test('is wrong', () => assert.equal(1, 2));
      test('is wrong in another way', () => { throw new TypeError('nothing is as it was'); });`,
    'test/note.test.mjs': `import test from 'node:test'; import { writeFileSync } from 'node:fs';
      test('leaves a note', () => writeFileSync('note.txt', 'a note'));`,
  };
  const suite = nodeSuite(files, {
    artifacts: ['*.txt'],
    secrets: { SHOP_KEY: 'shop-key' },
    tags: { shop: 'a' },
  });
  const first = await api.run(suite);
  const second = await api.run(commandSuite({ a: 'true', b: 'false' }, { content: await upload(api) }));
  return [first.definitionId, second.definitionId];
}
