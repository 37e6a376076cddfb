import { GrantableScope } from '@gauntlet/contract';
import { allows } from '@gauntlet/core/identity';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGENT_TOKEN, EXECUTION, fakeHttpDeps, TOKENS } from '../testing/fake-http-deps.ts';
import { accessOf, routesWithAccess } from './route-scopes.ts';
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

const ask = ({ method, url }: Route, token?: string) => {
  const address = url
    .replace(':resultId', EXECUTION)
    .replace(':resource', 'executions')
    .replace(':id', EXECUTION)
    .replace(':name', 'x')
    .replace('*', 'x');
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return app.inject({
    method: method as InjectOptions['method'],
    url: address,
    headers: authorization,
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
