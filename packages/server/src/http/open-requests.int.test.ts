/** Event streams that stay open, and people who may no longer listen: real sessions, tokens and database. */
import { SignedIn, TokenCreated, type UserId } from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttpStage, type HttpStage } from '../testing/http-stage.ts';

const PASSWORD = 'correct horse battery';
/** Far more than a recheck takes, so that a busy machine is not a failure. */
const IN_TIME_MS = 20_000;

let stage: HttpStage;
let userId: UserId;
let username: string;
let made = 0;
beforeAll(async () => {
  stage = await createHttpStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  made += 1;
  username = `ada${made}`;
  userId = stage.ids.next<UserId>();
  const row = { user_id: userId, username, team_id: stage.actor.teamId, roles: JSON.stringify(['lead']) };
  await stage.database.insertInto('users').values(row).execute();
  const hash = await stage.passwordHasher.hash(PASSWORD);
  await stage.inTransaction((tx) => stage.passwords.save(tx, userId, hash));
});

const call = (path: string, token: string | null, method = 'GET', json?: unknown) =>
  fetch(stage.address + path, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: json === undefined ? undefined : JSON.stringify(json),
  });

async function signIn() {
  const answer = await call('/api/v1/auth/login', null, 'POST', { username, password: PASSWORD });
  const { sessionId, accessToken } = SignedIn.parse(await answer.clone().json());
  const cookies = answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
  return { sessionId, accessToken: accessToken ?? '', cookie: cookies.join('; ') };
}
async function makeToken(accessToken: string) {
  const answer = await call('/api/v1/tokens', accessToken, 'POST', { name: 'ci', scopes: ['read'] });
  return TokenCreated.parse(await answer.json());
}

/** A stream that has begun; `ended` says whether it does in time. */
async function listen(headers: Record<string, string>, path = '/api/v1/events') {
  const leave = new AbortController();
  const answer = await fetch(stage.address + path, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: leave.signal,
  });
  expect(answer.status).toBe(200);
  const reader = answer.body?.getReader();
  await reader?.read();
  const drain = async () => {
    while (!(await reader?.read())?.done);
    return 'ended';
  };
  const end = drain().catch(() => 'left');
  const ended = () =>
    Promise.race([
      end,
      new Promise((resolve) => setTimeout(resolve, IN_TIME_MS, `still open after ${IN_TIME_MS} ms`).unref()),
    ]);
  return { ended, leave: () => leave.abort(), end };
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('an open event stream', () => {
  it('ends soon after its session was ended, also one of a browser; that of another session goes on', async () => {
    const [ending, staying] = [await signIn(), await signIn()];
    const streams = [
      await listen(bearer(ending.accessToken)),
      await listen({ cookie: ending.cookie, 'sec-fetch-site': 'same-origin' }),
    ];
    const other = await listen(bearer(staying.accessToken));
    const gone = await call(`/api/v1/me/sessions/${ending.sessionId}`, staying.accessToken, 'DELETE');
    expect(gone.status).toBe(204);
    expect(await Promise.all(streams.map(({ ended }) => ended()))).toEqual(['ended', 'ended']);
    other.leave();
    expect(await other.end).toBe('left'); // by its listener, not by the server before
  });

  it('ends soon after its token was revoked', async () => {
    const { accessToken } = await signIn();
    const { token, tokenId } = await makeToken(accessToken);
    const stream = await listen(bearer(token));
    expect((await call(`/api/v1/tokens/${tokenId}`, accessToken, 'DELETE')).status).toBe(204);
    expect(await stream.ended()).toBe('ended');
  });

  it('ends soon after its listener was deactivated, by session and by token', async () => {
    const { accessToken } = await signIn();
    const streams = [
      await listen(bearer(accessToken)),
      await listen(bearer((await makeToken(accessToken)).token)),
    ];
    await stage.database.updateTable('users').set({ active: false }).where('user_id', '=', userId).execute();
    expect(await Promise.all(streams.map(({ ended }) => ended()))).toEqual(['ended', 'ended']);
  });

  it('ends soon after its listener lost the role that allowed it, and after the team changed', async () => {
    const { accessToken } = await signIn();
    const first = await listen(bearer(accessToken));
    const user = () => stage.database.updateTable('users').where('user_id', '=', userId);
    await user().set({ roles: '[]' }).execute();
    expect(await first.ended()).toBe('ended');
    await user()
      .set({ roles: JSON.stringify(['lead']) })
      .execute();
    const second = await listen(bearer(accessToken));
    const teamId = stage.ids.next<string>();
    await stage.database
      .insertInto('teams')
      .values({ team_id: teamId, team_name: `other ${made}` })
      .execute();
    await user().set({ team_id: teamId }).execute();
    expect(await second.ended()).toBe('ended');
  });

  it('outlives the access token that it was asked for with, as long as the session lasts', async () => {
    const { accessToken, sessionId } = await signIn();
    const witness = await makeToken(accessToken);
    const stream = await listen(bearer(accessToken));
    const checked = await listen(bearer(witness.token));
    stage.clock.moveBy(11 * 60);
    expect((await call('/api/v1/me', accessToken)).status).toBe(401);
    await call(`/api/v1/tokens/${witness.tokenId}`, (await signIn()).accessToken, 'DELETE');
    expect(await checked.ended()).toBe('ended'); // so everybody was looked at since
    const fresh = await signIn();
    const stillOpen = await Promise.race([stream.end, Promise.resolve('open')]);
    expect(stillOpen).toBe('open');
    await call(`/api/v1/me/sessions/${sessionId}`, fresh.accessToken, 'DELETE');
    expect(await stream.ended()).toBe('ended');
  });
});
