/** Signing in, from outside: real database, real hashes, real signatures; the clock is the test's. */
import { createHmac } from 'node:crypto';
import { JsonWebKeys, Me, Problem, SessionList, SignedIn, type UserId } from '@gauntlet/contract';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeSigningKey } from '../../adapters/jose/make-signing-key.ts';
import { rotateSigningKeyWhenDue } from '../../identity/index.ts';
import { createHttpStage, type HttpStage } from '../../testing/http-stage.ts';

const PASSWORD = 'correct horse battery';
let stage: HttpStage;
let userId: UserId;
let username: string;
let made = 0;

beforeAll(async () => {
  stage = await createHttpStage();
});
afterAll(() => stage.close());
/** Everybody for themselves: sessions, failures and roles of one test are no other's. */
beforeEach(async () => {
  made += 1;
  username = `ada${made}`;
  userId = stage.ids.next<UserId>();
  const row = { user_id: userId, username, team_id: stage.actor.teamId, roles: JSON.stringify(['lead']) };
  await stage.database.insertInto('users').values(row).execute();
  const hash = await stage.passwordHasher.hash(PASSWORD);
  await stage.inTransaction((tx) => stage.passwords.save(tx, userId, hash));
  stage.clock.moveBy(16 * 60); // what was tried before is forgotten
});

type Call = { method?: string; json?: unknown; headers?: Record<string, string> };
const call = (path: string, { method, json, headers = {} }: Call = {}) =>
  fetch(stage.address + path, {
    method: method ?? (json === undefined ? 'GET' : 'POST'),
    headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: json === undefined ? undefined : JSON.stringify(json),
    redirect: 'manual',
  });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const statusWith = async (token: string) => (await call('/api/v1/me', { headers: bearer(token) })).status;

const logIn = (order: { username?: string; password?: string } = {}, headers = {}) =>
  call('/api/v1/auth/login', { json: { username, password: PASSWORD, ...order }, headers });
async function signedIn() {
  const answer = await logIn();
  return { ...SignedIn.parse(await answer.json()), ...cookiesOf(answer) };
}
type Session = Awaited<ReturnType<typeof signedIn>>;
const accessOf = ({ accessToken }: { accessToken: string | null }) => accessToken ?? '';

function cookiesOf(answer: Response) {
  const cookies = answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
  const cookieOf = (name: string) =>
    cookies.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
  return { access: cookieOf('gauntlet_access'), refresh: cookieOf('gauntlet_refresh') };
}
const OWN = () => ({ origin: stage.address, 'x-gauntlet-csrf': '1' });
async function refresh(token: string | undefined) {
  const answer = await call('/api/v1/auth/refresh', {
    method: 'POST',
    headers: { ...OWN(), cookie: `gauntlet_refresh=${token}` },
  });
  return { status: answer.status, ...cookiesOf(answer) };
}
type Acted = {
  action: string;
  target: { kind: string; id: string | null; name: string | null };
  detail: Record<string, unknown>;
  by: { username: string | null; via: string; sessionId: string | null };
  from: { address: string | null };
  requestId: string | null;
};
const trail = async () => {
  const events = await stage.events.readStream(`audit-${stage.actor.teamId}`, 0, 1000);
  return events.map((event) => event.data as Acted);
};
/** The acts since a moment of the test. */
async function actsSince(count: number) {
  return (await trail()).slice(count);
}

describe('a log-in', () => {
  it('gives a short access token, a refresh cookie, and is written down', async () => {
    const before = (await trail()).length;
    const answer = await logIn({ username: username.toUpperCase() }, { 'user-agent': 'a test' });
    const body = SignedIn.parse(await answer.json());
    expect(body).toMatchObject({ expiresInSeconds: 600, sessionSeconds: 30 * 86_400 });
    for (const cookie of answer.headers.getSetCookie())
      expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    const me = Me.parse(await (await call('/api/v1/me', { headers: bearer(accessOf(body)) })).json());
    expect(me).toMatchObject({
      username,
      scopes: ['read', 'submit', 'secrets', 'account', 'team', 'audit'],
      signedIn: { via: 'session', sessionId: body.sessionId, tokenId: null },
    });
    const [act] = await actsSince(before);
    expect(act).toMatchObject({
      action: 'session.begin',
      detail: { how: 'password', userAgent: 'a test' },
      by: { username, via: 'session', sessionId: body.sessionId },
      from: { address: '127.0.0.1' },
    });
    expect(act?.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('of a browser keeps the access token from its scripts, and is refused from another site', async () => {
    const own = await logIn({}, { origin: stage.address, 'sec-fetch-site': 'same-origin' });
    expect(SignedIn.parse(await own.json()).accessToken).toBeNull();
    expect(cookiesOf(own).access).toMatch(/^eyJ/);
    expect((await logIn({}, { origin: 'https://evil.test' })).status).toBe(403);
    expect((await logIn({}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('answers a wrong password, an unknown user and one without a password alike, after like work', async () => {
    const before = (await trail()).length;
    const without = stage.actor.username;
    const timed = async (order: { username?: string }) => {
      const began = performance.now();
      const answer = await logIn({ ...order, password: 'not this one' });
      const { instance: _instance, ...problem } = Problem.parse(await answer.json());
      return { milliseconds: performance.now() - began, problem, status: answer.status };
    };
    await timed({});
    const answers = [
      await timed({}),
      await timed({ username: 'nobody at all' }),
      await timed({ username: without }),
    ];
    expect(answers[0]).toMatchObject({ status: 401, problem: { code: 'not-signed-in' } });
    for (const { problem, status } of answers) expect([status, problem]).toEqual([401, answers[0]?.problem]);
    const times = answers.map(({ milliseconds }) => milliseconds);
    expect(Math.min(...times)).toBeGreaterThan(10); // each has hashed
    expect(Math.max(...times) / Math.min(...times)).toBeLessThan(5);
    const acts = await actsSince(before);
    expect(acts.map(({ action, target, by }) => [action, target.name, by.via])).toEqual([
      ['session.refuse', username, 'nobody'],
      ['session.refuse', username, 'nobody'],
      ['session.refuse', null, 'nobody'],
      ['session.refuse', without, 'nobody'],
    ]);
  });

  it('is tried ten times, however many at once, then waits; the right one before that forgives', async () => {
    const statuses = async (count: number, password: string) => {
      const answers = await Promise.all(Array.from({ length: count }, () => logIn({ password })));
      return answers.map(({ status }) => status).toSorted();
    };
    expect(await statuses(9, 'wrong wrong wrong')).toEqual(Array(9).fill(401));
    expect((await logIn()).status).toBe(200);
    expect(await statuses(15, 'wrong wrong wrong')).toEqual([...Array(10).fill(401), ...Array(5).fill(429)]);
    const late = await logIn();
    expect(late.status).toBe(429);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(890);
    expect(Problem.parse(await late.json())).toMatchObject({ code: 'rate-limited' });
    stage.clock.moveBy(15 * 60);
    expect((await logIn()).status).toBe(200);
  });

  it('is tried thirty times from one address, whoever is named', async () => {
    const tried = await Promise.all(
      Array.from({ length: 32 }, (_, index) => logIn({ username: `guess ${index}`, password: 'x' })),
    );
    expect(tried.filter(({ status }) => status === 429)).toHaveLength(2);
    expect((await logIn()).status).toBe(429);
  });
});

describe('a refresh token', () => {
  it('is good once; used again later it ends the session for thief and owner', async () => {
    const session = await signedIn();
    const next = await refresh(session.refresh);
    expect(next).toMatchObject({ status: 200, refresh: expect.stringMatching(/^grt_/) });
    stage.clock.moveBy(11);
    const before = (await trail()).length;
    expect((await refresh(session.refresh)).status).toBe(401);
    expect((await refresh(next.refresh)).status).toBe(401);
    for (const token of [accessOf(session), next.access ?? '']) expect(await statusWith(token)).toBe(401);
    expect(await actsSince(before)).toMatchObject([
      {
        action: 'session.end',
        target: { id: session.sessionId },
        detail: { why: 'a refresh token was used twice' },
      },
    ]);
  });

  it('of a grandparent ends the session at once', async () => {
    const session = await signedIn();
    const second = await refresh(session.refresh);
    const third = await refresh(second.refresh);
    expect((await refresh(session.refresh)).status).toBe(401);
    expect((await refresh(third.refresh)).status).toBe(401);
  });

  it('used by two tabs at once, and within ten seconds, goes on for both, whoever answers last', async () => {
    const session = await signedIn();
    const tabs = await Promise.all([1, 2, 3].map(() => refresh(session.refresh)));
    expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const tab of tabs) expect(await statusWith(tab.access ?? '')).toBe(200);
    stage.clock.moveBy(9);
    const late = await refresh(session.refresh);
    expect(late.status).toBe(200);
    stage.clock.moveBy(60);
    // The tabs share one cookie: any of the four may be the one that it holds.
    const next = await refresh(tabs[1]?.refresh);
    expect(next.status).toBe(200);
    stage.clock.moveBy(600);
    expect((await refresh(next.refresh)).status).toBe(200);
  });

  it('taken and used within those ten seconds ends the session as soon as both have gone on', async () => {
    const session = await signedIn();
    const [owner, thief] = [await refresh(session.refresh), await refresh(session.refresh)];
    expect((await refresh(owner.refresh)).status).toBe(200);
    expect((await refresh(thief.refresh)).status).toBe(401);
    expect(await statusWith(owner.access ?? '')).toBe(401);
  });

  it('is no longer good after thirty days, however much it was used', async () => {
    let { refresh: token } = await signedIn();
    for (let day = 0; day < 29; day += 1) {
      stage.clock.moveBy(86_400);
      token = (await refresh(token)).refresh;
    }
    expect(token).toMatch(/^grt_/);
    stage.clock.moveBy(86_400);
    expect((await refresh(token)).status).toBe(401);
  });

  it('needs a page of ours, also to sign out', async () => {
    const { refresh: token } = await signedIn();
    const cookie = `gauntlet_refresh=${token}`;
    for (const path of ['/api/v1/auth/refresh', '/api/v1/auth/logout'])
      for (const headers of [{ cookie }, { cookie, ...OWN(), origin: 'https://evil.test' }])
        expect((await call(path, { method: 'POST', headers })).status).toBe(403);
    expect((await refresh(token)).status).toBe(200);
  });
});

describe('an access token', () => {
  const claims = (session: Session, fields: object = {}) => ({
    iss: 'gauntlet',
    aud: 'gauntlet-api',
    sub: userId,
    sid: session.sessionId,
    iat: Math.floor(stage.clock.now().getTime() / 1000),
    exp: Math.floor(stage.clock.now().getTime() / 1000) + 600,
    ...fields,
  });
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const ourKey = async () => (await stage.signingKeys.listGood(stage.clock.now()))[0];
  const signed = async (payload: object, header: object = {}) => {
    const key = await ourKey();
    const privateKey = await importJWK(key?.privateJwk ?? {}, 'EdDSA');
    return new SignJWT({ ...payload })
      .setProtectedHeader({ alg: 'EdDSA', kid: key?.kid, ...header })
      .sign(privateKey);
  };

  it('as we sign it is good: what follows is refused for what it differs in', async () => {
    const session = await signedIn();
    expect(await statusWith(await signed(claims(session)))).toBe(200);
  });

  it('without a signature, or signed by what everybody knows, is refused', async () => {
    const session = await signedIn();
    const key = await ourKey();
    const none = `${encode({ alg: 'none', kid: key?.kid })}.${encode(claims(session))}.`;
    const body = `${encode({ alg: 'HS256', kid: key?.kid })}.${encode(claims(session))}`;
    const secrets = [
      String(key?.publicJwk.x),
      JSON.stringify(key?.publicJwk),
      Buffer.from(String(key?.publicJwk.x), 'base64url'),
    ];
    const hmac = secrets.map(
      (secret) => `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`,
    );
    for (const token of [none, ...hmac]) expect(await statusWith(token)).toBe(401);
  });

  it('by another key is refused, whatever kid it claims, and also with the key in its header', async () => {
    const session = await signedIn();
    const pair = await generateKeyPair('EdDSA', { extractable: true });
    const jwk = await exportJWK(pair.publicKey);
    const kid = (await ourKey())?.kid;
    for (const header of [{ kid }, { kid: 'another' }, {}, { kid: 'another', jwk }, { kid, jwk }]) {
      const token = await new SignJWT(claims(session))
        .setProtectedHeader({ alg: 'EdDSA', ...header })
        .sign(pair.privateKey);
      expect(await statusWith(token)).toBe(401);
    }
    expect(await statusWith(await signed(claims(session), { kid: 'another' }))).toBe(401);
  });

  it.each([
    ['another audience', { aud: 'other' }],
    ['another issuer', { iss: 'other' }],
    ['no session', { sid: undefined }],
    ['a session that is none', { sid: 'x' }],
    ['no end', { exp: undefined }],
    ['another user', { sub: '01900000-0000-7000-8000-00000000b0b0' }],
  ])('for %s is refused', async (_what, fields) => {
    expect(await statusWith(await signed(claims(await signedIn(), fields)))).toBe(401);
  });

  it('is over after ten minutes', async () => {
    const token = accessOf(await signedIn());
    stage.clock.moveBy(599);
    expect(await statusWith(token)).toBe(200);
    stage.clock.moveBy(1);
    expect(await statusWith(token)).toBe(401);
  });

  it('is over at once with its session, its user and their team', async () => {
    const [one, two] = [await signedIn(), await signedIn()];
    const ended = await call(`/api/v1/me/sessions/${one.sessionId}`, {
      method: 'DELETE',
      headers: bearer(accessOf(two)),
    });
    expect(ended.status).toBe(204);
    expect(await statusWith(accessOf(one))).toBe(401);
    expect(await statusWith(accessOf(two))).toBe(200);
    const setActive = (active: boolean) =>
      stage.database.updateTable('users').set({ active }).where('user_id', '=', userId).execute();
    await setActive(false);
    expect(await statusWith(accessOf(two))).toBe(401);
    expect((await refresh(two.refresh)).status).toBe(401);
    expect((await logIn()).status).toBe(401);
    await setActive(true);
    expect(await statusWith(accessOf(two))).toBe(200);
  });

  it('is noted as used when it was, and no other with it', async () => {
    const session = await signedIn();
    const headers = bearer(accessOf(session));
    const make = async (name: string) => {
      const made = await call('/api/v1/tokens', { json: { name, scopes: ['read'] }, headers });
      return (await made.json()) as { token: string; tokenId: string };
    };
    const [used, idle] = [await make('in use'), await make('idle')];
    const lastUse = async (tokenId: string) => {
      const row = stage.database
        .selectFrom('api_tokens')
        .select('last_used_at')
        .where('token_id', '=', tokenId);
      return (await row.executeTakeFirstOrThrow()).last_used_at?.getTime() ?? null;
    };
    const use = async ({ token, tokenId }: { token: string; tokenId: string }) => {
      const at = stage.clock.now().getTime();
      await call('/api/v1/me', { headers: bearer(token) });
      await expect.poll(() => lastUse(tokenId)).toBeGreaterThanOrEqual(at);
    };
    await use(idle);
    const idleSince = await lastUse(idle.tokenId);
    stage.clock.moveBy(75);
    await use(used);
    expect(await lastUse(idle.tokenId)).toBe(idleSince);
  });

  it('may do what its owner may do now, and so may an API token made before', async () => {
    const session = await signedIn();
    const made = await call('/api/v1/tokens', {
      json: { name: 'ci', scopes: ['read', 'submit', 'secrets'] },
      headers: bearer(accessOf(session)),
    });
    const { token } = (await made.json()) as { token: string };
    const scopes = async (secret: string) =>
      Me.parse(await (await call('/api/v1/me', { headers: bearer(secret) })).json()).scopes;
    expect(await scopes(token)).toEqual(['read', 'submit', 'secrets']);
    const roles = JSON.stringify(['viewer']);
    await stage.database.updateTable('users').set({ roles }).where('user_id', '=', userId).execute();
    expect(await scopes(token)).toEqual(['read']);
    expect(await scopes(accessOf(session))).toEqual(['read', 'account']);
    const secret = await call('/api/v1/secrets/KEY', {
      method: 'PUT',
      json: { value: 'hunter22' },
      headers: bearer(token),
    });
    expect(secret.status).toBe(403);
  });
});

describe('signing keys', () => {
  const published = async () =>
    JsonWebKeys.parse(await (await call('/.well-known/jwks.json')).json()).keys.map(({ kid }) => kid);
  const kidOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid as string;

  it('are replaced after thirty days, and old tokens stay good until they expire', async () => {
    await rotateSigningKeyWhenDue(stage);
    stage.clock.moveBy(16 * 60); // whatever signed before is forgotten
    const old = accessOf(await signedIn());
    const before = (await trail()).length;
    expect(await rotateSigningKeyWhenDue(stage)).toBeNull();
    const rotate = await call('/api/v1/signing-keys', { method: 'POST', headers: bearer(stage.token) });
    const { kid } = (await rotate.json()) as { kid: string };
    expect(rotate.status).toBe(201);
    stage.clock.moveBy(61); // every server has looked by then
    expect(await published()).toEqual([kid, kidOf(old)]);
    const fresh = accessOf(await signedIn());
    expect(kidOf(fresh)).toBe(kid);
    for (const token of [old, fresh]) expect(await statusWith(token)).toBe(200);
    stage.clock.moveBy(16 * 60);
    expect(await published()).toEqual([kid]);
    stage.clock.moveBy(30 * 86_400);
    const [first, second] = await Promise.all([
      rotateSigningKeyWhenDue(stage),
      rotateSigningKeyWhenDue(stage),
    ]);
    expect([first, second].filter((made) => made !== null)).toHaveLength(1);
    const rotations = (await actsSince(before)).filter(({ action }) => action === 'key.rotate');
    expect(rotations.map(({ by }) => by.via)).toEqual(['token', 'server']);
  });

  it('are published without their private half, and stored sealed', async () => {
    const keys = JsonWebKeys.parse(await (await call('/.well-known/jwks.json')).json()).keys;
    for (const key of keys) {
      expect(key).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' });
      expect(key).not.toHaveProperty('d');
    }
    const [good] = await stage.signingKeys.listGood(stage.clock.now());
    const rows = await stage.database.selectFrom('signing_keys').selectAll().execute();
    for (const row of rows)
      expect(row.ciphertext.toString('latin1')).not.toContain(String(good?.privateJwk.d));
    expect((await makeSigningKey()).kid).not.toBe(good?.kid);
  });
});

describe('a password', () => {
  const change = (session: Session, json: object) =>
    call('/api/v1/me/password', { method: 'PUT', json, headers: bearer(accessOf(session)) });

  it('that is changed ends the other sessions, and lets nobody in any more', async () => {
    const [own, other] = [await signedIn(), await signedIn()];
    const before = (await trail()).length;
    const password = 'another long password';
    expect((await change(own, { current: 'not this one', password })).status).toBe(403);
    expect((await change(own, { password })).status).toBe(403);
    expect((await change(own, { current: PASSWORD, password })).status).toBe(204);
    expect(await statusWith(accessOf(own))).toBe(200);
    expect(await statusWith(accessOf(other))).toBe(401);
    expect((await refresh(other.refresh)).status).toBe(401);
    expect((await logIn()).status).toBe(401);
    expect((await logIn({ password })).status).toBe(200);
    const acts = await actsSince(before);
    expect(acts.find(({ action }) => action === 'password.change')).toMatchObject({
      target: { id: userId },
      detail: { sessionsEnded: 1 },
    });
  });

  it('is judged: its length, and not the user name', async () => {
    const session = await signedIn();
    for (const password of ['short', 'x'.repeat(201)]) {
      const answer = await change(session, { current: PASSWORD, password });
      const problem = Problem.parse(await answer.json());
      expect([answer.status, problem.faults?.[0]?.path]).toEqual([400, 'password']);
      expect(JSON.stringify(problem)).not.toContain(password);
    }
  });

  it('is set by who has none and came by a link, without another one', async () => {
    const code = await stage.signInCode();
    const came = await call(`/signin?code=${code}`, { headers: { accept: 'text/html' } });
    expect([came.status, came.headers.get('location')]).toEqual([303, '/?password=none']);
    const { access } = cookiesOf(came);
    const cookie = `gauntlet_access=${access}`;
    const page = await (await call('/account', { headers: { accept: 'text/html', cookie } })).text();
    expect(page).toContain('Set a password');
    const set = await call('/api/v1/me/password', {
      method: 'PUT',
      json: { password: PASSWORD },
      headers: { cookie, ...OWN() },
    });
    expect(set.status).toBe(204);
    expect((await logIn({ username: stage.actor.username })).status).toBe(200);
    await stage.database
      .updateTable('users')
      .set({ password_hash: null })
      .where('user_id', '=', stage.actor.userId)
      .execute();
  });
});

describe('sessions', () => {
  it('are listed to their owner alone, and ended one by one', async () => {
    const [own, other] = [await signedIn(), await signedIn()];
    const list = async () => {
      const answer = await call('/api/v1/me/sessions', { headers: bearer(accessOf(own)) });
      return SessionList.parse(await answer.json()).items;
    };
    expect((await list()).map(({ sessionId, current }) => [sessionId, current]).toSorted()).toEqual(
      [
        [own.sessionId, true],
        [other.sessionId, false],
      ].toSorted(),
    );
    const foreign = await call(`/api/v1/me/sessions/${own.sessionId}`, {
      method: 'DELETE',
      headers: bearer(stage.token),
    });
    expect(foreign.status).toBe(404);
    await call(`/api/v1/me/sessions/${other.sessionId}`, {
      method: 'DELETE',
      headers: bearer(accessOf(own)),
    });
    expect(await list()).toHaveLength(1);
  });

  it('end by signing out, also when the access token is over', async () => {
    const session = await signedIn();
    stage.clock.moveBy(601);
    const out = await call('/api/v1/auth/logout', {
      method: 'POST',
      headers: { ...OWN(), cookie: `gauntlet_refresh=${session.refresh}` },
    });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie().join()).toMatch(/gauntlet_access=;.*gauntlet_refresh=;/);
    expect((await refresh(session.refresh)).status).toBe(401);
  });

  it('go on when a page is opened with an access token that is over', async () => {
    const session = await signedIn();
    stage.clock.moveBy(601);
    const cookie = `gauntlet_access=${session.access}; gauntlet_refresh=${session.refresh}`;
    const page = await call('/', { headers: { accept: 'text/html', cookie } });
    expect(page.status).toBe(200);
    expect(await statusWith(cookiesOf(page).access ?? '')).toBe(200);
  });
});

describe('the audit trail', () => {
  it('tells of every act', async () => {
    const session = await signedIn();
    const before = (await trail()).length;
    const headers = bearer(accessOf(session));
    const definition = {
      name: 'audited',
      framework: 'command',
      content: { type: 'inline', files: { README: 'hello' } },
      commands: [{ name: 'one', run: 'true' }],
    };
    const submitted = await call('/api/v1/tests', { json: definition, headers });
    const { executionId } = (await submitted.json()) as { executionId: string };
    await call(`/api/v1/executions/${executionId}/rerun`, { json: { only: 'all' }, headers });
    await call(`/api/v1/executions/${executionId}/cancel`, { method: 'POST', headers });
    await call('/api/v1/secrets/AUDITED', { method: 'PUT', json: { value: 'hunter22-value' }, headers });
    await call('/api/v1/secrets/AUDITED', { method: 'DELETE', headers });
    const token = await call('/api/v1/tokens', { json: { name: 'ci', scopes: ['read'] }, headers });
    const { tokenId } = (await token.json()) as { tokenId: string };
    await call(`/api/v1/tokens/${tokenId}`, { method: 'DELETE', headers });
    await call('/api/v1/sign-in-links', { method: 'POST', headers });
    const acts = await actsSince(before);
    expect(acts.map(({ action, target }) => [action, target.kind, target.name])).toEqual([
      ['test.submit', 'execution', 'audited'],
      ['execution.rerun', 'execution', 'audited'],
      ['execution.cancel', 'execution', 'audited'],
      ['secret.set', 'secret', 'AUDITED'],
      ['secret.remove', 'secret', 'AUDITED'],
      ['token.create', 'token', 'ci'],
      ['token.revoke', 'token', 'ci'],
      ['sign-in-link.create', 'user', username],
    ]);
    for (const { by, from } of acts)
      expect([by, from.address]).toMatchObject([
        { username, via: 'session', sessionId: session.sessionId },
        '127.0.0.1',
      ]);
  });

  it('tells of nothing that was refused or rolled back', async () => {
    const before = (await trail()).length;
    const headers = bearer(accessOf(await signedIn()));
    const missing = '01900000-0000-7000-8000-000000000999';
    await call(`/api/v1/executions/${missing}/cancel`, { method: 'POST', headers });
    await call(`/api/v1/tokens/${missing}`, { method: 'DELETE', headers });
    await call('/api/v1/secrets/NOT_THERE', { method: 'DELETE', headers });
    expect((await actsSince(before)).map(({ action }) => action)).toEqual(['session.begin']);
  });

  it('and the log hold nothing secret, whatever was done', async () => {
    const session = await signedIn();
    const next = await refresh(session.refresh);
    await logIn({ username: 'my password in the wrong field', password: 'a wrong password' });
    const written = JSON.stringify([await trail(), stage.lines]);
    const hashes = await stage.database.selectFrom('users').select('password_hash').execute();
    const secrets = [
      PASSWORD,
      'a wrong password',
      'my password in the wrong field',
      'hunter22-value',
      accessOf(session),
      session.refresh,
      next.refresh,
      ...hashes.map((row) => row.password_hash),
    ];
    for (const secret of secrets) if (secret) expect(written).not.toContain(secret);
    expect(written).not.toMatch(/grt_|gsi_|eyJ|\$argon2/);
  });

  it('is no execution: the events of a team pass it by', async () => {
    await stage.events.sequence(10_000);
    const { items } = await stage.eventsOfTeam();
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) expect(item.event.type).not.toBe('acted');
  });
});
