/** Projects over real HTTP and PostgreSQL: who is shown in sees that project, nothing else, and no longer than wanted. */
import {
  ProjectList,
  ProjectMember,
  ProjectView,
  type Role,
  type Scope,
  SubmitAnswer,
  type TeamId,
  type UserId,
} from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTokenIn } from '../../identity/index.ts';
import { DEFINITION } from '../../testing/execution-stage.ts';
import { createHttpStage, type HttpStage } from '../../testing/http-stage.ts';
import { routesWithAccess } from '../route-scopes.ts';

type Person = { userId: UserId; username: string; token: string };

let stage: HttpStage;
let guest: Person;
let stranger: Person;
let project: string;
let other: string;

beforeAll(async () => {
  stage = await createHttpStage();
  guest = await newPerson('guest', await newTeam('guests'), 'viewer');
  stranger = await newPerson('stranger', await newTeam('strangers'), 'lead');
  project = await newProject('checkout');
  other = await newProject('billing');
  await put('guest', 'developer');
});
afterAll(() => stage.close());

async function newTeam(name: string): Promise<TeamId> {
  const teamId = stage.ids.next<TeamId>();
  await stage.database.insertInto('teams').values({ team_id: teamId, team_name: name }).execute();
  return teamId;
}

async function newPerson(username: string, teamId: TeamId, role: Role): Promise<Person> {
  const userId = stage.ids.next<UserId>();
  const row = { user_id: userId, username, team_id: teamId, roles: JSON.stringify([role]) };
  await stage.database.insertInto('users').values(row).execute();
  const scopes: Scope[] = ['read', 'submit', 'secrets', 'team'];
  const order = { userId, name: 'test', scopes, kind: 'token', expiresInSeconds: null } as const;
  const { token } = await stage.inTransaction((tx) => createTokenIn(stage, tx, order));
  return { userId, username, token };
}

type Ask = { token?: string; method?: string; body?: unknown; headers?: Record<string, string> };

function call(path: string, { token = stage.token, method = 'GET', body, headers = {} }: Ask = {}) {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return fetch(stage.address + path, {
    method,
    redirect: 'manual',
    headers: { authorization: `Bearer ${token}`, ...json, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function newProject(name: string): Promise<string> {
  const made = await call('/api/v1/projects', { method: 'POST', body: { name } });
  expect(made.status).toBe(201);
  return ProjectView.parse(await made.json()).projectId;
}

const put = async (user: string, role: string, token = stage.token, id = project) =>
  (await call(`/api/v1/projects/${id}/members/${user}`, { method: 'PUT', body: { role }, token })).status;
const remove = (user: string, id = project) =>
  call(`/api/v1/projects/${id}/members/${user}`, { method: 'DELETE' });
const submitted = (name: string, query: string, token = stage.token, part: object = {}) =>
  call(`/api/v1/tests${query}`, { method: 'POST', token, body: { ...DEFINITION, name, ...part } });
const submit = async (...given: Parameters<typeof submitted>) => {
  const answer = await submitted(...given);
  expect(answer.status).toBe(202);
  return SubmitAnswer.parse(await answer.json());
};
const setSecret = async (name: string, value: string, query = '') =>
  expect((await call(`/api/v1/secrets/${name}${query}`, { method: 'PUT', body: { value } })).status).toBe(
    204,
  );
const acts = async () =>
  (await stage.events.readStream(`audit-${stage.actor.teamId}`, 0, 1000)).map(
    ({ data }) => data as { action: string; projectId?: string; detail: Record<string, unknown> },
  );

describe('who is shown into a project of another team', () => {
  it('sees its things and no others, by every route that reads', async () => {
    const mine = await submit('seen', `?project=${project}`, guest.token);
    const hidden = [await submit('of the team', ''), await submit('of another', `?project=${other}`)];
    const reading = routesWithAccess()
      .filter((row) => row.startsWith('GET /api/v1/executions/:id') && !row.includes(':resultId'))
      .map((row) => row.slice(4).replace(':executionId', mine.executionId));
    expect(reading.length).toBeGreaterThan(10);
    for (const path of reading) {
      const at = (id: string) =>
        call(`${path.replace(':id', id)}?project=${project}`, { token: guest.token });
      for (const { executionId } of hidden)
        expect([path, (await at(executionId)).status]).toEqual([path, 404]);
      const seen = await at(mine.executionId);
      await seen.body?.cancel();
      expect([path, seen.status]).toEqual([path, path.endsWith('/report') ? 404 : 200]);
    }
    for (const path of ['/api/v1/executions', '/api/v1/queue', '/api/v1/definitions']) {
      const text = await (await call(`${path}?project=${project}`, { token: guest.token })).text();
      expect([path, text.includes('seen'), /of the team|of another/.test(text)]).toEqual([path, true, false]);
    }
  });

  it('changes nothing outside of it', async () => {
    const { executionId } = await submit('not theirs', `?project=${other}`);
    for (const way of ['cancel', 'rerun']) {
      const asked = { method: 'POST', body: {}, token: guest.token };
      expect((await call(`/api/v1/executions/${executionId}/${way}?project=${project}`, asked)).status).toBe(
        404,
      );
      expect((await call(`/api/v1/executions/${executionId}/${way}`, asked)).status).not.toBe(202);
    }
  });

  it('may do there what the role there allows, and no more than the token', async () => {
    expect((await submitted('at home', '', guest.token)).status).toBe(403);
    const secret = { method: 'PUT', body: { value: 'secret' }, token: guest.token };
    expect((await call(`/api/v1/secrets/x?project=${project}`, secret)).status).toBe(403);
    expect(await put('stranger', 'viewer', guest.token)).toBe(403);
    expect(await put('guest', 'lead')).toBe(200);
    expect((await call(`/api/v1/secrets/x?project=${project}`, secret)).status).toBe(204);
    expect((await call('/api/v1/secrets/x', secret)).status).toBe(403);
    expect(await put('guest', 'developer')).toBe(200);
  });

  it('is led on in it by links, and named in the list', async () => {
    const { links } = await submit('linked', `?project=${project}`, guest.token);
    for (const link of [links.self, links.results, links.page])
      expect((await call(link, { token: guest.token })).status).toBe(200);
    const list = ProjectList.parse(await (await call('/api/v1/projects', { token: guest.token })).json());
    expect(list.items.map(({ projectId, role }) => [projectId, role])).toEqual([[project, 'developer']]);
  });
});

describe('a project that is not for the caller', () => {
  it('answers like one that does not exist', async () => {
    const absent = stage.ids.next<string>();
    const words = async (id: string, path: (id: string) => string, method = 'GET') => {
      const answer = await call(path(id), {
        method,
        token: stranger.token,
        ...(method === 'GET' ? {} : { body: {} }),
      });
      const { status, detail } = (await answer.json()) as { status: number; detail: string };
      return [status, detail.replaceAll(id, 'ID')];
    };
    const paths = [
      (id: string) => `/api/v1/executions?project=${id}`,
      (id: string) => `/api/v1/projects/${id}`,
      (id: string) => `/api/v1/projects/${id}/members`,
    ];
    for (const path of paths) {
      expect(await words(project, path)).toEqual(await words(absent, path));
      expect((await words(project, path))[0]).toBe(404);
    }
    const change = (id: string) => `/api/v1/projects/${id}`;
    expect(await words(project, change, 'PATCH')).toEqual(await words(absent, change, 'PATCH'));
  });

  it('is there for the home team as a whole, whose home shows what lies in it', async () => {
    const { executionId } = await submit('from home', `?project=${other}`);
    expect((await call(`/api/v1/executions/${executionId}`)).status).toBe(200);
    expect((await call(`/api/v1/executions/${executionId}?project=${project}`)).status).toBe(404);
  });
});

describe('who is shown out', () => {
  it('is out at once, streams that are open too', async () => {
    const { executionId } = await submit('followed', `?project=${project}`, guest.token);
    const headers = { accept: 'text/event-stream' };
    const streams = await Promise.all(
      [
        `/api/v1/events?project=${project}`,
        `/api/v1/executions/${executionId}/events?project=${project}`,
      ].map((path) => call(path, { token: guest.token, headers })),
    );
    expect(streams.map(({ status }) => status)).toEqual([200, 200]);
    const ends = streams.map((stream) => stream.text());
    expect((await remove('guest')).status).toBe(204);
    expect((await call(`/api/v1/executions?project=${project}`, { token: guest.token })).status).toBe(404);
    await Promise.all(ends); // ended by the server
    expect((await remove('guest')).status).toBe(404);
    expect(await put('guest', 'developer')).toBe(200);
  });

  it('is told of in the trail, as is who was shown in', async () => {
    const told = (await acts()).map(({ action }) => action);
    for (const action of [
      'project.create',
      'project.add-member',
      'project.change-member',
      'project.remove-member',
    ])
      expect(told).toContain(action);
    expect(
      (await acts())
        .filter(({ action }) => action === 'test.submit')
        .some((act) => act.projectId === project),
    ).toBe(true);
  });
});

describe('secrets', () => {
  const handedOut = async (query: string, name: string) => {
    const { executionId } = await submit(name, query, stage.token, { secrets: { TOKEN: 'shared' } });
    await stage.database
      .updateTable('test_executions')
      .set({ priority: 100 })
      .where('execution_id', '=', executionId)
      .execute();
    await stage.schedule();
    const [group] = await stage.groupsOf(executionId);
    if (!group) throw new Error('nothing was scheduled');
    const hello = await stage.play(group).hello();
    const use = (await acts()).findLast(({ action }) => action === 'secret.use');
    return [hello.ok && hello.value.secrets.TOKEN, use?.detail.scopes, use?.projectId];
  };

  it("of the project come before the team's, and stay in it", async () => {
    await setSecret('shared', 'of the team');
    await setSecret('shared', 'of the project', `?project=${project}`);
    await setSecret('own', 'of the project', `?project=${project}`);
    expect(await handedOut(`?project=${project}`, 'in')).toEqual([
      'of the project',
      { shared: 'project' },
      project,
    ]);
    expect(await handedOut(`?project=${other}`, 'beside')).toEqual([
      'of the team',
      { shared: 'team' },
      other,
    ]);
    expect(await handedOut('', 'outside')).toEqual(['of the team', { shared: 'team' }, undefined]);
    for (const query of ['', `?project=${other}`])
      expect((await submitted('wants', query, stage.token, { secrets: { T: 'own' } })).status).toBe(422);
  });

  it('of one name are removed one by one', async () => {
    const at = `/api/v1/secrets/shared?project=${project}`;
    expect((await call(at, { method: 'DELETE' })).status).toBe(204);
    expect((await call(at, { method: 'DELETE' })).status).toBe(404);
    expect(await handedOut(`?project=${project}`, 'falls back')).toEqual([
      'of the team',
      { shared: 'team' },
      project,
    ]);
  });
});

describe('an archived project', () => {
  it('takes nothing in, shows what it has, and can be opened again', async () => {
    const id = await newProject('short-lived');
    const { executionId } = await submit('earlier', `?project=${id}`);
    const set = async (state: string) =>
      (await call(`/api/v1/projects/${id}/${state}`, { method: 'POST' })).status;
    expect(await set('archive')).toBe(200);
    expect((await submitted('later', `?project=${id}`)).status).toBe(403);
    // From home as well, where no project is named.
    expect((await call(`/api/v1/executions/${executionId}/rerun`, { method: 'POST', body: {} })).status).toBe(
      403,
    );
    expect((await call(`/api/v1/executions/${executionId}?project=${id}`)).status).toBe(200);
    expect(await set('unarchive')).toBe(200);
    expect((await call(`/api/v1/executions/${executionId}/rerun`, { method: 'POST', body: {} })).status).toBe(
      202,
    );
  });
});

describe('names', () => {
  it('are unique in the team: of two at once one is made', async () => {
    const answers = await Promise.all(
      ['Twice', 'twice', 'TWICE'].map((name) => call('/api/v1/projects', { method: 'POST', body: { name } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const id = await newProject('to be renamed');
    expect((await call(`/api/v1/projects/${id}`, { method: 'PATCH', body: { name: 'tWice' } })).status).toBe(
      409,
    );
  });

  it('of definitions and keys against doing a thing twice are of one project alone', async () => {
    const headers = { 'idempotency-key': 'same-key' };
    const ids = [];
    for (const query of ['', `?project=${project}`, `?project=${other}`]) {
      const body = { ...DEFINITION, name: 'same name' };
      const answer = await call(`/api/v1/tests${query}`, { method: 'POST', body, headers });
      ids.push(SubmitAnswer.parse(await answer.json()).executionId);
    }
    expect(new Set(ids).size).toBe(3);
  });

  it('of nobody show nobody in', async () => {
    expect(await put('no-such-person', 'viewer')).toBe(404);
    expect(await put('guest', 'admin')).toBe(400);
    const answer = await call(`/api/v1/projects/${other}/members/stranger`, {
      method: 'PUT',
      body: { role: 'viewer' },
    });
    expect(ProjectMember.parse(await answer.json())).toMatchObject({
      username: 'stranger',
      teamName: 'strangers',
    });
  });
});
