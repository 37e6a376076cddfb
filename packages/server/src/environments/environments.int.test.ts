/** Clusters and environments from outside: over HTTP, a real database, and fake API servers on loopback. */
import {
  ClusterCheck,
  ClusterView,
  type EnvironmentId,
  EnvironmentView,
  ExecutionView,
  Problem,
  type TestDefinitionInput,
} from '@gauntlet/contract';
import { CLUSTER_PERMISSIONS, NAMESPACE_PERMISSIONS } from '@gauntlet/core/environments';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rotateSecretKey } from '../identity/index.ts';
import { askApi } from '../testing/ask-api.ts';
import { DEFINITION } from '../testing/execution-stage.ts';
import { createHttpStage, type HttpStage } from '../testing/http-stage.ts';
import { createAccessReviews } from '../testing/kubernetes/access-reviews.ts';
import { createFakeApiServer, type FakeApiServer } from '../testing/kubernetes/fake-api-server.ts';
import { kubeconfigOf } from '../testing/kubernetes/kubeconfig.ts';
import { createVersionPart } from '../testing/kubernetes/version.ts';

const TOKEN = 'the-token-that-nobody-may-see';
const LOCAL_CLUSTER = '01900000-0000-7000-8000-000000000201';
const LOCAL_ENVIRONMENT = '01900000-0000-7000-8000-000000000301';

let stage: HttpStage;
let server: FakeApiServer;
const reviews = createAccessReviews();
/** All that the API ever answered. */
const said: string[] = [];

beforeAll(async () => {
  stage = await createHttpStage();
  server = await createFakeApiServer({ token: TOKEN, parts: [createVersionPart(), reviews.part] });
});
afterAll(async () => {
  await server.close();
  await stage.close();
});
afterEach(() => {
  server.state.mood = 'well';
  reviews.rules.isDenied = () => false;
});

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await askApi(stage, method, path, body);
  said.push(JSON.stringify(answer.body));
  return answer;
};
const refusal = async (method: string, path: string, body?: unknown) => {
  const answer = await call(method, path, body);
  const problem = Problem.parse(answer.body);
  expect(problem.status).toBe(answer.status);
  return problem;
};

let names = 0;
const newName = (what: string) => `${what}-${++names}`;
const kubeconfig = (token = TOKEN) => kubeconfigOf({ server: server.url, token });
async function addCluster(part: object = {}): Promise<ClusterView> {
  const access = { kind: 'kubeconfig', kubeconfig: kubeconfig() };
  const answer = await call('POST', '/clusters', { name: newName('cluster'), access, ...part });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return ClusterView.parse(answer.body);
}
async function addEnvironment({ clusterId }: { clusterId: string }, part: object = {}) {
  const order = { name: newName('place'), clusterId, namespace: 'tests', ...part };
  const answer = await call('POST', '/environments', order);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return EnvironmentView.parse(answer.body);
}
/** Of an execution, as the scheduler of a cluster leaves it. @returns their ids */
async function addGroups({ environmentId }: { environmentId: string }, count: number): Promise<string[]> {
  const submitted = await stage.submit();
  if (!submitted.ok) throw new Error(submitted.error.message);
  const { executionId } = submitted.value;
  await stage.database
    .updateTable('test_executions')
    .set({ environment_id: environmentId })
    .where('execution_id', '=', executionId)
    .execute();
  const groups = Array.from({ length: count }, (_, index) => ({
    ...{ group_id: crypto.randomUUID(), execution_id: executionId, environment_id: environmentId },
    ...{ attempt: 0, group_index: index, status: 'running' },
  }));
  await stage.database.insertInto('execution_groups').values(groups).execute();
  return groups.map((group) => group.group_id);
}
const setGroups = (groups: readonly string[], part: { status: string; job_name: string }) =>
  stage.database.updateTable('execution_groups').set(part).where('group_id', 'in', groups).execute();
const setExecutionsOf = ({ environmentId }: { environmentId: string }, status: string) =>
  stage.database
    .updateTable('test_executions')
    .set({ status })
    .where('environment_id', '=', environmentId)
    .execute();
const showCluster = async ({ clusterId }: { clusterId: string }) =>
  ClusterView.parse((await call('GET', `/clusters/${clusterId}`)).body);
const showEnvironment = async ({ environmentId }: { environmentId: string }) =>
  EnvironmentView.parse((await call('GET', `/environments/${environmentId}`)).body);
const check = async ({ clusterId }: { clusterId: string }) =>
  ClusterCheck.parse((await call('POST', `/clusters/${clusterId}/check`)).body);
const change = (kind: 'clusters' | 'environments', id: string, body: object) =>
  call('PATCH', `/${kind}/${id}`, body);

describe('a new installation', () => {
  it('has its own host as a cluster with one environment, which is ready', async () => {
    const cluster = await showCluster({ clusterId: LOCAL_CLUSTER });
    expect(cluster).toMatchObject({ name: 'local', provider: 'local', access: 'local', status: 'ready' });
    const environment = await showEnvironment({ environmentId: LOCAL_ENVIRONMENT });
    expect(environment).toMatchObject({ name: 'local', runsOn: 'local', status: 'ready', namespace: null });
    expect(await check(cluster)).toMatchObject({ outcome: 'ready', reason: null, permissions: [] });
  });

  it('keeps them as they are: neither removed, nor changed, nor given more environments', async () => {
    const attempts = [
      await refusal('DELETE', `/clusters/${LOCAL_CLUSTER}`),
      await refusal('DELETE', `/environments/${LOCAL_ENVIRONMENT}`),
      await refusal('PATCH', `/clusters/${LOCAL_CLUSTER}`, { name: 'mine' }),
      await refusal('PATCH', `/clusters/${LOCAL_CLUSTER}`, { state: 'disabled' }),
      await refusal('PATCH', `/environments/${LOCAL_ENVIRONMENT}`, { namespace: 'x' }),
    ];
    for (const { status, code, detail } of attempts)
      expect([status, code, detail]).toEqual([409, 'in-use', expect.stringContaining("server's own host")]);
    const order = { name: 'second', clusterId: LOCAL_CLUSTER, namespace: 'x' };
    expect(await refusal('POST', '/environments', order)).toMatchObject({
      status: 400,
      faults: [{ path: 'clusterId' }],
    });
  });
});

describe('a cluster', () => {
  it('is added unchecked, says how it is reached, and never shows its kubeconfig', async () => {
    const cluster = await addCluster({ name: 'blue', provider: 'eks', region: 'eu-central-1' });
    expect(cluster).toMatchObject({
      name: 'blue',
      provider: 'eks',
      region: 'eu-central-1',
      access: 'kubeconfig',
      apiServer: server.url,
      credential: 'token',
      status: 'unreachable',
      statusReason: expect.stringContaining('was not checked'),
      environments: 0,
      lastCheck: null,
    });
    const list = await call('GET', '/clusters?name=blue');
    expect(list.body.items).toEqual([cluster]);
    expect(Object.keys(cluster)).not.toContain('kubeconfig');
  });

  it('is found page by page', async () => {
    await addCluster();
    await addCluster();
    const first = await call('GET', '/clusters?limit=2');
    const second = await call('GET', `/clusters?limit=2&cursor=${first.body.nextCursor}`);
    const ids = [first, second].flatMap(({ body }) =>
      (body.items as ClusterView[]).map(({ clusterId }) => clusterId),
    );
    expect(new Set(ids).size).toBe(4);
    expect((await refusal('GET', '/clusters?cursor=x')).status).toBe(400);
  });

  it('has a name of its own, also after a change, also when two are added at once', async () => {
    const { name } = await addCluster();
    const other = await addCluster();
    const access = { kind: 'kubeconfig', kubeconfig: kubeconfig() };
    expect(await refusal('POST', '/clusters', { name, access })).toMatchObject({ code: 'already-exists' });
    const taken = await refusal('PATCH', `/clusters/${other.clusterId}`, { name });
    expect(taken).toMatchObject({ code: 'already-exists', faults: [{ path: 'name' }] });
    const race = { name: newName('race'), access };
    const both = await Promise.all([call('POST', '/clusters', race), call('POST', '/clusters', race)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('is refused with a kubeconfig that would do something on the server, and nothing of it is kept', async () => {
    const text = kubeconfigOf({ server: server.url, token: TOKEN, user: { exec: { command: 'x' } } });
    const order = { name: 'evil', access: { kind: 'kubeconfig', kubeconfig: text } };
    expect(await refusal('POST', '/clusters', order)).toMatchObject({
      code: 'invalid-request',
      detail: expect.stringContaining('`exec` of its user would run a program'),
      faults: [{ path: 'access.kubeconfig' }],
    });
    expect((await call('GET', '/clusters?name=evil')).body.items).toEqual([]);
    const { clusterId } = await addCluster();
    const changed = { access: order.access };
    expect((await refusal('PATCH', `/clusters/${clusterId}`, changed)).code).toBe('invalid-request');
  });

  it('stays while it has environments, and can be disabled meanwhile', async () => {
    const cluster = await addCluster();
    const environment = await addEnvironment(cluster);
    const kept = await refusal('DELETE', `/clusters/${cluster.clusterId}`);
    expect(kept).toMatchObject({ status: 409, code: 'in-use' });
    expect(kept.detail).toContain(`"${environment.name}"`);
    expect(kept.detail).toContain('disable the cluster');
    await change('clusters', cluster.clusterId, { state: 'disabled' });
    expect(await showCluster(cluster)).toMatchObject({ status: 'disabled', statusReason: null });
    expect((await call('DELETE', `/environments/${environment.environmentId}`)).status).toBe(204);
    expect((await call('DELETE', `/clusters/${cluster.clusterId}`)).status).toBe(204);
    expect((await refusal('GET', `/clusters/${cluster.clusterId}`)).status).toBe(404);
    expect((await refusal('POST', `/clusters/${cluster.clusterId}/check`)).status).toBe(404);
  });
});

describe('a check', () => {
  it('with everything granted makes the cluster and its environments ready', async () => {
    const cluster = await addCluster();
    const [one, two] = [await addEnvironment(cluster), await addEnvironment(cluster, { namespace: 'load' })];
    const answer = await check(cluster);
    expect(answer).toMatchObject({ outcome: 'ready', reason: null, version: 'v1.34.1', roles: null });
    expect(answer.permissions).toHaveLength(CLUSTER_PERMISSIONS.length);
    for (const { permissions } of answer.environments)
      expect(permissions).toHaveLength(NAMESPACE_PERMISSIONS.length);
    expect(await showCluster(cluster)).toMatchObject({
      status: 'ready',
      statusReason: null,
      environments: 2,
      lastCheck: answer,
    });
    for (const each of [one, two])
      expect(await showEnvironment(each)).toMatchObject({ status: 'ready', checkedAt: answer.checkedAt });
  });

  it('names what is missing, of the environment that lacks it, with the role that grants it', async () => {
    const cluster = await addCluster();
    const [good, bad] = [
      await addEnvironment(cluster),
      await addEnvironment(cluster, { namespace: 'closed' }),
    ];
    reviews.rules.isDenied = ({ namespace, resource }) => namespace === 'closed' && resource === 'secrets';
    const answer = await check(cluster);
    expect(answer.outcome).toBe('ready');
    expect(answer.roles).toContain('namespace: closed');
    expect(answer.roles).not.toContain('kind: ClusterRole');
    expect(await showEnvironment(good)).toMatchObject({ status: 'ready' });
    expect(await showEnvironment(bad)).toMatchObject({
      status: 'unreachable',
      statusReason: expect.stringContaining('may not create secrets, patch secrets'),
    });
    const missing = answer.environments
      .find(({ name }) => name === bad.name)
      ?.permissions.filter(({ outcome }) => outcome === 'missing');
    expect(missing?.map(({ verb, add }) => [verb, add])).toEqual(
      ['create', 'patch'].map((verb) => [
        verb,
        `{ apiGroups: [""], resources: ["secrets"], verbs: ["${verb}"] }`,
      ]),
    );
    reviews.rules.isDenied = () => false;
    await check(cluster);
    expect(await showEnvironment(bad)).toMatchObject({ status: 'ready', statusReason: null });
  });

  it('of a cluster that lets nobody look at nodes says so of the cluster, in which tests run all the same', async () => {
    const cluster = await addCluster();
    reviews.rules.isDenied = ({ resource }) => resource === 'nodes';
    expect(await check(cluster)).toMatchObject({
      outcome: 'partly',
      roles: expect.stringContaining('kind: ClusterRole'),
    });
    expect(await showCluster(cluster)).toMatchObject({
      status: 'ready',
      statusReason: expect.stringContaining('list nodes'),
    });
  });

  it('that fails is an answer too, and takes away what was ready', async () => {
    const cluster = await addCluster();
    const environment = await addEnvironment(cluster);
    await check(cluster);
    server.state.mood = 'drops';
    const answer = await check(cluster);
    expect(answer).toMatchObject({ outcome: 'unreachable', version: null, permissions: [] });
    expect(await showCluster(cluster)).toMatchObject({ status: 'unreachable', statusReason: answer.reason });
    expect(await showEnvironment(environment)).toMatchObject({ status: 'unreachable' });
  });

  it('with a token that is not known any more says so', async () => {
    const access = { kind: 'kubeconfig', kubeconfig: kubeconfig('another-token') };
    const cluster = await addCluster({ access });
    expect((await check(cluster)).reason).toContain('(401)');
    await change('clusters', cluster.clusterId, {
      access: { kind: 'kubeconfig', kubeconfig: kubeconfig() },
    });
    expect(await showCluster(cluster)).toMatchObject({ status: 'unreachable', lastCheck: null });
    expect((await check(cluster)).outcome).toBe('ready');
  });

  it('leaves disabled what is disabled, and what was enabled has to be checked', async () => {
    const cluster = await addCluster();
    const environment = await addEnvironment(cluster);
    await change('environments', environment.environmentId, { state: 'disabled' });
    await change('clusters', cluster.clusterId, { state: 'disabled' });
    expect((await check(cluster)).outcome).toBe('ready');
    expect((await showCluster(cluster)).status).toBe('disabled');
    expect((await showEnvironment(environment)).status).toBe('disabled');
    await change('clusters', cluster.clusterId, { state: 'enabled' });
    await change('environments', environment.environmentId, { state: 'enabled' });
    expect((await showCluster(cluster)).status).toBe('unreachable');
    await check(cluster);
    expect((await showCluster(cluster)).status).toBe('ready');
    expect((await showEnvironment(environment)).status).toBe('ready');
  });

  it('of what was changed meanwhile is not kept', async () => {
    const cluster = await addCluster();
    reviews.rules.isDenied = async () => {
      reviews.rules.isDenied = () => false;
      await sql`update clusters set updated_at = now() + interval '1 s' where cluster_id = ${cluster.clusterId}`.execute(
        stage.database,
      );
      return false;
    };
    const stale = await refusal('POST', `/clusters/${cluster.clusterId}/check`);
    expect(stale).toMatchObject({ status: 409, code: 'changed-meanwhile' });
    expect((await showCluster(cluster)).lastCheck).toBeNull();
  });
});

describe('an environment', () => {
  it('keeps what is said of its pods, and forgets the check of a namespace that it is not in any more', async () => {
    const cluster = await addCluster();
    const configuration = {
      autoscale: true,
      spot: 'prefer',
      nodeSelector: { 'kubernetes.io/arch': 'amd64' },
      tolerations: [{ key: 'tests', operator: 'Equal', value: 'yes', effect: 'NoSchedule' }],
      imagePullSecrets: ['registry'],
      defaultImage: 'node:24',
      serviceAccountName: 'tests',
      rootFilesystem: 'writable',
    };
    const environment = await addEnvironment(cluster, { configuration });
    expect(environment).toMatchObject({
      configuration,
      runsOn: 'kubernetes',
      cluster: { name: cluster.name },
    });
    await check(cluster);
    await change('environments', environment.environmentId, { configuration: { autoscale: true } });
    expect(await showEnvironment(environment)).toMatchObject({
      status: 'ready',
      configuration: {
        autoscale: true,
        spot: 'allow',
        nodeSelector: {},
        tolerations: [],
        rootFilesystem: 'read-only',
      },
    });
    await change('environments', environment.environmentId, { namespace: 'other' });
    expect(await showEnvironment(environment)).toMatchObject({ status: 'unreachable', namespace: 'other' });
  });

  it.each([
    [{ namespace: 'Not_One' }, 'namespace'],
    [{ configuration: { autoscal: true } }, 'configuration.autoscal'],
    [{ configuration: { nodeSelector: { 'a b': 'c' } } }, 'configuration.nodeSelector["a b"]'],
    [{ configuration: { tolerations: [{ value: 'x' }] } }, 'configuration.tolerations[0].key'],
    [
      { configuration: { tolerations: [{ key: 'a', tolerationSeconds: 5 }] } },
      'configuration.tolerations[0].tolerationSeconds',
    ],
    [{ configuration: { imagePullSecrets: ['../x'] } }, 'configuration.imagePullSecrets[0]'],
    [{ configuration: { defaultImage: 'a b' } }, 'configuration.defaultImage'],
    [{ configuration: { rootFilesystem: 'read-write' } }, 'configuration.rootFilesystem'],
  ])('is refused with %j', async (part, path) => {
    const { clusterId } = await addCluster();
    const order = { name: newName('bad'), clusterId, namespace: 'tests', ...part };
    const problem = await refusal('POST', '/environments', order);
    expect(problem.status).toBe(400);
    expect(problem.faults?.map((fault) => fault.path)).toContain(path);
  });

  it('has a name of its own, and a cluster that is there', async () => {
    const cluster = await addCluster();
    const [one, two] = [await addEnvironment(cluster), await addEnvironment(cluster)];
    const again = { name: one.name, clusterId: cluster.clusterId, namespace: 'tests' };
    expect((await refusal('POST', '/environments', again)).code).toBe('already-exists');
    const renamed = await refusal('PATCH', `/environments/${two.environmentId}`, { name: one.name });
    expect(renamed.code).toBe('already-exists');
    const nowhere = { ...again, name: newName('place'), clusterId: LOCAL_ENVIRONMENT };
    expect((await refusal('POST', '/environments', nowhere)).code).toBe('invalid-request');
    expect((await call('GET', `/environments?clusterId=${cluster.clusterId}`)).body.items).toHaveLength(2);
  });

  it('stays in its namespace, and its cluster at its API server, while groups are alive or cleared away there', async () => {
    const cluster = await addCluster();
    const environment = await addEnvironment(cluster);
    const [move, stay] = [{ namespace: 'other' }, { namespace: 'tests', name: newName('place') }];
    const elsewhere = (text = kubeconfigOf({ server: 'https://127.0.0.1:1', token: TOKEN })) => ({
      access: { kind: 'kubeconfig', kubeconfig: text },
    });
    const groups = await addGroups(environment, 2);
    expect(await refusal('PATCH', `/environments/${environment.environmentId}`, move)).toMatchObject({
      ...{ status: 409, code: 'in-use' },
      detail: expect.stringMatching(
        /^2 groups are alive in the environment .* Disable the environment, wait/,
      ),
    });
    expect(await refusal('PATCH', `/clusters/${cluster.clusterId}`, elsewhere())).toMatchObject({
      ...{ status: 409, code: 'in-use' },
      detail: expect.stringContaining(`2 groups are alive in the cluster "${cluster.name}"`),
    });
    expect((await change('environments', environment.environmentId, stay)).status).toBe(200);
    const renewed = elsewhere(kubeconfig('a-new-token'));
    expect((await change('clusters', cluster.clusterId, renewed)).status).toBe(200);
    expect(await showEnvironment(environment)).toMatchObject(stay);
    // Their agents have had their last word; nobody has seen yet what is left of their pods.
    await setGroups(groups, { status: 'finished', job_name: 'a-job' });
    await setExecutionsOf(environment, 'cleanup');
    expect(await refusal('PATCH', `/environments/${environment.environmentId}`, move)).toMatchObject({
      detail: expect.stringMatching(/^2 groups .* not archived yet: with another namespace/),
    });
    expect((await refusal('PATCH', `/clusters/${cluster.clusterId}`, elsewhere())).code).toBe('in-use');
    await setExecutionsOf(environment, 'archived');
    expect((await change('environments', environment.environmentId, move)).status).toBe(200);
    expect((await change('clusters', cluster.clusterId, elsewhere())).status).toBe(200);
  });

  it('stays while executions belong to it', async () => {
    const cluster = await addCluster();
    const environment = await addEnvironment(cluster);
    const submitted = await stage.submit();
    if (!submitted.ok) throw new Error(submitted.error.message);
    const { executionId } = submitted.value;
    // As the executor for Kubernetes will leave it.
    await stage.database
      .updateTable('test_executions')
      .set({ environment_id: environment.environmentId })
      .where('execution_id', '=', executionId)
      .execute();
    const kept = await refusal('DELETE', `/environments/${environment.environmentId}`);
    expect(kept).toMatchObject({ status: 409, code: 'in-use' });
    expect(kept.detail).toContain('1 execution belongs to the environment');
    const shown = ExecutionView.parse((await call('GET', `/executions/${executionId}`)).body);
    expect(shown.environment).toEqual({
      environmentId: environment.environmentId,
      name: environment.name,
    });
  });
});

describe('a test that names an environment', () => {
  const submit = (part: Partial<TestDefinitionInput>) =>
    call('POST', '/tests', { ...DEFINITION, name: newName('suite'), ...part });

  it('runs on the own host when it names that one or none, and the execution says so', async () => {
    for (const part of [{}, { environmentName: 'local' }]) {
      const answer = await submit(part);
      expect(answer.status).toBe(202);
      const shown = ExecutionView.parse((await call('GET', `/executions/${answer.body.executionId}`)).body);
      expect(shown.environment).toEqual({ environmentId: LOCAL_ENVIRONMENT, name: 'local' });
    }
  });

  it('is refused for one that is not there, in a definition too', async () => {
    const answer = await submit({ environmentName: 'nowhere' });
    expect([answer.status, answer.body.code]).toEqual([422, 'environment-missing']);
    expect(answer.body.detail).toContain('"nowhere"');
    const saved = await call('POST', '/definitions', {
      ...DEFINITION,
      name: newName('suite'),
      environmentName: 'nowhere',
    });
    expect([saved.status, saved.body.code]).toEqual([422, 'environment-missing']);
  });

  it('is refused for one of Kubernetes, for which there is no executor; the definition may be saved', async () => {
    const cluster = await addCluster();
    const { name } = await addEnvironment(cluster);
    await check(cluster);
    const answer = await submit({ environmentName: name });
    expect([answer.status, answer.body.code]).toEqual([422, 'executor-missing']);
    expect(answer.body.detail).toContain(`"${cluster.name}"`);
    const saved = await call('POST', '/definitions', {
      ...DEFINITION,
      name: newName('suite'),
      environmentName: name,
    });
    expect(saved.status).toBe(201);
  });

  it('is refused where the environment or its cluster is disabled, the own host too', async () => {
    const cluster = await addCluster();
    const { name } = await addEnvironment(cluster);
    await change('clusters', cluster.clusterId, { state: 'disabled' });
    expect((await submit({ environmentName: name })).body).toMatchObject({
      code: 'environment-disabled',
      detail: expect.stringContaining(`in the cluster "${cluster.name}", which is disabled`),
    });
    await change('environments', LOCAL_ENVIRONMENT, { state: 'disabled' });
    const answer = await submit({});
    expect([answer.status, answer.body.code]).toEqual([422, 'environment-disabled']);
    await change('environments', LOCAL_ENVIRONMENT, { state: 'enabled' });
    expect((await showEnvironment({ environmentId: LOCAL_ENVIRONMENT })).status).toBe('ready');
    expect((await submit({})).status).toBe(202);
  });

  it('is rerun where it ran', async () => {
    const { body } = await submit({ environmentName: 'local' });
    const again = await call('POST', `/executions/${body.executionId}/rerun`, {});
    expect(again.status, JSON.stringify(again.body)).toBe(202);
  });
});

describe('a kubeconfig', () => {
  const sealed = async ({ clusterId }: { clusterId: string }) => {
    const row = await stage.database
      .selectFrom('clusters')
      .select(['kubeconfig', 'key_id'])
      .where('cluster_id', '=', clusterId)
      .executeTakeFirstOrThrow();
    return row as { kubeconfig: Record<string, string> | null; key_id: string | null };
  };

  it('is sealed, for its cluster alone', async () => {
    const [one, two] = [await addCluster(), await addCluster()];
    const { kubeconfig: envelope, key_id: keyId } = await sealed(one);
    expect(Object.keys(envelope ?? {}).sort()).toEqual(['authTag', 'ciphertext', 'keyId', 'nonce']);
    expect(keyId).toBe(envelope?.keyId);
    const bytes = Object.values(envelope ?? {}).map((part) => Buffer.from(part, 'base64').toString('latin1'));
    expect(bytes.join()).not.toContain(TOKEN);
    await sql`update clusters set kubeconfig = ${JSON.stringify(envelope)}::jsonb where cluster_id = ${two.clusterId}`.execute(
      stage.database,
    );
    expect(await check(two)).toMatchObject({
      outcome: 'unreachable',
      reason: expect.stringContaining('The kubeconfig cannot be opened'),
    });
    expect(await check(one)).toMatchObject({ outcome: 'ready' });
    await call('DELETE', `/clusters/${two.clusterId}`);
  });

  it('is sealed anew with each key, and opens after the old key is gone', async () => {
    const cluster = await addCluster();
    const before = await sealed(cluster);
    const rotated = await rotateSecretKey(stage, stage.actor, 'rotate');
    if (!rotated.ok) throw new Error(rotated.error.message);
    expect(rotated.value.stuck).toEqual([]);
    const after = await sealed(cluster);
    expect(after.key_id).toBe(rotated.value.keyId);
    expect(after.key_id).not.toBe(before.key_id);
    const dropped = await rotateSecretKey(stage, stage.actor, 'drop-old');
    expect(dropped).toMatchObject({ ok: true, value: { dropped: [before.key_id] } });
    expect(await check(cluster)).toMatchObject({ outcome: 'ready' });
  });

  it('that no key opens is named when keys are rotated, and the key that it needs is not dropped', async () => {
    const cluster = await addCluster();
    await sql`update clusters set kubeconfig = jsonb_set(kubeconfig, '{keyId}', '"lost"') where cluster_id = ${cluster.clusterId}`.execute(
      stage.database,
    );
    const rotated = await rotateSecretKey(stage, stage.actor, 'resume');
    expect(rotated).toMatchObject({
      ok: true,
      value: { stuck: [{ what: `the kubeconfig of the cluster "${cluster.name}"`, keyId: 'lost' }] },
    });
    await call('DELETE', `/clusters/${cluster.clusterId}`);
  });

  it('is nowhere: not in an answer, not in the log, not in the trail, not in any table', async () => {
    expect(said.length).toBeGreaterThan(100);
    expect(JSON.stringify(stage.lines).length).toBeGreaterThan(1000);
    expect(said.join() + JSON.stringify(stage.lines)).not.toContain(TOKEN);
    const trail = await stage.events.readStream(`audit-${stage.actor.teamId}`, 0, 1000);
    const acts = trail.map(({ data }) => (data as { action: string }).action);
    for (const action of ['cluster.create', 'cluster.change', 'cluster.check', 'cluster.remove'])
      expect(acts).toContain(action);
    for (const action of ['environment.create', 'environment.change', 'environment.remove'])
      expect(acts).toContain(action);
    expect(JSON.stringify(trail)).not.toContain(TOKEN);
    const { rows: tables } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(stage.database);
    for (const { name } of tables) {
      const { rows } = await sql`select 1 from ${sql.table(name)} as each
        where each::text like ${`%${TOKEN}%`}`.execute(stage.database);
      expect([name, rows.length]).toEqual([name, 0]);
    }
  });
});

describe('an environment that something is to run in', () => {
  const open = (environmentId: string) => stage.openEnvironment(environmentId as EnvironmentId);

  it('is opened with the access of its cluster, and has another version after each change of either', async () => {
    const cluster = await addCluster({ provider: 'gke' });
    const { environmentId, name } = await addEnvironment(cluster, { configuration: { autoscale: true } });
    const opened = await open(environmentId);
    expect(opened).toMatchObject({
      ok: true,
      value: {
        ...{ name, namespace: 'tests', provider: 'gke', clusterId: cluster.clusterId },
        access: { kind: 'kubeconfig', server: server.url, credential: { kind: 'token', token: TOKEN } },
        configuration: { autoscale: true, spot: 'allow', nodeSelector: {} },
      },
    });
    const versions = [opened.ok && opened.value.version];
    const look = async () => {
      stage.clock.moveBy(1);
      const again = await open(environmentId);
      versions.push(again.ok && again.value.version);
    };
    await look();
    expect(versions[1]).toBe(versions[0]);
    stage.clock.moveBy(1);
    await change('environments', environmentId, { namespace: 'others' });
    await look();
    await change('clusters', cluster.clusterId, {
      access: { kind: 'kubeconfig', kubeconfig: kubeconfig('another') },
    });
    await look();
    expect(new Set(versions).size).toBe(3);
  });

  it('is not opened where it is no cluster, and where it is not there', async () => {
    for (const environmentId of [LOCAL_ENVIRONMENT, LOCAL_CLUSTER])
      expect(await open(environmentId)).toMatchObject({ ok: false, error: { code: 'closed' } });
  });
});
