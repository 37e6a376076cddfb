import { ok } from '@gauntlet/core/kernel';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { EXECUTION, fakeHttpDeps, type LoggedLine } from '../testing/fake-http-deps.ts';
import { createHttpServer } from './server.ts';

const HTML = 'text/html,*/*;q=0.8';
const CODE = 'gsi_onetime';
let app: FastifyInstance;
afterEach(() => app.close());

function serve(settings: object = {}, lines: LoggedLine[] = []) {
  let used = false;
  app = createHttpServer(
    fakeHttpDeps(
      {
        settings,
        identity: {
          redeemSignInLink: async (code: string) => {
            if (code !== CODE || used) return null;
            used = true;
            return { token: 'gnt_all', seconds: 60 };
          },
        },
        readers: { list: async () => ok({ items: [], nextCursor: null }), statusOf: async () => null },
      },
      lines,
    ),
  );
  return app;
}
const signIn = (headers: Record<string, string> = {}, code = CODE) =>
  app.inject({ url: `/signin?code=${code}`, headers: { accept: HTML, ...headers } });

describe('a sign-in link', () => {
  it('becomes a session that no script and no other site can use, and leads home', async () => {
    serve();
    const answer = await signIn();
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/']);
    expect(answer.headers['set-cookie']).toBe(
      'gauntlet_session=gnt_all; Max-Age=60; Path=/; HttpOnly; SameSite=Strict',
    );
    const home = await app.inject({
      url: '/',
      headers: { accept: HTML, cookie: 'gauntlet_session=gnt_all' },
    });
    expect(home.statusCode).toBe(200);
    expect(home.headers['cache-control']).toBe('private, no-store');
  });

  it('is good once', async () => {
    serve();
    await signIn();
    const again = await signIn();
    expect(again.statusCode).toBe(410);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(again.body).toContain('no longer works');
    const program = await app.inject({ url: '/signin?code=other' });
    expect(program.json()).toMatchObject({ code: 'link-expired', status: 410 });
  });

  it('is not used up by who only looks ahead', async () => {
    serve();
    for (const header of ['sec-purpose', 'purpose', 'x-moz'])
      expect((await signIn({ [header]: 'prefetch;prerender' })).statusCode).toBe(503);
    const head = await app.inject({ method: 'HEAD', url: `/signin?code=${CODE}` });
    expect(head.statusCode).toBe(503);
    expect((await signIn()).statusCode).toBe(303);
  });

  it('opened from a message leads on by a page of our own, or the cookie would stay behind', async () => {
    serve();
    const answer = await signIn({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['set-cookie']).toContain('gauntlet_session=');
    expect(answer.body).toContain('content="0;url=/"');
  });

  it('gives a cookie for https alone when it came by https', async () => {
    serve({ secureCookies: 'always' });
    expect((await signIn()).headers['set-cookie']).toContain('; Secure');
    await app.close();
    serve({ trustedProxies: ['127.0.0.1'] });
    expect((await signIn({ 'x-forwarded-proto': 'https' })).headers['set-cookie']).toContain('; Secure');
    await app.close();
    serve();
    expect((await signIn({ 'x-forwarded-proto': 'https' })).headers['set-cookie']).not.toContain('; Secure');
  });

  it('stays out of the log', async () => {
    const lines: LoggedLine[] = [];
    serve({}, lines);
    await signIn();
    expect(lines.map(({ message }) => message)).toContain('request');
    expect(JSON.stringify(lines)).not.toContain(CODE);
    expect(JSON.stringify(lines)).not.toContain('gnt_');
  });
});

describe('the sign-in page', () => {
  it('asks strangers and those whose session has ended, and lets the others through', async () => {
    serve();
    const page = (cookie: Record<string, string>) =>
      app.inject({ url: '/signin', headers: { accept: HTML, ...cookie } });
    expect((await page({})).body).toContain('Sign in');
    expect((await page({ cookie: 'gauntlet_session=gnt_old' })).body).toContain('Your session has ended');
    expect((await page({ cookie: 'gauntlet_session=gnt_all' })).headers.location).toBe('/');
  });

  it('has its style and script without signing in, and nothing above their folder', async () => {
    serve();
    expect((await app.inject('/assets/style.css')).statusCode).toBe(200);
    const script = await app.inject('/assets/live.js');
    expect(script.headers['content-type']).toContain('javascript');
    expect(script.headers['cache-control']).toBe('no-cache');
    for (const path of [
      '../page-frame.ts',
      '..%2fpage-frame.ts',
      '%2e%2e/page-frame.ts',
      '....//page-frame.ts',
    ])
      expect((await app.inject(`/assets/${path}`)).statusCode).toBeGreaterThanOrEqual(400);
  });
});

describe('a session', () => {
  const cancel = (headers: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url: `/api/v1/executions/${EXECUTION}/cancel`,
      headers: { host: 'gauntlet.test', ...headers },
    });
  const cookie = 'gauntlet_session=gnt_all';
  const own = { cookie, origin: 'http://gauntlet.test', 'x-gauntlet-csrf': '1' };

  it('changes things from a page of this server only', async () => {
    serve();
    expect((await cancel(own)).statusCode).toBe(404); // allowed, and there is no such execution
    expect((await cancel({ ...own, 'x-gauntlet-csrf': '' })).statusCode).toBe(403);
    for (const origin of [
      'http://evil.test',
      'https://gauntlet.test',
      'http://gauntlet.test:8080',
      'null',
      '',
    ])
      expect([origin, (await cancel({ ...own, origin })).statusCode]).toEqual([origin, 403]);
    const { origin: _none, ...without } = own;
    expect((await cancel(without)).statusCode).toBe(403);
    expect((await cancel({ ...without, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(404);
    expect((await cancel({ ...without, 'sec-fetch-site': 'same-site' })).statusCode).toBe(403);
  });

  it('changes things from the address that people know, though a proxy stands before it', async () => {
    serve({ publicUrl: 'https://tests.example.org/' });
    expect((await cancel({ ...own, origin: 'https://tests.example.org' })).statusCode).toBe(404);
    expect((await cancel({ ...own, origin: 'http://tests.example.org' })).statusCode).toBe(403);
    expect((await signIn()).headers['set-cookie']).toContain('; Secure');
  });

  it('is no token, and a token needs no page', async () => {
    serve();
    expect((await cancel({ authorization: 'Bearer gnt_all' })).statusCode).toBe(404);
    expect((await cancel({ ...own, authorization: 'Bearer gnt_unknown' })).statusCode).toBe(401);
  });

  it('opened from elsewhere is tried again from a page of our own before asking to sign in', async () => {
    serve();
    const elsewhere = { accept: HTML, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    const first = await app.inject({ url: '/executions/x', headers: elsewhere });
    expect(first.statusCode).toBe(401);
    expect(first.body).toContain('http-equiv="refresh" content="0"');
    const second = await app.inject({
      url: '/executions/x',
      headers: { ...elsewhere, 'sec-fetch-site': 'same-origin' },
    });
    expect(second.headers.location).toBe('/signin?next=%2Fexecutions%2Fx');
  });
});

describe('the log of requests', () => {
  it('tells of each what, who, how it ended and which execution; probes only when they fail', async () => {
    const lines: LoggedLine[] = [];
    serve({}, lines);
    await app.inject({
      url: `/api/v1/executions/${EXECUTION}/events?after=1`,
      headers: { authorization: 'Bearer gnt_read', accept: 'text/html' },
    });
    await app.inject('/health/live');
    expect(lines).toMatchObject([
      {
        level: 'info',
        fields: {
          method: 'GET',
          path: `/api/v1/executions/${EXECUTION}/events`,
          status: 406,
          user: 'ada',
          executionId: EXECUTION,
        },
      },
      { level: 'debug', fields: { path: '/health/live', status: 200 } },
    ]);
  });
});
