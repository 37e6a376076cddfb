import { Problem, QuotaChange, QuotaList, type TeamId, type UserId } from '@gauntlet/contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOperations, type OperationDeps } from '../../boot/operations.ts';
import type { Actor } from '../../identity/index.ts';
import { createStage, DEFINITION, type Stage } from '../../testing/execution-stage.ts';
import { fakeHttpDeps } from '../../testing/fake-http-deps.ts';
import { createHttpServer } from '../server.ts';

let stage: Stage;
let app: FastifyInstance;
const people = new Map<string, Actor>();
beforeAll(async () => {
  stage = await createStage();
  const { quotas, executions } = createOperations(stage as unknown as OperationDeps);
  const authenticate = async (token: string) => people.get(token) ?? null;
  app = createHttpServer(
    fakeHttpDeps({ identity: { authenticate }, quotas, executions, clock: stage.clock }),
  );
});
afterAll(async () => {
  await app.close();
  await stage.close();
});

/** An admin of a team of her own; a lead, a developer and a stranger. */
beforeEach(async () => {
  people.clear();
  const [ours, theirs] = [await newTeam('ours'), await newTeam('theirs')];
  people.set('gnt_admin', { ...stage.actor, scopes: ['admin'] });
  people.set('gnt_lead', await newActor('lead', ours, ['read', 'team']));
  people.set('gnt_dev', await newActor('dev', ours, ['read', 'submit']));
  people.set('gnt_stranger', await newActor('stranger', theirs, ['read', 'team']));
});

async function newTeam(name: string) {
  const teamId = stage.ids.next<TeamId>();
  const teamName = `${name} ${teamId}`;
  await stage.database.insertInto('teams').values({ team_id: teamId, team_name: teamName }).execute();
  return { teamId, teamName };
}
async function newActor(
  name: string,
  team: { teamId: TeamId; teamName: string },
  scopes: Actor['scopes'],
): Promise<Actor> {
  const userId = stage.ids.next<UserId>();
  const username = `${name}-${userId}`;
  const row = { user_id: userId, username, team_id: team.teamId, roles: '[]' };
  await stage.database.insertInto('users').values(row).execute();
  return { ...stage.actor, ...team, userId, username, scopes };
}
const person = (name: string) => people.get(`gnt_${name}`) as Actor;

const call = (who: string, method: 'GET' | 'PUT' | 'DELETE' | 'POST', url: string, payload?: object) =>
  app.inject({
    method,
    url: `/api/v1${url}`,
    headers: { authorization: `Bearer gnt_${who}` },
    ...(payload ? { payload } : {}),
  });
const list = async (who: string, query = '') =>
  QuotaList.parse((await call(who, 'GET', `/quotas${query}`)).json());
const statusOf = async (who: string, query: string) => (await call(who, 'GET', `/quotas${query}`)).statusCode;
const submit = (who: string) => call(who, 'POST', '/tests', DEFINITION);
const change = async (url: string, limit: number | null, expected?: number | null) => {
  const answer =
    limit === null
      ? await call('admin', 'DELETE', url + (expected === undefined ? '' : `?expected=${expected}`))
      : await call('admin', 'PUT', url, { limit, ...(expected === undefined ? {} : { expected }) });
  return answer.statusCode === 200 ? QuotaChange.parse(answer.json()) : Problem.parse(answer.json());
};

describe('quotas', () => {
  it('are shown with limit, use, whose they are and when they free', async () => {
    await change(`/teams/${person('dev').teamId}/quotas/executions`, 5);
    await change(`/users/${person('dev').userId}/quotas/cpu_millis`, 4000);
    await submit('dev');
    const { team, user, items } = await list('dev');
    expect([team.teamId, user?.userId]).toEqual([person('dev').teamId, person('dev').userId]);
    expect(items.map((item) => [item.resource, item.limit, item.of, item.used])).toEqual([
      ['concurrent_executions', 100, 'default', 1],
      ['executions_per_month', null, 'default', 1],
      ['executions_per_week', null, 'default', 1],
      ['executions', 5, 'team', 1],
      ['executions_per_hour', null, 'default', 1],
      ['parallel_groups', null, 'default', 1],
      ['cpu_millis', 4000, 'user', 100],
      ['memory_mib', null, 'default', 128],
      ['artifact_mib', null, 'default', 0],
    ]);
    expect(items[3]).toMatchObject({
      period: 'day',
      unit: 'executions',
      levels: { user: null, team: 5, default: null },
    });
    expect(items[3]?.freesAt).toMatch(/T00:00:00\.000Z$/);
  });

  it('of others are shown to who looks after them, and are not there for the rest', async () => {
    const [dev, stranger] = [person('dev'), person('stranger')];
    expect((await list('lead', `?userId=${dev.username}`)).user?.userId).toBe(dev.userId);
    expect((await list('admin', `?userId=${dev.userId}`)).user?.username).toBe(dev.username);
    expect((await list('dev', `?teamId=${dev.teamId}`)).user).toBeNull();
    expect((await list('admin', `?teamId=${encodeURIComponent(stranger.teamName)}`)).team.teamId).toBe(
      stranger.teamId,
    );
    expect(await statusOf('dev', `?userId=${person('lead').userId}`)).toBe(404);
    const foreign = await call('stranger', 'GET', `/quotas?userId=${dev.userId}`);
    const absent = await call('stranger', 'GET', `/quotas?userId=${stage.ids.next<string>()}`);
    expect([foreign.statusCode, absent.statusCode]).toEqual([404, 404]);
    expect(foreign.json().detail.replace(/".*"/, '')).toBe(absent.json().detail.replace(/".*"/, ''));
    expect(await statusOf('stranger', `?teamId=${dev.teamId}`)).toBe(404);
    expect(await statusOf('admin', `?teamId=${dev.teamId}&userId=${dev.userId}`)).toBe(400);
  });

  it('are set and cleared by admins alone, by id or name', async () => {
    const { teamId, teamName, username } = person('dev');
    expect((await call('lead', 'PUT', `/teams/${teamId}/quotas/executions`, { limit: 1 })).statusCode).toBe(
      403,
    );
    expect((await call('lead', 'DELETE', `/users/${username}/quotas/executions`)).statusCode).toBe(403);
    const byName = `/teams/${encodeURIComponent(teamName)}/quotas/executions`;
    expect(await change(byName, 1)).toEqual({ resource: 'executions', limit: 1, before: null });
    expect(await change(byName, null)).toEqual({ resource: 'executions', limit: null, before: 1 });
    expect(await change(byName, null)).toMatchObject({ code: 'not-found' });
    expect(await change(`/users/${username.toUpperCase()}/quotas/executions`, 2)).toMatchObject({ limit: 2 });
    expect(await change('/users/nobody/quotas/executions', 2)).toMatchObject({ code: 'not-found' });
    expect(await change(`/teams/${teamId}/quotas/coffee`, 2)).toMatchObject({ status: 404 });
    for (const limit of [-1, 1.5, 2 ** 31])
      expect(await change(byName, limit)).toMatchObject({ code: 'invalid-request' });
  });

  it.each(['teams', 'users'])('of %s: of ten who saw the same limit one changes it', async (kind) => {
    const url = `/${kind}/${kind === 'teams' ? person('dev').teamId : person('dev').userId}/quotas/executions`;
    const changes = await Promise.all(Array.from({ length: 10 }, (_, index) => change(url, index + 1, null)));
    const won = changes.filter((one) => !('code' in one));
    expect(won).toHaveLength(1);
    expect(changes.filter((one) => 'code' in one && one.code === 'changed-meanwhile')).toHaveLength(9);
    const limit = (won[0] as QuotaChange).limit;
    expect(await change(url, null, 9999)).toMatchObject({ code: 'changed-meanwhile' });
    expect(await change(url, null, limit)).toMatchObject({ before: limit, limit: null });
  });

  it('that are used up answer 429 with which, how much, and when to come again', async () => {
    await change(`/teams/${person('dev').teamId}/quotas/concurrent_executions`, 1);
    expect((await submit('dev')).statusCode).toBe(202);
    const refused = await submit('dev');
    const { freesAt: _, ...quota } = Problem.parse(refused.json()).quota ?? {};
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '30']);
    expect(quota).toEqual({
      resource: 'concurrent_executions',
      limit: 1,
      used: 1,
      asked: 1,
      unit: 'executions',
      of: 'team',
    });
  });

  it('leave who changed them in the audit stream, and nothing of what was refused', async () => {
    const stream = `audit-${person('admin').teamId}`;
    const from = await stage.events.lastNumber(stream).catch(() => 0);
    const { userId, username } = person('dev');
    await change(`/users/${userId}/quotas/executions`, 3);
    await change(`/users/${userId}/quotas/executions`, 4, 9);
    await change(`/users/${userId}/quotas/executions`, null);
    const events = await stage.events.readStream(stream, from, 10);
    const target = { kind: 'user', id: userId, name: username };
    const by = { userId: person('admin').userId, via: 'token' };
    expect(events.map(({ type, data }) => [type, data])).toMatchObject([
      [
        'acted',
        { action: 'quota.set', target, by, detail: { resource: 'executions', limit: 3, before: null } },
      ],
      [
        'acted',
        { action: 'quota.clear', target, by, detail: { resource: 'executions', limit: null, before: 3 } },
      ],
    ]);
  });
});
