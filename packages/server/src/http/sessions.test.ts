import { ok, refuse } from '@gauntlet/core/kernel';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ACCESS_TOKEN,
  EXECUTION,
  fakeHttpDeps,
  type LoggedLine,
  REFRESH_TOKEN,
  SESSION_TOKENS,
} from '../testing/fake-http-deps.ts';
import { createHttpServer } from './server.ts';

const HTML = 'text/html,*/*;q=0.8';
const CODE = 'gsi_onetime';
let app: FastifyInstance;
afterEach(() => app.close());

function serve(settings: object = {}, lines: LoggedLine[] = [], hasPassword = true) {
  let used = false;
  app = createHttpServer(
    fakeHttpDeps(
      {
        settings,
        identity: {
          redeemSignInLink: async (code: string) => {
            if (code !== CODE || used) return null;
            used = true;
            return { tokens: SESSION_TOKENS, hasPassword };
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
    expect(answer.headers['set-cookie']).toEqual([
      `gauntlet_access=${ACCESS_TOKEN}; Max-Age=600; Path=/; HttpOnly; SameSite=Strict`,
      `gauntlet_refresh=${REFRESH_TOKEN}; Max-Age=86400; Path=/; HttpOnly; SameSite=Strict`,
    ]);
    const home = await app.inject({
      url: '/',
      headers: { accept: HTML, cookie: `gauntlet_access=${ACCESS_TOKEN}` },
    });
    expect(home.statusCode).toBe(200);
    expect(home.headers['cache-control']).toBe('private, no-store');
  });

  it('leads to the dashboard, and tells it who has no password', async () => {
    serve({}, [], false);
    expect((await signIn()).headers.location).toBe('/?password=none');
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
    expect(String(answer.headers['set-cookie'])).toContain('gauntlet_access=');
    expect(answer.body).toContain('content="0;url=/"');
  });

  it('gives a cookie for https alone when it came by https', async () => {
    serve({ secureCookies: 'always' });
    expect((await signIn()).headers['set-cookie']?.toString()).toMatch(/; Secure.*; Secure/);
    await app.close();
    serve({ trustedProxies: ['127.0.0.1'] });
    expect((await signIn({ 'x-forwarded-proto': 'https' })).headers['set-cookie']?.toString()).toMatch(
      /; Secure.*; Secure/,
    );
    await app.close();
    serve();
    expect((await signIn({ 'x-forwarded-proto': 'https' })).headers['set-cookie']?.toString()).not.toContain(
      '; Secure',
    );
  });

  it('stays out of the log', async () => {
    const lines: LoggedLine[] = [];
    serve({}, lines);
    await signIn();
    expect(lines.map(({ message }) => message)).toContain('request');
    expect(JSON.stringify(lines)).not.toContain(CODE);
    expect(JSON.stringify(lines)).not.toContain(ACCESS_TOKEN);
    expect(JSON.stringify(lines)).not.toContain(REFRESH_TOKEN);
  });
});

describe('the sign-in page', () => {
  it('asks strangers and those whose session has ended, and lets the others through', async () => {
    serve();
    const page = (cookie: Record<string, string>) =>
      app.inject({ url: '/signin', headers: { accept: HTML, ...cookie } });
    expect((await page({})).body).toContain('Sign in');
    expect((await page({ cookie: 'gauntlet_refresh=grt_old' })).body).toContain('Your session has ended');
    expect((await page({ cookie: `gauntlet_access=${ACCESS_TOKEN}` })).headers.location).toBe('/');
  });

  it('has its style and script without signing in, and nothing above their folder', async () => {
    serve();
    expect((await app.inject('/assets/style.css')).statusCode).toBe(200);
    const script = await app.inject('/assets/page.js');
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
  const cookie = `gauntlet_access=${ACCESS_TOKEN}`;
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
    expect((await signIn()).headers['set-cookie']?.toString()).toMatch(/; Secure.*; Secure/);
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

describe('a session whose access token is over', () => {
  const refresh = { cookie: `gauntlet_access=eyJold; gauntlet_refresh=${REFRESH_TOKEN}` };

  it('goes on with the page that is opened, and with nothing else by itself', async () => {
    serve();
    const page = await app.inject({ url: '/', headers: { ...refresh, accept: HTML } });
    expect(page.statusCode).toBe(200);
    expect(page.headers['set-cookie']).toHaveLength(2);
    for (const headers of [{ accept: 'application/json' }, { accept: HTML, 'sec-purpose': 'prefetch' }]) {
      const other = await app.inject({ url: '/api/v1/me', headers: { ...refresh, ...headers } });
      expect([other.statusCode === 200, other.headers['set-cookie']]).toEqual([false, undefined]);
    }
  });

  it('that cannot go on leads to the sign-in page, and its cookies go', async () => {
    serve();
    const page = await app.inject({
      url: '/',
      headers: { accept: HTML, cookie: 'gauntlet_refresh=grt_old' },
    });
    expect([page.statusCode, page.headers.location]).toEqual([303, '/signin?out']);
    expect(String(page.headers['set-cookie'])).toMatch(/gauntlet_access=;.*gauntlet_refresh=;/);
  });

  it('is refreshed by a script of our own pages alone', async () => {
    serve();
    const ask = (headers: Record<string, string>) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/auth/refresh',
        headers: { host: 'gauntlet.test', ...refresh, ...headers },
      });
    const own = { origin: 'http://gauntlet.test', 'x-gauntlet-csrf': '1' };
    const answer = await ask(own);
    expect(answer.json()).toMatchObject({ accessToken: null, expiresInSeconds: 600 });
    expect(answer.headers['set-cookie']).toHaveLength(2);
    const foreign: Record<string, string>[] = [
      {},
      { ...own, origin: 'http://evil.test' },
      { origin: own.origin },
    ];
    for (const headers of foreign) expect((await ask(headers)).statusCode).toBe(403);
    expect((await ask({ ...own, cookie: '' })).statusCode).toBe(401);
  });
});

describe('the forms of the pages', () => {
  const form = (url: string, headers: Record<string, string>, payload = '') =>
    app.inject({
      method: 'POST',
      url,
      headers: {
        host: 'gauntlet.test',
        accept: HTML,
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
      payload,
    });
  const own = { origin: 'http://gauntlet.test' };
  const cookie = `gauntlet_access=${ACCESS_TOKEN}`;

  function serveForms() {
    const seen: unknown[] = [];
    app = createHttpServer(
      fakeHttpDeps({
        identity: {
          logIn: async ({ username, password }) => {
            seen.push([username, password]);
            if (password === 'right & proper') return ok(SESSION_TOKENS);
            const retryAfterSeconds = 90;
            return refuse({ code: 'rate-limited', message: 'Too many passwords.', retryAfterSeconds });
          },
          endSession: async () => ok(null),
          listSessions: async () => [],
          hasPassword: async () => true,
          changePassword: async (_actor, { current }) =>
            current === 'old' ? ok(null) : refuse({ code: 'not-allowed', message: 'It is another one.' }),
        },
      }),
    );
    return seen;
  }

  it('sign in without a script, from our own page only', async () => {
    const seen = serveForms();
    const filled = 'username=ada&password=right+%26+proper';
    const signedIn = await form('/signin', own, filled);
    expect([signedIn.statusCode, signedIn.headers.location]).toEqual([303, '/']);
    expect(signedIn.headers['set-cookie']).toHaveLength(2);
    for (const headers of [{}, { origin: 'null' }, { origin: 'https://evil.test' }])
      expect((await form('/signin', headers as Record<string, string>, filled)).statusCode).toBe(403);
    expect(seen).toEqual([['ada', 'right & proper']]);
  });

  it('say why one is not signed in, keep the name and never the password', async () => {
    serveForms();
    const refusal = await form('/signin', own, 'username=%3Cada%3E&password=wrong-one');
    expect([refusal.statusCode, refusal.headers['retry-after']]).toEqual([429, '90']);
    expect(refusal.body).toContain('Too many passwords.');
    expect(refusal.body).toContain('value="&lt;ada&gt;"');
    expect(refusal.body).not.toContain('wrong-one');
    expect(refusal.headers['set-cookie']).toBeUndefined();
  });

  it('sign out and take both cookies away', async () => {
    serveForms();
    const out = await form('/signout', { ...own, cookie });
    expect([out.statusCode, out.headers.location]).toEqual([303, '/signin?out']);
    expect(String(out.headers['set-cookie'])).toMatch(/gauntlet_access=;.*gauntlet_refresh=;/);
    expect((await form('/signout', { cookie })).statusCode).toBe(403);
  });

  it('change the password, typed twice', async () => {
    serveForms();
    const change = (payload: string) => form('/account/password', { ...own, cookie }, payload);
    const next = 'password=a+long+password';
    expect((await change(`current=old&${next}&again=a+long+password`)).headers.location).toBe(
      '/account?password=set',
    );
    const twice = await change(`current=old&${next}&again=another`);
    expect([twice.statusCode, twice.body.includes('not the same both times')]).toEqual([400, true]);
    const other = await change(`current=wrong&${next}&again=a+long+password`);
    expect([other.statusCode, other.body.includes('It is another one.')]).toEqual([403, true]);
    const foreign = { origin: 'http://evil.test', cookie };
    expect((await form('/account/password', foreign, next)).statusCode).toBe(403);
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
