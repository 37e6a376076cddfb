/** Everybody who may come to a route, with what they bring, and what the table of scopes says of them. */
import { GrantableScope, Role, type Scope } from '@gauntlet/contract';
import { allows, effectiveScopes, ROLE_SCOPES } from '@gauntlet/core/identity';
import type { RouteAccess } from '../../http/route-scopes.ts';
import { endSession } from '../../identity/index.ts';
import type { HttpStage } from '../http-stage.ts';
import type { Credentials } from './ask.ts';
import { forgeTokens } from './forged-tokens.ts';
import type { Operation } from './operations.ts';
import { playAgent } from './play-agent.ts';
import { addPerson, beginSession, callApi, giveToken, type Side, submit, type World } from './things.ts';

export type Caller = {
  name: string;
  credentials: Credentials;
  is: 'nobody' | 'person' | 'agent';
  scopes: readonly Scope[];
  /** Without the header that only a page of ours can send. */
  foreignPage?: boolean;
};

/** What the table says. `in`: past the door; what then comes is the route's. */
export function expectedOf(caller: Caller, { access, method }: Operation): 'in' | 401 | 403 {
  if (access === 'public') return 'in';
  if (access === 'agent') return caller.is === 'agent' ? 'in' : 401;
  if (caller.is !== 'person') return 401;
  if (!allows(caller.scopes, access satisfies Exclude<RouteAccess, 'public' | 'agent'>)) return 403;
  return caller.foreignPage && method !== 'GET' && method !== 'HEAD' ? 403 : 'in';
}

const bearer = (token: string): Credentials => ({ authorization: `Bearer ${token}` });
const cookie = (token: string): Credentials => ({ cookie: `gauntlet_access=${token}` });
const nobody = (name: string, credentials: Credentials): Caller => ({
  name,
  credentials,
  is: 'nobody',
  scopes: [],
});
const fromOwnPage = (stage: HttpStage, access: string): Credentials => ({
  ...cookie(access),
  origin: stage.address,
  'x-gauntlet-csrf': '1',
});

/** Moves the clock: what shall expire has, and everything else is made afterwards. */
export async function makeExpired({ stage }: World, side: Side): Promise<Caller[]> {
  const { admin } = side.people;
  const { token } = await giveToken(stage, admin.userId, ROLE_SCOPES.admin, 60);
  const { accessToken } = await beginSession(stage, admin);
  stage.clock.moveBy(601);
  return [
    nobody('an expired token of an admin', bearer(token)),
    nobody("an admin's expired session, by cookie", fromOwnPage(stage, accessToken)),
    nobody("an admin's expired session, by header", bearer(accessToken)),
  ];
}

export const strangers = (): Caller[] => [
  nobody('nobody', {}),
  nobody('a header without a token', { authorization: 'Bearer' }),
  nobody('a token that is none', bearer('x')),
  nobody('an unknown token', bearer(`gnt_${'x'.repeat(43)}`)),
  nobody("an unknown agent's token", bearer(`gag_${'x'.repeat(43)}`)),
  nobody('garbage in the form of an access token', bearer('eyJhbGciOiJFZERTQSJ9.e30.x')),
  nobody('a name and password', { authorization: `Basic ${btoa('admin:admin')}` }),
  nobody('a cookie that is none', cookie('x')),
];

/** Good once. */
export async function makeLapsed(world: World, side: Side): Promise<Caller[]> {
  const { stage, pool } = world;
  const { admin } = side.people;
  const revoked = await giveToken(stage, admin.userId, ROLE_SCOPES.admin);
  await callApi(stage, side.token, `/api/v1/tokens/${revoked.row.tokenId}`, { method: 'DELETE', body: '{}' });
  const left = await addPerson(pool, side.team.teamId, 'admin', `${side.name}-left`);
  const ofLeft = await giveToken(stage, left.userId, ROLE_SCOPES.admin);
  const sessionOfLeft = await beginSession(stage, left);
  await pool.query('update users set active = false where user_id = $1', [left.userId]);
  const over = await beginSession(stage, admin);
  const actor = { ...stage.actor, userId: admin.userId, username: admin.username, teamId: side.team.teamId };
  await endSession(stage, actor, over.sessionId);
  const alive = await beginSession(stage, admin);
  return [
    nobody('a revoked token of an admin', bearer(revoked.token)),
    nobody('a token whose owner was deactivated', bearer(ofLeft.token)),
    nobody('a session whose owner was deactivated', fromOwnPage(stage, sessionOfLeft.accessToken)),
    nobody('an ended session, by cookie', fromOwnPage(stage, over.accessToken)),
    nobody('an ended session, by header', bearer(over.accessToken)),
    nobody('a refresh token in the place of an access token', bearer(alive.refreshToken)),
    nobody('a refresh token in the cookie of the access token', fromOwnPage(stage, alive.refreshToken)),
    nobody('a token in the cookie of a session', fromOwnPage(stage, side.token)),
  ];
}

/** Access tokens that this server did not sign for this session; and one that is as it would sign it. */
export async function makeForged({ stage }: World, side: Side): Promise<{ good: Caller; bad: Caller[] }> {
  const { admin, lead } = side.people;
  const [own, other] = [await beginSession(stage, admin), await beginSession(stage, lead)];
  const [key] = await stage.signingKeys.listGood(stage.clock.now());
  if (!key) throw new Error('the stage has no signing key');
  const claims = { sub: admin.userId, sid: own.sessionId };
  const { good, bad } = forgeTokens(
    key,
    claims,
    { sub: lead.userId, sid: other.sessionId },
    stage.clock.now(),
  );
  return {
    good: { ...person('signed by hand', bearer(good), ROLE_SCOPES.admin) },
    bad: Object.entries(bad).flatMap(([name, token]) => [
      nobody(`${name}, by header`, bearer(token)),
      nobody(`${name}, by cookie`, fromOwnPage(stage, token)),
    ]),
  };
}

const person = (name: string, credentials: Credentials, scopes: readonly Scope[]): Caller => ({
  name,
  credentials,
  is: 'person',
  scopes,
});

/** Each role by a token and by a session, with less than the role and with more than it. */
export async function makePeople({ stage }: World, side: Side): Promise<Caller[]> {
  const everything = GrantableScope.options;
  const callers: Caller[] = [];
  for (const role of Role.options) {
    const { userId } = side.people[role];
    const scopes = ROLE_SCOPES[role];
    const { token } = await giveToken(stage, userId, everything);
    callers.push(person(`${side.name}: ${role}`, bearer(token), effectiveScopes(everything, [role])));
    const { accessToken } = await beginSession(stage, side.people[role]);
    callers.push(person(`${side.name}: ${role}, by session`, fromOwnPage(stage, accessToken), scopes));
  }
  return callers;
}

export async function makeNarrowed({ stage }: World, side: Side): Promise<Caller[]> {
  const callers: Caller[] = [];
  for (const scope of GrantableScope.options) {
    const { token } = await giveToken(stage, side.people.admin.userId, [scope]);
    callers.push(person(`an admin's token for ${scope} alone`, bearer(token), [scope]));
  }
  const none = await giveToken(stage, side.people.admin.userId, []);
  callers.push(person("an admin's token for nothing", bearer(none.token), []));
  const { accessToken } = await beginSession(stage, side.people.admin);
  const elsewhere = { ...cookie(accessToken), origin: 'https://elsewhere.example', 'x-gauntlet-csrf': '1' };
  const scopes = ROLE_SCOPES.admin;
  callers.push({
    ...person("an admin's browser, without our header", cookie(accessToken), scopes),
    foreignPage: true,
  });
  callers.push({ ...person("an admin's browser, from another site", elsewhere, scopes), foreignPage: true });
  return callers;
}

/** One that runs, and one whose group has ended. */
export async function makeAgents({ stage }: World, side: Side): Promise<Caller[]> {
  const running = await playAgent(stage, await submit(stage, side.token, side.name));
  const ended = await playAgent(stage, await submit(stage, side.token, side.name));
  await ended.pass();
  return [
    { ...nobody('an agent', bearer(running.token)), is: 'agent' },
    { ...nobody('an agent whose group has ended', bearer(ended.token)), is: 'agent' },
    nobody("an agent's token in the cookie of a session", fromOwnPage(stage, running.token)),
  ];
}
