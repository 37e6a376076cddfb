import {
  DeviceAuthorization,
  DeviceToken,
  type GrantableScope,
  Me,
  Problem,
  type UserId,
} from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticate, createTokenIn } from '../../identity/index.ts';
import { type Browser, createBrowser } from '../../testing/browser.ts';
import { createHttpStage, type HttpStage } from '../../testing/http-stage.ts';

let stage: HttpStage;
beforeAll(async () => {
  stage = await createHttpStage();
});
afterAll(() => stage.close());

const BASE = '/api/v1/auth/device';

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(stage.address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const ask = async (part: { clientName?: string; scopes?: GrantableScope[] } = {}) =>
  DeviceAuthorization.parse(await (await post(BASE, { clientName: 'laptop', ...part })).json());

const decide = (how: 'approve' | 'refuse', userCode: string, token = stage.token) =>
  post(`${BASE}/${how}`, { userCode }, { authorization: `Bearer ${token}` });

/** The token, or the code of the refusal. */
async function poll(deviceCode: string): Promise<string> {
  const answer = await post(`${BASE}/token`, { deviceCode });
  const body: unknown = await answer.json();
  return answer.ok ? DeviceToken.parse(body).token : Problem.parse(body).code;
}

const pause = (seconds = 5) => stage.clock.moveBy(seconds);

/** Somebody with these roles, and a token of theirs that gives all of them. */
async function newUser(username: string, roles: string[]) {
  const userId = stage.ids.next<UserId>();
  const row = { user_id: userId, username, team_id: stage.actor.teamId, roles: JSON.stringify(roles) };
  await stage.database.insertInto('users').values(row).execute();
  const scopes = ['read', 'submit', 'secrets', 'account', 'team', 'audit', 'admin'] as const;
  const order = { userId, name: 'test', scopes, kind: 'token', expiresInSeconds: null } as const;
  return stage.inTransaction(async (tx) => (await createTokenIn(stage, tx, order)).token);
}

async function signedInBrowser(): Promise<Browser> {
  const browser = createBrowser();
  await browser.load(`${stage.address}/signin?code=${await stage.signInCode()}`);
  return browser;
}

const cookiesOf = (browser: Browser) => `gauntlet_access=${browser.cookie('gauntlet_access')?.value}`;

async function actsOf(action: string) {
  const events = stage.database.selectFrom('events').select('event_data').where('event_type', '=', 'acted');
  const rows = await events.orderBy('append_id').execute();
  type Act = { action: string; target: { name: string }; by: { username: string }; detail: { how?: string } };
  return rows.map((row) => row.event_data as Act).filter((act) => act.action === action);
}

describe('a program that asks to be signed in', () => {
  it('gets a token once, when somebody has approved: named after it, for 90 days', async () => {
    const asked = await ask({ clientName: 'approved laptop' });
    expect(asked.userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    expect(asked).toMatchObject({
      expiresIn: 600,
      interval: 5,
      verificationUri: `${stage.address}/device`,
      verificationUriComplete: `${stage.address}/device?code=${asked.userCode}`,
    });
    expect(await poll(asked.deviceCode)).toBe('authorization-pending');
    expect((await decide('approve', ` ${asked.userCode.toLowerCase().replace('-', ' ')}`)).status).toBe(204);
    pause();
    const answer = await post(`${BASE}/token`, { deviceCode: asked.deviceCode });
    const { token, name, expiresAt } = DeviceToken.parse(await answer.json());
    expect(name).toBe('approved laptop');
    const days = (Date.parse(expiresAt) - stage.clock.now().getTime()) / 86_400_000;
    expect(days).toBe(90);
    const me = await fetch(`${stage.address}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(Me.parse(await me.json()).username).toBe('admin');
    pause();
    expect(await poll(asked.deviceCode)).toBe('authorization-expired');
    expect((await actsOf('device.approve')).at(-1)?.target.name).toBe('approved laptop');
    expect((await actsOf('token.create')).at(-1)).toMatchObject({
      target: { name: 'approved laptop' },
      by: { username: 'admin' },
      detail: { how: 'device' },
    });
  });

  it('gets no more than it asked for, and no more than who approves may do', async () => {
    const viewer = await newUser('viewer', ['viewer']);
    const scopesFor = async (asked: GrantableScope[] | undefined, token: string) => {
      const { deviceCode, userCode } = await ask(asked ? { scopes: asked } : {});
      expect((await decide('approve', userCode, token)).status).toBe(204);
      return (await authenticate(stage, await poll(deviceCode)))?.scopes;
    };
    expect(await scopesFor(['read', 'submit', 'admin'], viewer)).toEqual(['read']);
    expect(await scopesFor(undefined, viewer)).toEqual(['read', 'account']);
    expect(await scopesFor(['submit'], stage.token)).toEqual(['submit']);
    const { userCode } = await ask({ scopes: ['admin'] });
    expect((await decide('approve', userCode, viewer)).status).toBe(403);
    const reader = await stage.inTransaction(async (tx) => {
      const { userId } = stage.actor;
      const order = { userId, name: 'read', kind: 'token', expiresInSeconds: null } as const;
      return (await createTokenIn(stage, tx, { ...order, scopes: ['read'] })).token;
    });
    expect((await decide('approve', userCode, reader)).status).toBe(403);
  });

  it('is told that it was refused', async () => {
    const { deviceCode, userCode } = await ask({ clientName: 'refused laptop' });
    expect((await decide('refuse', userCode)).status).toBe(204);
    expect(await poll(deviceCode)).toBe('authorization-refused');
    expect((await decide('approve', userCode)).status).toBe(409);
    expect((await actsOf('device.refuse')).at(-1)?.target.name).toBe('refused laptop');
  });

  it('must ask anew after ten minutes', async () => {
    const pending = await ask();
    const approved = await ask();
    expect((await decide('approve', approved.userCode)).status).toBe(204);
    pause(601);
    expect(await poll(pending.deviceCode)).toBe('authorization-expired');
    expect(await poll(approved.deviceCode)).toBe('authorization-expired');
    expect((await decide('approve', pending.userCode)).status).toBe(410);
    await stage.devices.removeExpired(stage.clock.now());
    expect(await stage.database.selectFrom('device_requests').selectAll().execute()).toEqual([]);
  });

  it('is slowed down when it asks too often, and more each time', async () => {
    const { deviceCode, userCode } = await ask();
    expect(await poll(deviceCode)).toBe('authorization-pending');
    pause(4);
    const soon = await post(`${BASE}/token`, { deviceCode });
    expect([soon.status, soon.headers.get('retry-after')]).toEqual([429, '10']);
    expect(Problem.parse(await soon.json()).code).toBe('slow-down');
    pause(9);
    expect(await poll(deviceCode)).toBe('slow-down');
    await decide('approve', userCode);
    expect(await poll(deviceCode)).toBe('slow-down');
    pause(20);
    expect(await poll(deviceCode)).toMatch(/^gnt_/);
  });

  it('is one: of many that ask with its code at once, one gets the token', async () => {
    const { deviceCode, userCode } = await ask({ clientName: 'twins' });
    await decide('approve', userCode);
    const answers = await Promise.all(Array.from({ length: 8 }, () => poll(deviceCode)));
    expect(answers.filter((answer) => answer.startsWith('gnt_'))).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'authorization-expired')).toHaveLength(7);
    const tokens = stage.database
      .selectFrom('api_tokens')
      .select('token_id')
      .where('token_name', '=', 'twins');
    expect(await tokens.execute()).toHaveLength(1);
  });

  it('cannot guess the code of another', async () => {
    expect(await poll('gdc_guessed')).toBe('authorization-expired');
    expect((await post(`${BASE}/token`, { deviceCode: '' })).status).toBe(400);
  });

  it('leaves neither of its codes in the database or the log', async () => {
    const { deviceCode, userCode } = await ask();
    const rows = await stage.database.selectFrom('device_requests').selectAll().execute();
    const seen = JSON.stringify([rows, stage.lines]);
    expect(rows.length).toBeGreaterThan(0);
    expect(seen).not.toContain(deviceCode);
    expect(seen).not.toContain(userCode);
  });

  it('is one of at most a hundred that wait, of one address', async () => {
    const { expires_at } = await stage.database
      .selectFrom('device_requests')
      .select('expires_at')
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    let limited: Response | null = null;
    for (let count = 0; count < 101 && !limited; count += 1) {
      const answer = await post(BASE, { clientName: 'flood' });
      if (answer.status === 429) limited = answer;
    }
    expect(limited?.headers.get('retry-after')).toBe('60');
    const left = (expires_at.getTime() - stage.clock.now().getTime()) / 1000;
    pause(left + 601);
    expect((await post(BASE, { clientName: 'later' })).status).toBe(201);
  });
});

describe('the page on which a person decides', () => {
  it('asks to sign in first, and leads back', async () => {
    const page = await createBrowser().load(`${stage.address}/device?code=BCDF-GHJK`);
    expect([page.status, page.headers.get('location')]).toEqual([
      303,
      '/signin?next=%2Fdevice%3Fcode%3DBCDF-GHJK',
    ]);
  });

  it('shows what asks, from where, and the code to compare; then how it ended', async () => {
    const { deviceCode, userCode } = await ask({ clientName: 'Ada’s <laptop>', scopes: ['read', 'submit'] });
    const browser = await signedInBrowser();
    const page = await browser.load(`${stage.address}/device?code=${userCode}`);
    expect(page.text).toContain('Ada’s &lt;laptop&gt;');
    expect(page.text).toContain('127.0.0.1');
    expect(page.text).toContain(`<strong class="number">${userCode}</strong>`);
    expect(page.text).toContain('read, submit');
    expect(page.text).toContain('data-post="/api/v1/auth/device/approve"');
    await decide('approve', userCode);
    const after = await browser.load(`${stage.address}/device?code=${userCode}`);
    expect(after.text).toContain('Approved.');
    expect(after.text).not.toContain('data-post');
    await poll(deviceCode);
    expect((await browser.load(`${stage.address}/device?code=${userCode}`)).text).toContain('is signed in');
  });

  it('asks for a code without one, and again after a wrong one', async () => {
    const browser = await signedInBrowser();
    const form = await browser.load(`${stage.address}/device`);
    expect(form.text).toContain('<form method="get" action="/device">');
    const wrong = await browser.load(`${stage.address}/device?code=BCDF-GHJK`);
    expect(wrong.status).toBe(404);
    expect(wrong.text).toContain('No program waits with this code');
  });

  it('takes a decision from pages of this server alone', async () => {
    const { userCode } = await ask();
    const browser = await signedInBrowser();
    const send = (headers: Record<string, string>) =>
      post(`${BASE}/approve`, { userCode }, { cookie: cookiesOf(browser), ...headers });
    const own = { origin: stage.address, 'x-gauntlet-csrf': '1' };
    expect((await send({})).status).toBe(403);
    expect((await send({ ...own, origin: 'https://evil.example' })).status).toBe(403);
    expect((await send({ origin: stage.address })).status).toBe(403);
    expect((await send(own)).status).toBe(204);
    expect((await post(`${BASE}/approve`, { userCode })).status).toBe(401);
  });

  it('lets nobody guess codes: ten wrong ones in a quarter of an hour, however many at once', async () => {
    const guesser = await newUser('guesser', ['developer']);
    const other = await newUser('other', ['developer']);
    const { userCode } = await ask();
    const guesses = Array.from({ length: 30 }, () => decide('refuse', 'BCDF-GHJK', guesser));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 404).length).toBeLessThanOrEqual(10);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(20);
    const right = await decide('refuse', userCode, guesser);
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(60);
    expect((await decide('approve', userCode, other)).status).toBe(204);
    pause(15 * 60 + 1);
    const later = await ask();
    expect((await decide('refuse', later.userCode, guesser)).status).toBe(204);
  });
});
