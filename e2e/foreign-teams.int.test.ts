/** Tests of the process executor can read what the server can read: whose may run there. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApi } from './testing/api.ts';
import { commandSuite } from './testing/definitions.ts';
import { type Server, startServer } from './testing/server.ts';
import { createWorld, type World } from './testing/world.ts';

let world: World;
let databaseUrl: string;
beforeEach(async () => {
  world = await createWorld();
  databaseUrl = (await world.createDatabase()).url;
});
afterEach(() => world.end());

const start = (trusted: string): Promise<Server> =>
  startServer(world, { databaseUrl, environment: { GAUNTLET_TRUSTED_TEAMS: trusted } });

/** A developer of a new team, by a token of theirs. */
async function developerOf({ url, api }: Server, team: string) {
  const made = JSON.parse((await api.post('/api/v1/teams', { name: team })).text);
  const who = { username: `dev-${team}`, teamId: made.teamId, roles: ['developer'] };
  const { link } = JSON.parse((await api.post('/api/v1/users', who)).text);
  const came = await fetch(new URL(link, url), { redirect: 'manual' });
  const cookies = came.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const answer = await fetch(new URL('/api/v1/tokens', url), {
    method: 'POST',
    headers: {
      cookie: cookies.join('; '),
      origin: new URL(url).origin,
      'content-type': 'application/json',
      'x-gauntlet-csrf': '1',
    },
    body: JSON.stringify({ name: 'own', scopes: ['read', 'submit'] }),
  });
  expect(answer.status, await answer.clone().text()).toBe(201);
  return createApi(url, ((await answer.json()) as { token: string }).token);
}

/** It would be an admin by the token in there. */
const THIEF = (server: Server) =>
  commandSuite({ steal: `cat '${server.dataFolder}/server.json'` }, { name: 'thief' });

describe('a team that nobody trusted with the host', () => {
  test('runs nothing there, and is told why and by whom that is changed', async () => {
    const server = await start('');
    const zebra = await developerOf(server, 'zebra');
    const refused = await zebra.post('/api/v1/tests', THIEF(server));
    expect(refused.status).toBe(403);
    expect(JSON.parse(refused.text)).toMatchObject({
      code: 'not-allowed',
      detail: expect.stringContaining('GAUNTLET_TRUSTED_TEAMS'),
    });
    const { items } = await zebra.get<{ items: object[] }>('/api/v1/executions');
    expect(items).toEqual([]);
    const saved = await zebra.post('/api/v1/definitions', THIEF(server));
    const { definitionId } = JSON.parse(saved.text);
    expect((await zebra.post('/api/v1/tests', { definitionId })).status).toBe(403);
    const made = await zebra.post('/api/v1/schedules', { definitionId });
    const { scheduleId } = JSON.parse(made.text);
    expect((await zebra.post(`/api/v1/schedules/${scheduleId}/run`, {})).status).toBe(403);
    expect(await server.api.run(commandSuite({ own: 'true' }))).toMatchObject({ verdict: 'passed' });
  });

  test('runs its tests once its name is among the trusted, and another still does not', async () => {
    const server = await start('okapi, zebra');
    const [zebra, apple] = [await developerOf(server, 'zebra'), await developerOf(server, 'apple')];
    expect(await zebra.run(commandSuite({ own: 'true' }))).toMatchObject({ verdict: 'passed' });
    expect((await apple.post('/api/v1/tests', commandSuite({ own: 'true' }))).status).toBe(403);
  });
});

test('where nobody is trusted, the server’s own team is not either', async () => {
  const server = await start('nobody');
  const refused = await server.api.post('/api/v1/tests', THIEF(server));
  expect(refused.status).toBe(403);
  expect(JSON.parse(refused.text)).toMatchObject({ code: 'not-allowed' });
});
