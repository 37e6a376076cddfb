import { GrantableScope, Problem } from '@gauntlet/contract';
import { allows } from '@gauntlet/core/identity';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGENT_TOKEN, EXECUTION, fakeHttpDeps, PROJECT, TOKENS } from '../testing/fake-http-deps.ts';
import { DASHBOARD_ADDRESSES } from './browser/dashboard-addresses.ts';
import { accessOf, placeOf, routesWithAccess } from './route-scopes.ts';
import { createHttpServer } from './server.ts';

type Route = { method: string; url: string };

const SCOPES = GrantableScope.options;

let app: FastifyInstance;
const routes: Route[] = [];

beforeAll(async () => {
  app = createHttpServer(fakeHttpDeps());
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push({ method: each, url });
  });
  await app.ready();
});
afterAll(() => app.close());

const ask = ({ method, url }: Route, token?: string, { query = '', headers = {} } = {}) => {
  const address = url
    .replace('/projects/:id', `/projects/${PROJECT}`)
    .replace(':user', 'ada')
    .replace(':resultId', EXECUTION)
    .replace(':resource', 'executions')
    .replace(':id', EXECUTION)
    .replace(':name', 'x')
    .replace('*', 'x');
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return app.inject({
    method: method as InjectOptions['method'],
    url: address + query,
    headers: { ...authorization, ...headers },
  } as InjectOptions);
};
const access = ({ method, url }: Route) => accessOf(method, url);
const withAccess = (...wanted: string[]) => routes.filter((route) => wanted.includes(access(route) ?? ''));

describe('the table of scopes', () => {
  it('has a row for every route, and a route for every row', () => {
    expect(routes.length).toBeGreaterThan(70);
    expect(routes.filter((route) => access(route) === null)).toEqual([]);
    const registered = new Set(routes.map(({ method, url }) => `${method} ${url}`));
    const rows = routesWithAccess().filter((row) => row !== 'GET /docs/*');
    expect(rows.filter((row) => !registered.has(row))).toEqual([]);
  });

  it('keeps a route without a row from being registered', async () => {
    const late = createHttpServer(fakeHttpDeps());
    late.register(async (scope) => {
      scope.get('/api/v1/forgotten', async () => 'open to all');
    });
    await expect(late.ready()).rejects.toThrow('GET /api/v1/forgotten has no row');
    await late.close();
  });

  it('is asked before a body is read: without a token all but public routes answer 401', async () => {
    const guarded = withAccess(...SCOPES, 'agent');
    expect(guarded.length).toBeGreaterThan(60);
    for (const route of guarded) expect([route, (await ask(route)).statusCode]).toEqual([route, 401]);
  });

  it.each(['gnt_unknown', 'gag_unknown', `gag_${'b'.repeat(43)}`, 'x'.repeat(400), 'Basic eA=='])(
    'knows no token %s',
    async (token) => {
      for (const route of withAccess(...SCOPES, 'agent'))
        expect([route, (await ask(route, token)).statusCode]).toEqual([route, 401]);
    },
  );

  it('gives a token no more than its scopes', async () => {
    for (const [token, held] of Object.entries(TOKENS))
      for (const route of withAccess(...SCOPES.filter((scope) => !allows(held, scope))))
        expect([token, route, (await ask(route, token)).statusCode]).toEqual([token, route, 403]);
  });

  it('lets every route be reached by whom it is for', async () => {
    for (const [token, held] of Object.entries(TOKENS))
      for (const route of withAccess(...SCOPES.filter((scope) => allows(held, scope))))
        expect([401, 403]).not.toContain((await ask(route, token)).statusCode);
    for (const route of withAccess('agent'))
      expect([401, 403]).not.toContain((await ask(route, AGENT_TOKEN)).statusCode);
  });

  it('keeps people from the routes of agents and agents from those of people', async () => {
    for (const token of Object.keys(TOKENS))
      for (const route of withAccess('agent')) expect((await ask(route, token)).statusCode).toBe(401);
    for (const route of withAccess(...SCOPES)) expect((await ask(route, AGENT_TOKEN)).statusCode).toBe(401);
  });
});

/** What belongs to no workspace: whatever project is named, the answer is that of home. */
const AT_HOME = [
  'GET /metrics',
  ...DASHBOARD_ADDRESSES.map((url) => `GET ${url}`),
  'GET /api/v1/frameworks',
  'GET /api/v1/quotas',
  'GET /api/v1/environments',
  'GET /api/v1/environments/:id',
  'GET /api/v1/schedule-preview',
  'GET /api/v1/projects',
  'GET /api/v1/teams',
  'GET /api/v1/teams/:id',
  'GET /api/v1/openapi.json',
  'GET /docs',
  'GET /docs/*',
];
/** Another project than the fakes let anybody into, and what cannot be one. */
const FOREIGN = [
  EXECUTION,
  'nonsense',
  '',
  '%00',
  "'%20or%201=1",
  `${PROJECT}%20`,
  `${PROJECT}&project=${PROJECT}`,
  '../projects',
];

describe('the workspace', () => {
  const ofWorkspaces = () => withAccess('read', 'submit', 'secrets');
  const tokenFor = (route: Route) => `gnt_${access(route)}`;

  it('is known to every route that reads, submits or keeps secrets, but for those that have none', () => {
    const rows = routesWithAccess()
      .map((row) => row.split(' ') as [string, string])
      .map(([method, url]) => ({ method, url, access: accessOf(method, url) ?? 'public' }))
      .filter((row) => ['read', 'submit', 'secrets'].includes(row.access));
    const home = rows.filter((row) => placeOf(row.url, row.access) === 'home');
    expect(home.map(({ method, url }) => `${method} ${url}`).sort()).toEqual([...AT_HOME].sort());
  });

  it.each(FOREIGN)('%j is none: 404 by every route, like any project that is not there', async (foreign) => {
    expect(ofWorkspaces().length).toBeGreaterThan(30);
    for (const route of ofWorkspaces()) {
      const answer = await ask(route, tokenFor(route), { query: `?project=${foreign}` });
      expect([route, answer.statusCode]).toEqual([route, 404]);
      if (route.method !== 'HEAD')
        expect(Problem.parse(answer.json()).detail).toMatch(/^There is no project/);
    }
  });

  it('is named by the header as well', async () => {
    for (const route of ofWorkspaces()) {
      const strange = { headers: { 'x-gauntlet-project': EXECUTION } };
      expect([route, (await ask(route, tokenFor(route), strange)).statusCode]).toEqual([route, 404]);
      const known = { headers: { 'x-gauntlet-project': PROJECT.toUpperCase() } };
      expect([
        route,
        (await ask(route, tokenFor(route), known)).body.includes('There is no project'),
      ]).toEqual([route, false]);
    }
  });

  it('is accepted by every route where the caller may enter it', async () => {
    for (const route of ofWorkspaces()) {
      const { statusCode, body } = await ask(route, tokenFor(route), { query: `?project=${PROJECT}` });
      expect([401, 403]).not.toContain(statusCode);
      expect([route, body.includes('There is no project')]).toEqual([route, false]);
    }
  });

  it('of the address and of the parameter are one', async () => {
    const route = { method: 'GET', url: '/api/v1/projects/:id' };
    expect((await ask(route, 'gnt_read', { query: `?project=${EXECUTION}` })).statusCode).toBe(404);
    const elsewhere = { method: 'GET', url: `/api/v1/projects/${EXECUTION}` };
    expect((await ask(elsewhere, 'gnt_read', { query: `?project=${PROJECT}` })).statusCode).toBe(400);
    expect((await ask(elsewhere, 'gnt_read')).statusCode).toBe(404);
  });
});
