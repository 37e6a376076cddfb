/** Saved views over real HTTP and PostgreSQL: whose they are, where they are seen, and what cannot be saved. */
import {
  AuditList,
  ExecutionList,
  MOST_VIEWS,
  Problem,
  ProjectView,
  type Role,
  type Scope,
  type TeamId,
  type UserId,
  ViewList,
  ViewView,
} from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTokenIn } from '../../identity/index.ts';
import { createHttpStage, type HttpStage } from '../../testing/http-stage.ts';

type Person = { userId: UserId; username: string; token: string };

let stage: HttpStage;
let ada: Person;
let grace: Person;
let viewer: Person;
let lead: Person;
let stranger: Person;
let project: string;

beforeAll(async () => {
  stage = await createHttpStage({ requestsPerMinute: 100_000 });
  ada = await newPerson('ada', stage.actor.teamId, 'developer');
  grace = await newPerson('grace', stage.actor.teamId, 'developer');
  viewer = await newPerson('viewer', stage.actor.teamId, 'viewer');
  lead = await newPerson('lead', stage.actor.teamId, 'lead');
  const elsewhere = stage.ids.next<TeamId>();
  await stage.database.insertInto('teams').values({ team_id: elsewhere, team_name: 'elsewhere' }).execute();
  stranger = await newPerson('stranger', elsewhere, 'lead');
  const made = await call('projects', { method: 'POST', body: { name: 'checkout' } });
  project = ProjectView.parse(await made.json()).projectId;
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.database.deleteFrom('saved_views').execute();
});

async function newPerson(username: string, teamId: TeamId, role: Role): Promise<Person> {
  const userId = stage.ids.next<UserId>();
  const row = { user_id: userId, username, team_id: teamId, roles: JSON.stringify([role]) };
  await stage.database.insertInto('users').values(row).execute();
  const scopes: Scope[] = ['read', 'submit', 'account', 'team', 'audit'];
  const order = { userId, name: 'test', scopes, kind: 'token', expiresInSeconds: null } as const;
  const { token } = await stage.inTransaction((tx) => createTokenIn(stage, tx, order));
  return { userId, username, token };
}

type Ask = { token?: string; method?: string; body?: unknown };

function call(path: string, { token = stage.token, method = 'GET', body }: Ask = {}) {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return fetch(`${stage.address}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...json },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const FAILED = { verdict: 'failed', name: 'checkout', since: '7d' };
const post = ({ token }: Person, body: object, query = '') =>
  call(`views${query}`, { method: 'POST', token, body: { filters: FAILED, ...body } });
const save = async (person: Person, body: object, query = '') => {
  const answer = await post(person, body, query);
  expect([answer.status, answer.ok ? '' : await answer.clone().text()]).toEqual([201, '']);
  return ViewView.parse(await answer.json());
};
const patch = ({ token }: Person, id: string, body: object) =>
  call(`views/${id}`, { method: 'PATCH', token, body });
const act = async ({ token }: Person, method: string, path: string) =>
  (await call(`views/${path}`, { method, token })).status;
const list = async ({ token }: Person, query = '') =>
  ViewList.parse(await (await call(`views${query}`, { token })).json());
const names = async (person: Person, query = '') => (await list(person, query)).items.map(({ name }) => name);
const refusal = async (answer: Response) => {
  const { status, code, detail } = Problem.parse(await answer.json());
  return { status, code, detail };
};

describe('a view', () => {
  it('is saved as it stands in the address, and only its owner sees it', async () => {
    const made = await save(ada, { name: '  Red this week ' });
    expect(made).toMatchObject({
      name: 'Red this week',
      filters: FAILED,
      visibility: 'private',
      owner: { userId: ada.userId, username: 'ada' },
      standing: 'plain',
      projectId: null,
    });
    expect(await names(ada)).toEqual(['Red this week']);
    for (const other of [grace, lead, stranger]) {
      expect(await names(other)).toEqual([]);
      expect(await act(other, 'GET', made.viewId)).toBe(404);
      expect((await patch(other, made.viewId, { name: 'mine' })).status).toBe(404);
      expect(await act(other, 'DELETE', made.viewId)).toBe(404);
      expect(await act(other, 'PUT', `${made.viewId}/default`)).toBe(404);
    }
    expect(await names(ada)).toEqual(['Red this week']);
  });

  it('that is shared is seen by the team, changed by its owner and by leads, and by nobody else', async () => {
    const { viewId } = await save(ada, { name: 'nightly', visibility: 'shared' });
    expect(await names(viewer)).toEqual(['nightly']);
    expect(await act(stranger, 'GET', viewId)).toBe(404);
    const refused = await refusal(await patch(grace, viewId, { name: 'mine' }));
    expect(refused).toMatchObject({ status: 403, code: 'not-allowed' });
    expect(refused.detail).toContain('"nightly" is a view of ada');
    expect(await act(grace, 'DELETE', viewId)).toBe(403);
    expect((await patch(lead, viewId, { filters: { verdict: 'flaky' } })).status).toBe(200);
    expect((await list(grace)).items[0]?.filters).toEqual({ verdict: 'flaky' });
    // What a lead takes back from the team is out of their own sight as well.
    const unshared = ViewView.parse(await (await patch(lead, viewId, { visibility: 'private' })).json());
    expect(unshared.visibility).toBe('private');
    expect(await act(lead, 'GET', viewId)).toBe(404);
    expect(await names(ada)).toEqual(['nightly']);
  });

  it('is kept by viewers for themselves, and not shared by them', async () => {
    const { viewId } = await save(viewer, { name: 'mine' });
    expect(await refusal(await post(viewer, { name: 'ours', visibility: 'shared' }))).toMatchObject({
      status: 403,
      detail: expect.stringContaining('"submit"'),
    });
    expect((await patch(viewer, viewId, { visibility: 'shared' })).status).toBe(403);
    expect((await patch(viewer, viewId, { name: 'still mine' })).status).toBe(200);
    expect(await act(viewer, 'DELETE', viewId)).toBe(204);
  });

  it('belongs to the workspace it was saved in', async () => {
    const member = { method: 'PUT', body: { role: 'developer' } };
    expect((await call(`projects/${project}/members/stranger`, member)).status).toBe(200);
    const { viewId } = await save(
      stranger,
      { name: 'of the project', visibility: 'shared' },
      `?project=${project}`,
    );
    await save(ada, { name: 'of the team', visibility: 'shared' });
    expect(await names(ada, `?project=${project}`)).toEqual(['of the project']);
    expect(await names(stranger, `?project=${project}`)).toEqual(['of the project']);
    expect(await names(ada)).toEqual(['of the team']);
    expect(await names(stranger)).toEqual([]);
    expect(await act(ada, 'GET', viewId)).toBe(404);
    expect(await act(ada, 'GET', `${viewId}?project=${project}`)).toBe(200);
    expect((await call(`projects/${project}/members/stranger`, { method: 'DELETE' })).status).toBe(204);
    expect(await act(stranger, 'GET', `${viewId}?project=${project}`)).toBe(404);
  });

  it('begins the list of whoever wants it to, one in each workspace, as long as they see it', async () => {
    const shared = await save(ada, { name: 'nightly', visibility: 'shared' });
    const own = await save(grace, { name: 'own' });
    expect(await act(grace, 'PUT', `${own.viewId}/default`)).toBe(200);
    expect(await act(grace, 'PUT', `${shared.viewId}/default`)).toBe(200);
    expect(await names(grace, '?only=default')).toEqual(['nightly']);
    expect(await names(ada, '?only=default')).toEqual([]);
    await patch(ada, shared.viewId, { visibility: 'private' });
    expect(await names(grace, '?only=default')).toEqual([]);
    await patch(ada, shared.viewId, { visibility: 'shared' });
    expect(await act(grace, 'DELETE', `${own.viewId}/default`)).toBe(204);
    expect(await names(grace, '?only=default')).toEqual(['nightly']);
    expect(await act(grace, 'DELETE', `${shared.viewId}/default`)).toBe(204);
    expect(await names(grace, '?only=default')).toEqual([]);
  });
});

describe('deleting', () => {
  it('is undone within a day: the same id, and still the default', async () => {
    const { viewId } = await save(ada, { name: 'nightly' });
    await act(ada, 'PUT', `${viewId}/default`);
    expect(await act(ada, 'DELETE', viewId)).toBe(204);
    expect(await act(ada, 'DELETE', viewId)).toBe(204);
    expect(await act(ada, 'GET', viewId)).toBe(404);
    expect((await patch(ada, viewId, { name: 'x' })).status).toBe(404);
    expect(await names(ada, '?only=default')).toEqual([]);
    expect(await act(grace, 'POST', `${viewId}/restore`)).toBe(404);
    expect(await act(ada, 'POST', `${viewId}/restore`)).toBe(200);
    expect(await act(ada, 'POST', `${viewId}/restore`)).toBe(200);
    expect((await list(ada, '?only=default')).items).toMatchObject([{ viewId, filters: FAILED }]);
  });

  it('frees the name: who took it meanwhile keeps it', async () => {
    const { viewId } = await save(ada, { name: 'nightly' });
    await act(ada, 'DELETE', viewId);
    await save(ada, { name: 'Nightly' });
    const again = await call(`views/${viewId}/restore`, { method: 'POST', token: ada.token });
    expect(await refusal(again)).toMatchObject({ status: 409, code: 'already-exists' });
  });

  it('is for good a day later', async () => {
    const [first, second] = [await save(ada, { name: 'first' }), await save(ada, { name: 'second' })];
    await act(ada, 'DELETE', first.viewId);
    stage.clock.moveBy(25 * 3600);
    await act(ada, 'DELETE', second.viewId);
    expect(await act(ada, 'POST', `${first.viewId}/restore`)).toBe(404);
    expect(await act(ada, 'POST', `${second.viewId}/restore`)).toBe(200);
  });
});

describe('what cannot be saved', () => {
  it('is a second view of one name, in any case of letters; two people may have the same', async () => {
    await save(ada, { name: 'Nightly' });
    await save(grace, { name: 'nightly', visibility: 'shared' });
    const refused = await refusal(await post(ada, { name: 'NIGHTLY' }));
    expect(refused).toMatchObject({ status: 409, code: 'already-exists' });
    expect(refused.detail).toContain('"Nightly"');
    const { viewId } = await save(ada, { name: 'other' });
    expect((await patch(ada, viewId, { name: 'nightly' })).status).toBe(409);
    expect((await patch(ada, viewId, { name: 'OTHER' })).status).toBe(200);
    // What the database takes for the same, whatever other programs think of it.
    await save(ada, { name: 'İstanbul' });
    expect([201, 409]).toContain((await post(ada, { name: 'istanbul' })).status);
    expect((await post(ada, { name: 'running' })).status).toBe(409); // one that is always there
  });

  it.each([
    { name: '' },
    { name: '   ' },
    { name: 'x'.repeat(81) },
    { name: 'two\nlines' },
    { name: '0198b2c4-7a00-7000-8000-000000000701' },
    { name: 'x', filters: { verdict: 'dancing' } },
    { name: 'x', filters: { status: 'queued,dancing' } },
    { name: 'x', filters: { since: 'yesterday' } },
    { name: 'x', filters: { name: 'n'.repeat(256) } },
    { name: 'x', filters: { limit: 5 } },
    { name: 'x', filters: { definitionId: '0198b2c4-7a00-7000-8000-000000000701' } },
    { name: 'x', visibility: 'public' },
  ])('is %j', async (body) => {
    const answer = await post(ada, body);
    expect(answer.status).toBe(400);
    expect(await names(ada)).toEqual([]);
  });

  it('is one more than there may be, however many ask at once', async () => {
    const many = Array.from({ length: MOST_VIEWS + 5 }, (_, index) => post(ada, { name: `view ${index}` }));
    const statuses = (await Promise.all(many)).map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(MOST_VIEWS).fill(201), ...Array(5).fill(403)]);
    expect((await post(grace, { name: 'hers' })).status).toBe(201);
  });

  it('is anything without a change', async () => {
    const { viewId } = await save(ada, { name: 'nightly' });
    expect((await patch(ada, viewId, {})).status).toBe(400);
  });
});

describe('the list', () => {
  it('goes by name, in pages, and finds by a part of the name', async () => {
    for (const name of ['delta', 'Alpha', 'charlie', 'bravo', '100%']) await save(ada, { name });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await list(ada, `?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['100%', 'Alpha', 'bravo', 'charlie', 'delta']);
    expect(await names(ada, '?search=RA')).toEqual(['bravo']);
    expect(await names(ada, '?search=%25')).toEqual(['100%']);
    expect(await names(ada, '?name=ALPHA')).toEqual(['Alpha']);
    expect(await names(ada, '?only=shared')).toEqual([]);
    const forged = Buffer.from(JSON.stringify(['\0', stage.ids.next<string>()])).toString('base64url');
    for (const wrong of ['x', forged])
      expect((await call(`views?cursor=${wrong}`, { token: ada.token })).status).toBe(400);
  });

  it('of executions takes what a view holds, ages too', async () => {
    const submitted = await stage.submit({ name: 'aged' });
    if (!submitted.ok) throw new Error(submitted.error.message);
    stage.clock.moveBy(3 * 3600);
    const found = async (filters: Record<string, string>) => {
      const answer = await call(`executions?${new URLSearchParams({ name: 'aged', ...filters })}`);
      return ExecutionList.parse(await answer.json()).items.length;
    };
    expect([await found({ since: '4h' }), await found({ since: '2h' })]).toEqual([1, 0]);
    expect([await found({ until: '2h' }), await found({ until: '4h' })]).toEqual([1, 0]);
    expect(await found({ since: '1d', until: '10m' })).toBe(1);
  });
});

it('the trail tells who saved, changed, deleted and restored, and nothing of what is private', async () => {
  const secret = await save(ada, { name: 'my own business' });
  await save(ada, { name: 'ours', visibility: 'shared' });
  await patch(ada, secret.viewId, { filters: {} });
  await act(ada, 'DELETE', secret.viewId);
  await act(ada, 'POST', `${secret.viewId}/restore`);
  const trail = await (await call('audit?action=view.*&user=ada&limit=5')).text();
  const acts = AuditList.parse(JSON.parse(trail)).items.map(({ action, target }) => [action, target.name]);
  expect(acts).toEqual([
    ['view.restore', null],
    ['view.remove', null],
    ['view.change', null],
    ['view.create', 'ours'],
    ['view.create', null],
  ]);
  expect(trail).not.toContain('my own business');
});
