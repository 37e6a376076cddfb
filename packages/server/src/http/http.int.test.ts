import { createHash, randomBytes } from 'node:crypto';
import {
  type AgentEventInput,
  ArtifactList,
  Assignment,
  ClaimAnswer,
  DefinitionList,
  DefinitionPlan,
  DefinitionTimings,
  DefinitionView,
  EventList,
  type ExecutionId,
  ExecutionList,
  ExecutionView,
  FrameworkList,
  type GroupId,
  KeyRotation,
  LogChunks,
  Me,
  MetricList,
  Problem,
  QueueView,
  ReportsAnswer,
  ResultList,
  ResultView,
  SecretList,
  SubmitAnswer,
  type TeamId,
  TokenCreated,
  TokenList,
  UnitList,
  UploadAnswer,
  type UserId,
} from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Workspace } from '../identity/index.ts';
import { createHttpStage, type HttpStage } from '../testing/http-stage.ts';
import { routesWithAccess } from './route-scopes.ts';

let stage: HttpStage;
beforeAll(async () => {
  stage = await createHttpStage();
});
afterAll(() => stage.close());

type Call = {
  method?: string;
  token?: string;
  headers?: Record<string, string>;
  json?: unknown;
  body?: Uint8Array<ArrayBuffer>;
};

const call = (path: string, { method, token, headers, json, body }: Call = {}) =>
  fetch(stage.address + path, {
    method: method ?? (json === undefined && body === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: `Bearer ${token ?? stage.token}`,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: json === undefined ? body : JSON.stringify(json),
    redirect: 'manual',
  });

/** Answers are checked against the contract: what the documents promise is what comes. */
async function ask<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  order?: Call,
): Promise<z.output<Schema>> {
  const answer = await call(path, order);
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(body)}`);
  return schema.parse(body);
}
const refusal = async (path: string, order?: Call) => Problem.parse(await (await call(path, order)).json());

const definition = (name: string, more: object = {}) => ({
  name,
  framework: 'command',
  content: { type: 'inline', files: { README: 'hello' } },
  commands: [{ name: 'one', run: 'true' }],
  ...more,
});
const submit = (name: string, more: object = {}) =>
  ask(SubmitAnswer, '/api/v1/tests', { json: definition(name, more) });

/** An agent as the server sees one: the token of its group, and reports in order. */
async function playAgent(executionId: ExecutionId) {
  for (;;) if ((await stage.schedule()).outcome !== 'scheduled') break;
  await stage.launch();
  const launched = stage.executor.launched.findLast((order) => order.executionId === executionId);
  const token = launched?.token ?? '';
  let sequence = 0;
  const say = (...events: AgentEventInput[]) => {
    sequence += 1;
    return ask(ReportsAnswer, '/agent/v1/reports', { token, json: { sequence, events } });
  };
  const octets = { 'content-type': 'application/octet-stream' };
  return {
    token,
    say,
    hello: () =>
      ask(Assignment, '/agent/v1/hello', { token, json: { agentVersion: '1', pid: 1, host: 'here' } }),
    plan: (...keys: string[]) =>
      say({
        type: 'plan',
        framework: 'command',
        countVerified: true,
        setup: 'nothing',
        units: keys.map((key) => ({ key, title: key })),
      }),
    claim: (claimNumber: number) => ask(ClaimAnswer, '/agent/v1/claim', { token, json: { claimNumber } }),
    print: (stream: string, offset: number, body: Uint8Array<ArrayBuffer>) =>
      call(`/agent/v1/logs?stream=${stream}&offset=${offset}`, {
        token,
        method: 'POST',
        headers: octets,
        body,
      }),
    upload: (query: Record<string, string>, body: Uint8Array<ArrayBuffer>) =>
      call(`/agent/v1/artifacts?${new URLSearchParams(query)}`, {
        token,
        method: 'PUT',
        headers: octets,
        body,
      }),
  };
}

/** The events of a stream until it ends. */
async function listen(path: string, after = 0): Promise<{ id: number; type: string }[]> {
  const answer = await call(path, {
    headers: { accept: 'text/event-stream', 'last-event-id': String(after) },
  });
  const text = await answer.text();
  return [...text.matchAll(/^id: (\d+)\nevent: (.+)$/gm)].map(([, id, type]) => ({
    id: Number(id),
    type: type ?? '',
  }));
}

describe('an execution over HTTP', () => {
  it('goes from its submission to its report, and every view tells the same', async () => {
    const submitted = await submit('whole way', { tags: { branch: 'main' }, priority: 90 });
    const id = submitted.executionId;
    const self = `/api/v1/executions/${id}`;
    expect(submitted).toMatchObject({ queuePosition: 1, links: { self } });
    expect(await ask(QueueView, '/api/v1/queue')).toMatchObject({
      items: [{ executionId: id, position: 1 }],
    });
    const told = listen(submitted.links.events);

    const agent = await playAgent(id);
    expect(await agent.hello()).toMatchObject({ executionId: id, lead: true, nextSequence: 1 });
    await agent.plan('one', 'two');
    const { units } = await agent.claim(1);
    expect(units.map((unit) => unit.key)).toEqual(['one', 'two']);
    await agent.print('setup', 0, Buffer.from('preparing\n'));
    const waiting = ask(LogChunks, `${self}/log-chunks?stream=output&waitSeconds=20`);
    await agent.print('output', 0, Buffer.from('running é\n'));
    expect((await waiting).chunks.map((chunk) => chunk.text)).toEqual(['running é\n']);
    for (const [index, unit] of units.entries()) {
      const failed = index === 1;
      const status = failed ? 'failed' : 'passed';
      const assertions = failed ? [{ type: 'equal', expected: '1', actual: '2', passed: false }] : [];
      const results = [
        {
          key: `k${index}`,
          name: `case ${index}`,
          status,
          message: failed ? 'no' : undefined,
          assertions,
        } as const,
      ];
      const counts = { total: 1, passed: failed ? 0 : 1, failed: failed ? 1 : 0, skipped: 0, flaky: 0 };
      await agent.say(
        { type: 'unit-started', unitId: unit.unitId },
        { type: 'results', unitId: unit.unitId, results },
      );
      await agent.say({
        type: 'unit-finished',
        unitId: unit.unitId,
        outcome: status,
        counts,
        durationMs: 5,
        exitCode: failed ? 1 : 0,
      });
      expect(await ask(ExecutionView, self)).toMatchObject({
        units: { total: 2, reported: index + 1 },
        counts: { total: index + 1 },
      });
    }
    const picture = randomBytes(300_000);
    const checksum = `sha256:${createHash('sha256').update(picture).digest('hex')}`;
    const shot = {
      name: 'shots/fail.png',
      type: 'screenshot',
      contentType: 'image/png',
      resultKey: 'k1',
      checksum,
    };
    expect((await agent.upload(shot, picture)).status).toBe(200);
    expect(
      await (await agent.upload({ ...shot, checksum: `sha256:${'0'.repeat(64)}` }, picture)).json(),
    ).toMatchObject({
      code: 'checksum-differs',
    });
    const total = { total: 2, passed: 1, failed: 1, skipped: 0, flaky: 0 };
    await agent.say({ type: 'finish', manifest: { units: 2, counts: total, artifacts: 1, reason: 'done' } });
    expect(await ask(ExecutionView, self)).toMatchObject({
      status: 'cleanup',
      verdict: 'failed',
      counts: total,
    });
    expect(await stage.archive(id)).toMatchObject({ ok: true });

    const shown = await ask(ExecutionView, self);
    expect(shown).toMatchObject({
      status: 'archived',
      failureReason: 'tests-failed',
      groups: [{ index: 0, status: 'finished' }],
    });
    const results = await ask(ResultList, `${self}/results`);
    expect(results.items.map((result) => [result.name, result.status])).toEqual([
      ['case 1', 'failed'],
      ['case 0', 'passed'],
    ]);
    const result = await ask(ResultView, `${self}/results/${results.items[0]?.resultId}`);
    expect(result).toMatchObject({
      message: 'no',
      assertions: [{ expected: '1' }],
      artifacts: [{ name: 'shots/fail.png' }],
    });
    expect((await ask(UnitList, `${self}/units`)).items).toMatchObject([
      { outcome: 'passed' },
      { outcome: 'failed' },
    ]);
    const artifacts = await ask(ArtifactList, `${self}/artifacts`);
    expect(artifacts.items.map((artifact) => artifact.type).toSorted()).toEqual([
      'html-report',
      'junit',
      'log',
      'screenshot',
      'setup-log',
    ]);
    const bytes = await call(result.artifacts[0]?.link ?? '');
    expect(Buffer.from(await bytes.arrayBuffer()).equals(picture)).toBe(true);
    const part = await call(result.artifacts[0]?.link ?? '', { headers: { range: 'bytes=1000-1999' } });
    expect(Buffer.from(await part.arrayBuffer()).equals(picture.subarray(1000, 2000))).toBe(true);

    const log = await (await call(`${self}/logs`)).text();
    expect(log).toBe('==> group 0, setup <==\npreparing\n\n==> group 0, output <==\nrunning é\n');
    expect(await ask(LogChunks, `${self}/log-chunks`)).toMatchObject({ complete: true });
    expect((await ask(MetricList, `${self}/metrics`)).items.length).toBeGreaterThan(0);

    const report = await call(`${self}/report`);
    expect([report.status, report.headers.get('location')]).toEqual([302, shown.reports.html]);
    const html = await call(shown.reports.html ?? '');
    expect(html.headers.get('content-security-policy')).toMatch(/^sandbox allow-scripts /);
    expect(await html.text()).toContain('case 1');

    const plan = `/api/v1/definitions/${shown.definitionId}/plan`;
    expect(await ask(DefinitionPlan, `${plan}?parallelism=2`)).toMatchObject({
      executionId: id,
      ...{ units: 2, totalMs: 10, wallMs: 5 },
      groups: [
        { index: 0, units: 1, longest: { title: 'one' } },
        { index: 1, units: 1, longest: { title: 'two' } },
      ],
      choices: [
        { parallelism: 1, wallMs: 10 },
        { parallelism: 2, wallMs: 5 },
      ],
    });
    expect((await ask(DefinitionPlan, plan)).groups).toHaveLength(1);
    expect((await refusal(`${plan}?parallelism=501`)).code).toBe('invalid-request');
    const timings = await ask(DefinitionTimings, `/api/v1/definitions/${shown.definitionId}/timings`);
    expect(timings).toMatchObject({
      executionId: id,
      units: [{ title: 'one', recentMs: [5] }, { title: 'two' }],
    });

    const events = await told;
    expect(events.map((event) => event.id)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)).toEqual({ id: shown.lastEvent, type: 'status-changed' });
    const list = await ask(EventList, `${self}/events?after=2`);
    expect(list.items.map((event) => event.number)).toEqual(events.slice(2).map((event) => event.id));
    expect(await listen(`${self}/events`, 3)).toEqual(events.slice(3));
    expect(
      (
        await call(`${self}/events`, {
          headers: { accept: 'text/event-stream', 'last-event-id': String(shown.lastEvent) },
        })
      ).status,
    ).toBe(204);

    const found = await ask(ExecutionList, '/api/v1/executions?verdict=failed&tag=branch%3Dmain&name=WHOLE');
    expect(found.items.map((item) => item.executionId)).toEqual([id]);
  });

  it('is submitted once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'build-1' };
    const first = await ask(SubmitAnswer, '/api/v1/tests', { headers, json: definition('idem') });
    const again = await ask(SubmitAnswer, '/api/v1/tests', { headers, json: definition('idem') });
    expect(again.executionId).toBe(first.executionId);
    expect(await refusal('/api/v1/tests', { headers, json: definition('other') })).toMatchObject({
      code: 'idempotency-key-reused',
      status: 409,
    });
  });

  it('is cancelled once and stays so; a rerun is another one', async () => {
    const { executionId } = await submit('to be cancelled');
    const self = `/api/v1/executions/${executionId}`;
    const cancelled = await call(`${self}/cancel`, { method: 'POST' });
    expect([cancelled.status, ExecutionView.parse(await cancelled.json()).verdict]).toEqual([
      202,
      'cancelled',
    ]);
    expect((await call(`${self}/cancel`, { method: 'POST' })).status).toBe(409);
    const rerun = await ask(SubmitAnswer, `${self}/rerun`, { method: 'POST' });
    expect(await ask(ExecutionView, rerun.links.self)).toMatchObject({
      rerunOf: executionId,
      name: 'to be cancelled',
      status: 'queued',
    });
    const failed = await ask(SubmitAnswer, `${self}/rerun`, { json: { only: 'failed' } });
    expect(failed.executionId).not.toBe(rerun.executionId);
  });

  it('of an unknown id is not there, whatever is asked of it', async () => {
    const self = '/api/v1/executions/01900000-0000-7000-8000-000000000999';
    for (const path of [
      '',
      '/units',
      '/results',
      '/metrics',
      '/log-chunks',
      '/logs',
      '/artifacts',
      '/report',
      '/events',
    ])
      expect([path, (await refusal(self + path)).status]).toEqual([path, 404]);
    expect((await refusal(`${self}/cancel`, { method: 'POST' })).code).toBe('not-found');
    expect((await refusal(`${self}/rerun`, { method: 'POST' })).code).toBe('not-found');
    expect((await refusal(`${self}/events`, { headers: { accept: 'text/event-stream' } })).code).toBe(
      'not-found',
    );
  });

  it('from a stored definition takes what is overridden and keeps the rest', async () => {
    await submit('stored', { parallelism: 2, priority: 7 });
    const list = await ask(DefinitionList, '/api/v1/definitions');
    const definitionId = list.items.find((item) => item.name === 'stored')?.definitionId;
    const { executionId } = await ask(SubmitAnswer, '/api/v1/tests', {
      json: { definitionId, overrides: { priority: 8 } },
    });
    expect(await ask(ExecutionView, `/api/v1/executions/${executionId}`)).toMatchObject({
      priority: 8,
      parallelism: 2,
    });
    expect(await ask(DefinitionView, `/api/v1/definitions/${definitionId}`)).toMatchObject({
      version: 1,
      body: { priority: 7 },
    });
  });
});

describe('a definition that was removed', () => {
  it('is found no more; what was run of it is, and its name is free again', async () => {
    const { executionId } = await submit('removed');
    const idOf = async () =>
      (await ask(DefinitionList, '/api/v1/definitions')).items.find((item) => item.name === 'removed')
        ?.definitionId;
    const definitionId = await idOf();
    const path = `/api/v1/definitions/${definitionId}`;
    expect((await call(path, { method: 'DELETE' })).status).toBe(204);
    expect(await idOf()).toBeUndefined();
    for (const gone of [path, `${path}/versions`]) expect((await refusal(gone)).status).toBe(404);
    expect((await refusal(path, { method: 'DELETE' })).status).toBe(404);
    expect((await refusal('/api/v1/tests', { json: { definitionId } })).code).toBe('not-found');
    expect(await ask(ExecutionView, `/api/v1/executions/${executionId}`)).toMatchObject({ name: 'removed' });
    await submit('removed');
    expect(await idOf()).not.toBe(definitionId);
    expect(await idOf()).toBeDefined();
  });
});

describe('artifacts of a group', () => {
  it('sent again keep their id, count once and leave one copy; after the end none is taken', async () => {
    const { executionId } = await submit('artifacts', { priority: 95 });
    const agent = await playAgent(executionId);
    await agent.hello();
    const content = Buffer.from('same');
    const checksum = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    const send = async () => agent.upload({ name: 'a.txt', type: 'file', checksum }, content);
    const ids = [];
    for (let time = 0; time < 3; time += 1)
      ids.push(((await (await send()).json()) as { artifactId: string }).artifactId);
    expect(new Set(ids).size).toBe(1);
    const rows = await stage.database
      .selectFrom('execution_groups')
      .select('artifacts_stored')
      .where('execution_id', '=', executionId)
      .execute();
    expect(rows).toEqual([{ artifacts_stored: 1 }]);
    expect(await (await call(`/api/v1/artifacts/${ids[0]}`)).text()).toBe('same');
    const [row] = await stage.artifacts.listOf(executionId);
    expect(row?.storageKey).not.toBe(`executions/${executionId}/${ids[0]}`);
    expect((await stage.artifactStore.get(`executions/${executionId}/${ids[0]}`)).ok).toBe(false);
    await agent.say({
      type: 'finish',
      manifest: {
        units: 0,
        counts: { total: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 },
        artifacts: 1,
        reason: 'stopped',
      },
    });
    expect(await (await send()).json()).toMatchObject({ code: 'group-ended' });
    expect((await stage.artifacts.listOf(executionId)).length).toBe(1);
  });
});

describe('uploads', () => {
  it('of the same bytes are one upload, and an agent gets them back', async () => {
    const archive = randomBytes(3_000_000);
    const headers = { 'content-type': 'application/octet-stream' };
    const first = await ask(UploadAnswer, '/api/v1/uploads', { headers, body: archive });
    expect(first).toMatchObject({
      sizeBytes: archive.length,
      sha256: createHash('sha256').update(archive).digest('hex'),
    });
    const again = await ask(UploadAnswer, '/api/v1/uploads', { headers, body: archive });
    expect(again.uploadId).toBe(first.uploadId);
    const { executionId } = await submit('archive', {
      content: { type: 'archive', uploadId: first.uploadId },
      priority: 100,
    });
    const agent = await playAgent(executionId);
    const content = await call('/agent/v1/content', { token: agent.token });
    expect(Buffer.from(await content.arrayBuffer()).equals(archive)).toBe(true);
    expect(await refusal('/api/v1/uploads', { headers, method: 'POST' })).toMatchObject({
      code: 'invalid-request',
    });
  });

  it('whose bytes are gone are stored anew', async () => {
    const headers = { 'content-type': 'application/octet-stream' };
    const archive = randomBytes(1000);
    const first = await ask(UploadAnswer, '/api/v1/uploads', { headers, body: archive });
    await stage.artifactStore.delete(`uploads/${first.uploadId}`);
    const again = await ask(UploadAnswer, '/api/v1/uploads', { headers, body: archive });
    expect(again.uploadId).not.toBe(first.uploadId);
  });
});

describe('people', () => {
  it('make tokens, use them and revoke them', async () => {
    const made = await ask(TokenCreated, '/api/v1/tokens', {
      json: { name: 'ci', scopes: ['read'], expiresInDays: 1 },
    });
    expect(await ask(Me, '/api/v1/me', { token: made.token })).toMatchObject({
      username: 'admin',
      scopes: ['read'],
    });
    expect((await refusal('/api/v1/tests', { token: made.token, json: definition('x') })).code).toBe(
      'not-allowed',
    );
    const listed = await ask(TokenList, '/api/v1/tokens');
    expect(JSON.stringify(listed)).not.toContain(made.token);
    expect(listed.items.find((item) => item.tokenId === made.tokenId)).toMatchObject({
      name: 'ci',
      scopes: ['read'],
    });
    expect((await call(`/api/v1/tokens/${made.tokenId}`, { method: 'DELETE' })).status).toBe(204);
    expect((await refusal('/api/v1/me', { token: made.token })).status).toBe(401);
    expect((await call(`/api/v1/tokens/${made.tokenId}`, { method: 'DELETE' })).status).toBe(404);
  });

  it('keep secrets that never come out again', async () => {
    const put = (value: string) => call('/api/v1/secrets/NPM_TOKEN', { method: 'PUT', json: { value } });
    expect((await put('hunter22')).status).toBe(204);
    const listed = await ask(SecretList, '/api/v1/secrets');
    expect(listed.items.map((item) => item.name)).toEqual(['NPM_TOKEN']);
    expect(JSON.stringify(listed)).not.toContain('hunter22');
    expect(
      (await refusal('/api/v1/secrets/NPM_TOKEN', { method: 'PUT', json: { value: 'abc' } })).faults,
    ).toMatchObject([{ path: 'value' }]);
    expect((await call('/api/v1/secrets/NPM_TOKEN', { method: 'DELETE' })).status).toBe(204);
    expect((await call('/api/v1/secrets/NPM_TOKEN', { method: 'DELETE' })).status).toBe(404);
  });

  it('see the frameworks there are', async () => {
    expect((await ask(FrameworkList, '/api/v1/frameworks')).items.map((item) => item.name)).toContain(
      'vitest',
    );
  });
});

describe('the value of a secret', () => {
  const VALUE = 'v4lue-of-a-secret';
  const OF_OTHERS = 'v4lue-of-other-people';
  const withSecret = { secrets: { TOKEN: 'guarded' } };
  const hello = { agentVersion: '1', pid: 1, host: 'here' };
  const sayHello = (token: string) => call('/agent/v1/hello', { token, json: hello });
  const save = (by: Workspace & { userId: UserId }, name: string, value: string) =>
    stage.inTransaction((tx) => stage.secrets.save(tx, by, name, value));
  const actsOf = async (executionId: string) =>
    (await stage.events.readStream(`audit-${stage.actor.teamId}`, 0, 1000))
      .map(({ data }) => data as { action: string; target: { id: string }; detail: object })
      .filter(({ action, target }) => action === 'secret.use' && target.id === executionId);

  beforeAll(async () => {
    await save(stage.actor, 'guarded', VALUE);
    const teamId = stage.ids.next<TeamId>();
    await stage.database.insertInto('teams').values({ team_id: teamId, team_name: 'others' }).execute();
    await save({ teamId, projectId: null, userId: stage.actor.userId }, 'guarded', OF_OTHERS);
    await save({ teamId, projectId: null, userId: stage.actor.userId }, 'theirs', OF_OTHERS);
  });

  it('is handed to the agent of the group that asks for it, and its use is told of once a group', async () => {
    const { executionId } = await submit('asks', withSecret);
    const agent = await playAgent(executionId);
    expect(await actsOf(executionId)).toEqual([]);
    expect((await agent.hello()).secrets).toEqual({ TOKEN: VALUE });
    expect((await agent.hello()).secrets).toEqual({ TOKEN: VALUE });
    const groups = await stage.groupsOf(executionId);
    expect(await actsOf(executionId)).toMatchObject([
      {
        target: { kind: 'execution', id: executionId, name: 'asks' },
        detail: { names: ['guarded'], executionId, groupId: groups[0]?.groupId },
      },
    ]);
    expect(JSON.stringify(await actsOf(executionId))).not.toContain(VALUE);
  });

  it('is handed to no other group, to none that has ended, and to no person', async () => {
    const { executionId } = await submit('owner', withSecret);
    const owner = await playAgent(executionId);
    const other = await submit('has none');
    const stranger = await playAgent(other.executionId);
    expect((await stranger.hello()).secrets).toEqual({});
    for (const token of [stranger.token, stage.token, 'gag_none', ''])
      expect(await (await sayHello(token)).text()).not.toContain(VALUE);
    await owner.hello();
    await owner.plan();
    await call(`/api/v1/executions/${executionId}/cancel`, { json: {} });
    const [group] = await stage.groupsOf(executionId);
    await stage.inTransaction((tx) =>
      stage.groups.end(tx, group?.groupId as GroupId, { status: 'ended', why: 'test' }, stage.clock.now()),
    );
    const late = await sayHello(owner.token);
    expect(late.status).toBe(409);
    expect(await late.text()).not.toContain(VALUE);
    expect(await actsOf(executionId)).toHaveLength(1);
    expect(await actsOf(other.executionId)).toEqual([]);
  });

  it('is in the answer of no other route', async () => {
    const { executionId } = await submit('looked at', withSecret);
    const agent = await playAgent(executionId);
    await agent.hello();
    const definitionId = (await ask(ExecutionView, `/api/v1/executions/${executionId}`)).definitionId;
    const idOf = (route: string) => (route.includes('definitions') ? definitionId : executionId);
    const reading = routesWithAccess()
      .filter((route) => route.startsWith('GET ') && !/events|docs/.test(route))
      .map((route) => route.slice(4).replace(':id', idOf(route)).replace(':name', 'guarded'));
    expect(reading.length).toBeGreaterThan(25);
    for (const token of [stage.token, agent.token])
      for (const path of reading) {
        const text = await (await call(path, { token })).text();
        expect([path, text.includes(VALUE), text.includes(OF_OTHERS)]).toEqual([path, false, false]);
      }
    expect((await call('/api/v1/secrets/guarded', { token: stage.token })).status).toBe(405);
    const { items } = await ask(EventList, `/api/v1/executions/${executionId}/events`);
    expect(JSON.stringify(items)).not.toContain(VALUE);
  });

  it("of another team's secret is none that a definition can name", async () => {
    const refused = await refusal('/api/v1/tests', {
      json: definition('reaches out', { secrets: { A: 'theirs' } }),
    });
    expect(refused.code).toBe('secret-missing');
  });

  it('that no key opens is refused for that secret alone, which the agent can tell of', async () => {
    const { keys } = stage.keyRing;
    const { executionId } = await submit('unreadable', withSecret);
    const agent = await playAgent(executionId);
    // The row names a key that is in no ring.
    await stage.database
      .updateTable('secrets')
      .set({ key_id: 'gone' })
      .where('name', '=', 'guarded')
      .where('team_id', '=', stage.actor.teamId)
      .execute();
    const refused = await refusal('/agent/v1/hello', { token: agent.token, json: hello });
    expect(refused.code).toBe('secret-missing');
    expect(refused.detail).toContain('The secret "guarded" cannot be given to the tests.');
    expect(refused.detail).toContain('the key gone, which is not in the key ring');
    expect(await actsOf(executionId)).toEqual([]);
    await save(stage.actor, 'guarded', VALUE);
    expect((await agent.hello()).secrets).toEqual({ TOKEN: VALUE });
    expect(stage.keyRing.keys).toBe(keys);
  });

  it('outlives a rotation of the key, which an admin asks for', async () => {
    const path = '/api/v1/admin/rotate-secret-key';
    const rotated = await ask(KeyRotation, path, { json: {} });
    expect(rotated).toMatchObject({ added: rotated.keyId, stuck: [] });
    expect(rotated.resealed).toBeGreaterThan(2);
    expect((await ask(KeyRotation, path, { json: { step: 'drop-old' } })).dropped).toHaveLength(1);
    const { executionId } = await submit('after', withSecret);
    expect((await (await playAgent(executionId)).hello()).secrets).toEqual({ TOKEN: VALUE });
  });
});

describe('the dashboard', () => {
  it('is one page for all its addresses, for who followed a sign-in link, and acts by their cookies', async () => {
    const { executionId } = await submit('<script>alert(1)</script>');
    const signedIn = await fetch(`${stage.address}/signin?code=${await stage.signInCode()}`, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
    });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    const pages = new Set<string>();
    for (const path of ['/', `/executions/${executionId}`, '/executions?status=queued&name=script']) {
      const page = await fetch(stage.address + path, { headers: { accept: 'text/html', cookie } });
      expect([path, page.status]).toEqual([path, 200]);
      expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; /);
      pages.add(await page.text());
    }
    expect(pages.size).toBe(1);
    const [script] = /\/app\/index-[\w-]+\.js/.exec([...pages][0] ?? '') ?? [];
    const file = await fetch(`${stage.address}${script}`);
    expect(file.headers.get('content-type')).toContain('javascript');
    expect(file.headers.get('cache-control')).toContain('immutable');
    const posted = await fetch(`${stage.address}/api/v1/executions/${executionId}/cancel`, {
      method: 'POST',
      headers: { cookie, origin: stage.address, 'x-gauntlet-csrf': '1', 'content-type': 'application/json' },
      body: '{}',
    });
    expect(posted.status).toBe(202);
  });
});
