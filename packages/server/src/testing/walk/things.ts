/**
 * Two teams with people of every role, and one thing of every kind that an id can name.
 *
 * A kind that is not listed is made as the API itself makes it: by POST to the collection that its path
 * stands in, with the smallest body the document allows. What cannot be made so needs a line in MAKERS.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type ExecutionId, Role, type Scope, type TeamId, type UserId } from '@gauntlet/contract';
import { ROLE_SCOPES } from '@gauntlet/core/identity';
import type { Pool } from '../../adapters/postgres/connect.ts';
import { createSignInLink, createTokenIn, redeemSignInLink } from '../../identity/index.ts';
import type { HttpStage } from '../http-stage.ts';
import { kubeconfigOf } from '../kubernetes/kubeconfig.ts';
import { insert } from '../stored-rows.ts';
import { createSampler, type Schemas, singular } from './json-schema.ts';
import type { Operation } from './operations.ts';
import { playAgent } from './play-agent.ts';

export type Person = { userId: UserId; username: string; role: Role };
export type Side = {
  name: string;
  team: { teamId: TeamId; teamName: string };
  people: Record<Role, Person>;
  /** Of the side's admin. */
  token: string;
  /** What one execution left behind, from its submission to its report. */
  left: Awaited<ReturnType<typeof runOnce>>;
};

export type World = { stage: HttpStage; pool: Pool; operations: readonly Operation[]; schemas: Schemas };

export async function createSide(world: World, name: string): Promise<Side> {
  const { stage, pool } = world;
  const teamId = randomUUID() as TeamId;
  await insert(pool, 'teams', { team_id: teamId, team_name: `${name}-team` });
  const people = {} as Side['people'];
  for (const role of Role.options) people[role] = await addPerson(pool, teamId, role, `${name}-${role}`);
  const team = { teamId, teamName: `${name}-team` };
  const { token } = await giveToken(stage, people.admin.userId, ROLE_SCOPES.admin);
  return { name, team, people, token, left: await runOnce(stage, token, name) };
}

export async function addPerson(pool: Pool, teamId: string, role: Role, username: string): Promise<Person> {
  const userId = randomUUID() as UserId;
  const roles = JSON.stringify([role]);
  await insert(pool, 'users', { user_id: userId, username, team_id: teamId, roles });
  return { userId, username, role };
}

export const giveToken = (
  stage: HttpStage,
  userId: UserId,
  scopes: readonly Scope[],
  expiresInSeconds: number | null = null,
) =>
  stage.inTransaction((tx) =>
    createTokenIn(stage, tx, { userId, name: 'walk', scopes, kind: 'token', expiresInSeconds }),
  );

const VISITOR = { address: '127.0.0.1', userAgent: 'walk', requestId: 'walk' };

export async function beginSession(stage: HttpStage, { userId, username }: Person) {
  const { code } = await createSignInLink(stage, { ...stage.actor, userId, username });
  const redeemed = await redeemSignInLink(stage, code, VISITOR);
  if (!redeemed) throw new Error('the sign-in link just made is not good');
  return redeemed.tokens;
}

export async function callApi(stage: HttpStage, token: string, path: string, order: RequestInit = {}) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...order.headers };
  const answer = await fetch(stage.address + path, { ...order, headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${order.method ?? 'GET'} ${path} answered ${answer.status}: ${text}`);
  return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
}

export async function submit(stage: HttpStage, token: string, name: string, headers = {}) {
  const definition = {
    name: `${name}-${randomBytes(4).toString('hex')}`,
    framework: 'command',
    content: { type: 'inline', files: { README: 'hello' } },
    commands: [{ name: 'one', run: 'true' }],
    // Many of the walk's agents are left running.
    resources: { cpu: '10m', memory: '4Mi' },
  };
  const order = { method: 'POST', body: JSON.stringify(definition), headers };
  const { executionId } = await callApi(stage, token, '/api/v1/tests', order);
  return executionId as ExecutionId;
}

export const cancel = (stage: HttpStage, token: string, executionId: string) =>
  callApi(stage, token, `/api/v1/executions/${executionId}/cancel`, { method: 'POST', body: '{}' });

async function runOnce(stage: HttpStage, token: string, name: string) {
  const executionId = await submit(stage, token, name);
  const agent = await playAgent(stage, executionId);
  const bytes = Buffer.from('picture');
  const checksum = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const artifactId = await agent.upload({ name: `${name}.png`, type: 'screenshot', checksum }, bytes);
  await agent.pass();
  await stage.recordHistory();
  const archived = await stage.archive(executionId);
  if (!archived.ok) throw new Error(archived.error.message);
  const results = await callApi(stage, token, `/api/v1/executions/${executionId}/results`);
  const { definitionId } = await callApi(stage, token, `/api/v1/executions/${executionId}`);
  const [result] = results.items as { resultId: string; testCaseId: string }[];
  if (!result) throw new Error('the execution left no result');
  return {
    execution: executionId,
    result: result.resultId,
    testCase: result.testCaseId,
    artifact: artifactId,
    unit: agent.unitId,
    definition: String(definitionId),
  };
}

/** Where no API server listens. */
const NOBODY = 'http://127.0.0.1:9';

/** Of what belongs to no team, so that all may see it. */
const ofNobody = () => `place-${randomBytes(4).toString('hex')}`;

type Making = World & { side: Side; person: Person; where: string };
type Maker = (making: Making) => Promise<string> | string;

/** Made anew at each call where a request could use it up. The person's own, where it is a person's. */
const MAKERS: Readonly<Record<string, Maker>> = {
  execution: async ({ stage, pool, side, where }) => {
    if (where.includes(DELIVERIES)) await makeDelivery(stage, pool, side); // one that something was told of
    return side.left.execution;
  },
  result: ({ side }) => side.left.result,
  'test-case': ({ side }) => side.left.testCase,
  artifact: ({ side }) => side.left.artifact,
  unit: ({ side }) => side.left.unit,
  team: ({ side }) => side.team.teamId,
  user: ({ person }) => person.userId,
  username: ({ person }) => person.username,
  definition: async ({ stage, side, where }) => {
    if (where.startsWith('GET ')) return side.left.definition; // one that was run has more to show
    const executionId = await submit(stage, side.token, side.name);
    const shown = await callApi(stage, side.token, `/api/v1/executions/${executionId}`);
    await cancel(stage, side.token, executionId);
    return String(shown.definitionId);
  },
  token: async ({ stage, person }) => (await giveToken(stage, person.userId, ['read'])).row.tokenId,
  session: async ({ stage, person }) => (await beginSession(stage, person)).sessionId,
  secret: async ({ stage, side }) => {
    const name = `${side.name}-${randomBytes(4).toString('hex')}`;
    const order = { method: 'PUT', body: JSON.stringify({ value: 'a value' }) };
    await callApi(stage, side.token, `/api/v1/secrets/${name}`, order);
    return name;
  },
  'failure-cause': ({ pool, side }) => storeCause(pool, side),
  failureCause: ({ pool, side }) => storeCause(pool, side),
  schedule: async ({ stage, side }) => {
    const order = { method: 'POST', body: JSON.stringify({ definitionId: side.left.definition }) };
    return String((await callApi(stage, side.token, '/api/v1/schedules', order)).scheduleId);
  },
  view: async ({ stage, side, person }) => {
    const { token } = await giveToken(stage, person.userId, ['read', 'account']);
    const body = JSON.stringify({ name: `${side.name}-${randomBytes(4).toString('hex')}`, filters: {} });
    return String((await callApi(stage, token, '/api/v1/views', { method: 'POST', body })).viewId);
  },
  upload: async ({ stage, side }) => {
    const headers = { 'content-type': 'application/octet-stream' };
    const order = { method: 'POST', body: randomBytes(20), headers };
    return String((await callApi(stage, side.token, '/api/v1/uploads', order)).uploadId);
  },
  project: async ({ stage, side, person }) => {
    const order = {
      method: 'POST',
      body: JSON.stringify({ name: `${side.name}-${randomBytes(4).toString('hex')}` }),
    };
    const { projectId } = await callApi(stage, side.token, '/api/v1/projects', order);
    const member = { method: 'PUT', body: JSON.stringify({ role: 'developer' }) };
    await callApi(stage, side.token, `/api/v1/projects/${projectId}/members/${person.username}`, member);
    return String(projectId);
  },
  'notification-rule': ({ stage, side }) => makeRule(stage, side),
  rule: async ({ stage, pool, side, where }) =>
    where.includes(DELIVERIES) ? (await makeDelivery(stage, pool, side)).ruleId : makeRule(stage, side),
  channel: async ({ stage, pool, side }) => (await makeDelivery(stage, pool, side)).channelId,
  delivery: async ({ stage, pool, side }) => (await makeDelivery(stage, pool, side)).deliveryId,
  item: ({ pool, side, person }) => makeInboxItem(pool, side, person),
  cluster: async ({ stage, side }) => {
    const access = { kind: 'kubeconfig', kubeconfig: kubeconfigOf({ server: NOBODY, token: 'a-token' }) };
    const body = JSON.stringify({ name: ofNobody(), access });
    return String((await callApi(stage, side.token, '/api/v1/clusters', { method: 'POST', body })).clusterId);
  },
  environment: async (making) => {
    const { stage, side } = making;
    const clusterId = await MAKERS.cluster?.(making);
    const body = JSON.stringify({ name: ofNobody(), clusterId, namespace: 'tests' });
    const order = { method: 'POST', body };
    return String((await callApi(stage, side.token, '/api/v1/environments', order)).environmentId);
  },
  /** Of the project above. */
  member: ({ person }) => person.username,
  'idempotency-key': async ({ stage, side }) => {
    const key = randomUUID();
    const executionId = await submit(stage, side.token, side.name, { 'idempotency-key': key });
    await cancel(stage, side.token, executionId);
    return key;
  },
};

async function makeRule(stage: HttpStage, side: Side): Promise<string> {
  const name = `${side.name}-${randomBytes(4).toString('hex')}`;
  const order = { method: 'POST', body: JSON.stringify({ name, events: ['failed'], inbox: 'team' }) };
  return String((await callApi(stage, side.token, '/api/v1/notification-rules', order)).ruleId);
}

/** Lists that are asked for what was told of, by or through something. */
const DELIVERIES = 'GET /api/v1/deliveries';

/** One that was given up, which is one that can be replayed. */
async function makeDelivery(stage: HttpStage, pool: Pool, side: Side) {
  const [channelId, deliveryId] = [randomUUID(), randomUUID()];
  const ruleId = await makeRule(stage, side);
  const { name, team, left } = side;
  const { teamId } = team;
  const sealed = { ciphertext: '\\x00', nonce: '\\x00', auth_tag: '\\x00', key_id: 'none' };
  const moments = { created_at: new Date(), updated_at: new Date() };
  await insert(pool, 'notification_channels', {
    ...{
      channel_id: channelId,
      team_id: teamId,
      name: `${name}-${channelId.slice(0, 8)}`,
      kind: 'slack-webhook',
    },
    ...{ state: 'off', settings: '{}', ...sealed, ...moments },
  });
  const notice = JSON.stringify({ about: 'test' });
  await insert(pool, 'notification_deliveries', {
    ...{ delivery_id: deliveryId, event_id: randomUUID(), channel_id: channelId, team_id: teamId },
    ...{ rule_id: ruleId, execution_id: left.execution },
    ...{ events: ['failed'], title: name, notice, status: 'dead', created_at: new Date() },
  });
  return { deliveryId, channelId, ruleId };
}

async function makeInboxItem(pool: Pool, { name, team: { teamId } }: Side, person: Person): Promise<string> {
  const itemId = randomUUID();
  const place = { item_id: itemId, user_id: person.userId, team_id: teamId, event_id: randomUUID() };
  await insert(pool, 'inbox_items', { ...place, events: ['failed'], title: name, created_at: new Date() });
  return itemId;
}

/** As grouping leaves one behind. */
async function storeCause(pool: Pool, { team, name }: Side): Promise<string> {
  const causeId = randomUUID();
  const now = new Date();
  await insert(pool, 'failure_causes', {
    cause_id: causeId,
    team_id: team.teamId,
    kind: 'test',
    key: randomBytes(32),
    title: `${name} failed`,
    message: '',
    sample: '',
    first_seen_at: now,
    last_seen_at: now,
    occurrences: 1,
  });
  return causeId;
}

/** @param where the place that asks, for the message. */
export async function makeThing(world: World, side: Side, person: Person, kind: string, where: string) {
  const made = await MAKERS[kind]?.({ ...world, side, person, where });
  return made ?? makeByApi(world, side, kind, where);
}

/** Under what else the same thing is known. */
export const otherNames = (kind: string, { team }: Side, { username }: Person): string[] =>
  kind === 'team' ? [team.teamName] : kind === 'user' ? [username] : [];

async function makeByApi({ stage, operations, schemas }: World, side: Side, kind: string, where: string) {
  const collection = operations.find(
    ({ method, url, body }) => method === 'POST' && body && singular(url.split('/').at(-1) ?? '') === kind,
  );
  if (!collection?.body || collection.url.includes(':'))
    throw new Error(
      `${where} takes the id of a ${kind}, of which testing/walk/things.ts has no sample: add one to MAKERS`,
    );
  const unique = `${side.name}-${randomBytes(4).toString('hex')}`;
  const { sample } = createSampler(schemas, { name: unique, username: unique, teamName: unique });
  const order = { method: 'POST', body: JSON.stringify(sample(collection.body.schema, 'body')) };
  const answer = await callApi(stage, side.token, collection.url, order);
  const id = answer[`${kind}Id`] ?? answer.id;
  if (typeof id === 'string') return id;
  throw new Error(
    `${where}: ${collection.name} answered without ${kind}Id: add a sample of it to MAKERS in testing/walk/things.ts`,
  );
}
