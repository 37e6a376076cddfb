/** The people of a server, as admins and leads see and change them; real database, whole server. */
import { Me, Problem, type Role, UserCreated, UserList, UserView } from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createToken } from '../../identity/index.ts';
import {
  createPeopleStage,
  type PeopleStage,
  type TestPerson,
  type TestTeam,
} from '../../testing/people-stage.ts';

let stage: PeopleStage;
let ours: TestTeam;
let theirs: TestTeam;
let lead: TestPerson;
let dev: TestPerson;
let stranger: TestPerson;
beforeAll(async () => {
  stage = await createPeopleStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  ({ ours, theirs, lead, dev, stranger } = await stage.newCast());
});

const list = async (who: { token: string }, query = '') =>
  UserList.parse(await (await stage.call(who, 'GET', `/users${query}`)).json());
const namesIn = async (who: { token: string }, query = '') =>
  (await list(who, query)).items.map(({ username }) => username);
const change = async (who: { token: string }, whom: string, patch: object) => {
  const answer = await stage.call(who, 'PATCH', `/users/${whom}`, patch);
  return answer.status === 200 ? UserView.parse(await answer.json()) : Problem.parse(await answer.json());
};
const codeOf = async (answer: Response) => Problem.parse(await answer.json()).code;

describe('the list of people', () => {
  it('is of the own team for leads, and of all teams for admins, filtered and paged by name', async () => {
    expect(await namesIn(lead)).toEqual([dev.username, lead.username]);
    expect(await namesIn(stage.admin, '?limit=500')).toEqual(
      expect.arrayContaining([dev.username, stranger.username, stage.admin.username]),
    );
    expect(await namesIn(stage.admin, `?teamId=${theirs.teamName}`)).toEqual([stranger.username]);
    expect(await namesIn(lead, `?search=${dev.username.toUpperCase()}`)).toEqual([dev.username]);
    expect(await namesIn(lead, '?search=%25')).toEqual([]);
    expect(await namesIn(lead, '?role=lead')).toEqual([lead.username]);
    expect(await namesIn(lead, '?active=false')).toEqual([]);
    const first = await list(lead, '?limit=1');
    const next = encodeURIComponent(first.nextCursor ?? '');
    expect(await namesIn(lead, `?limit=1&cursor=${next}`)).toEqual([lead.username]);
    expect((await stage.call(lead, 'GET', '/users?cursor=x')).status).toBe(400);
  });

  it('is nothing for who looks after nobody, and another team is not there for a lead', async () => {
    expect((await stage.call(dev, 'GET', '/users')).status).toBe(403);
    const foreign = await stage.call(stranger, 'GET', `/users?teamId=${ours.teamId}`);
    const absent = await stage.call(stranger, 'GET', `/users?teamId=${stage.ids.next()}`);
    expect([foreign.status, absent.status]).toEqual([404, 404]);
  });
});

describe('an account that is made', () => {
  it('comes with a link that signs in once, and is in the trail without the link', async () => {
    const order = { username: `New.${dev.username}`, email: `${dev.username}@example.org` };
    const made = await stage.call(lead, 'POST', '/users', order);
    expect([made.status, made.headers.get('cache-control')]).toEqual([201, 'no-store']);
    const user = UserCreated.parse(await made.json());
    expect(user).toMatchObject({ ...order, teamId: ours.teamId, roles: ['developer'], active: true });
    const opened = await fetch(stage.address + user.link, { redirect: 'manual' });
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/?password=none']);
    expect((await fetch(stage.address + user.link, { redirect: 'manual' })).status).toBe(410);
    const act = (await stage.actsOf(ours)).find(({ action }) => action === 'user.create');
    expect(act).toMatchObject({
      target: { id: user.userId, name: order.username },
      by: { userId: lead.userId },
    });
    expect(JSON.stringify(await stage.actsOf(ours))).not.toContain('gsi_');
  });

  it('has a name and an address that nobody else has, in any case of letters', async () => {
    const email = `${dev.username}@example.org`;
    await stage.call(lead, 'POST', '/users', { username: `a-${dev.username}`, email });
    for (const order of [
      { username: dev.username.toUpperCase() },
      { username: `b-${dev.username}`, email: email.toUpperCase() },
    ]) {
      const refused = await stage.call(stage.admin, 'POST', '/users', order);
      expect([refused.status, await codeOf(refused)]).toEqual([409, 'already-exists']);
    }
    for (const username of ['', 'a b', '../x', 'x'.repeat(64), stage.ids.next<string>()])
      expect((await stage.call(lead, 'POST', '/users', { username })).status).toBe(400);
    const once = { username: `c-${dev.username}` };
    const both = await Promise.all([1, 2].map(() => stage.call(lead, 'POST', '/users', once)));
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  it('is no more than who makes it, and in a team that is theirs to look after', async () => {
    const roles = (given: Role[]) => ({ username: `x-${dev.username}`, roles: given });
    expect((await stage.call(lead, 'POST', '/users', roles(['developer', 'admin']))).status).toBe(403);
    expect((await stage.call(dev, 'POST', '/users', roles(['viewer']))).status).toBe(403);
    const elsewhere = { ...roles(['viewer']), teamId: theirs.teamId };
    expect((await stage.call(lead, 'POST', '/users', elsewhere)).status).toBe(404);
    expect((await stage.call(stage.admin, 'POST', '/users', elsewhere)).status).toBe(201);
    const order = { name: 'weak', scopes: ['team', 'read'] as const, expiresInSeconds: null };
    const weak = await createToken(stage, { ...stage.actor, ...lead }, order);
    if (!weak.ok) throw new Error(weak.error.message);
    expect((await stage.call(weak.value, 'POST', '/users', roles(['developer']))).status).toBe(403);
  });
});

describe('a change', () => {
  it('takes effect at once and says before and after in the trail', async () => {
    const username = `renamed-${dev.username}`;
    const patch = { username, email: `${username}@example.org`, roles: ['viewer'] };
    expect(await change(lead, dev.username, patch)).toMatchObject(patch);
    expect((await stage.call(dev, 'POST', '/tests', {})).status).toBe(403);
    expect(await change(lead, dev.userId, { email: null })).toMatchObject({ email: null });
    expect(await change(lead, dev.userId, { email: null })).toMatchObject({ email: null });
    const acts = (await stage.actsOf(ours)).filter(({ action }) => action === 'user.change');
    expect(acts.map(({ detail }) => detail)).toEqual([
      {
        before: { username: dev.username, email: null, roles: ['developer'] },
        after: patch,
        sessionsEnded: 0,
      },
      { before: { email: patch.email }, after: { email: null } },
    ]);
  });

  it('by an admin is in the trail of the team whose people they are, and in no third one', async () => {
    await change(stage.admin, dev.userId, { roles: ['viewer'] });
    await stage.call(stage.admin, 'POST', `/users/${dev.userId}/password-reset`, {});
    await change(stage.admin, dev.userId, { teamId: theirs.teamId });
    const namesOf = async (team: TestTeam) =>
      (await stage.actsOf(team))
        .filter(({ by }) => by.userId === stage.admin.userId)
        .map(({ action }) => action);
    expect(await namesOf(ours)).toEqual(['user.change', 'password-reset.create', 'user.change']);
    expect(await namesOf(theirs)).toEqual(['user.change']);
    const read = await stage.call(lead, 'GET', '/audit?action=password-reset.create');
    expect(((await read.json()) as { items: object[] }).items).toMatchObject([
      { target: { name: dev.username }, by: { userId: stage.admin.userId } },
    ]);
  });

  it('of the home team is for admins, and moves everything', async () => {
    expect(await change(lead, dev.userId, { teamId: theirs.teamId })).toMatchObject({ status: 403 });
    const moved = await change(stage.admin, dev.userId, { teamId: theirs.teamName });
    expect(moved).toMatchObject({ teamId: theirs.teamId });
    expect(await namesIn(lead)).toEqual([lead.username]);
    expect(await change(lead, dev.userId, { active: false })).toMatchObject({ status: 404 });
    expect(await change(stage.admin, dev.userId, { teamId: 'nowhere' })).toMatchObject({ status: 404 });
  });

  it('of somebody who may do more, or of another team, is nobody’s below them', async () => {
    const boss = await stage.newPerson('boss', ours, ['admin']);
    for (const patch of [{ active: false }, { email: null }, { roles: ['viewer'] }])
      expect(await change(lead, boss.userId, patch)).toMatchObject({ code: 'not-allowed' });
    expect(await change(lead, dev.userId, { roles: ['admin'] })).toMatchObject({ code: 'not-allowed' });
    expect(await change(lead, lead.userId, { roles: ['admin'] })).toMatchObject({ code: 'not-allowed' });
    await change(stage.admin, boss.userId, { active: false });
  });

  it('that a lead of another team tries answers as if nobody were there', async () => {
    const absent = stage.ids.next<string>();
    const bare = async (answer: Response) => (await answer.text()).replaceAll(/"[^"]*-[^"]*"/g, '');
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { active: false }],
      ['PATCH', '', { roles: ['admin'] }],
      ['POST', '/password-reset', {}],
    ] as const) {
      const asked = async (whom: string) => {
        const answer = await stage.call(stranger, method, `/users/${whom}${path}`, body);
        return [answer.status, (await bare(answer)).replaceAll(whom, 'X').replace(/"instance".*?,/, '')];
      };
      const [foreign, none] = [await asked(dev.userId), await asked(absent)];
      expect(foreign[0]).toBe(404);
      expect(foreign).toEqual(none);
      expect((await asked(dev.username))[0]).toBe(404);
    }
    expect(await stage.statusOf(dev.token)).toBe(200);
  });

  it('is refused where it says nothing, or what is not there to say', async () => {
    for (const patch of [
      {},
      { roles: [] },
      { roles: ['root'] },
      { roles: ['viewer', 'viewer'] },
      { password: 'x' },
    ])
      expect(await change(stage.admin, dev.userId, patch)).toMatchObject({ code: 'invalid-request' });
  });
});

describe('a change of roles or home team', () => {
  const scopesOf = async (token: string) =>
    Me.parse(await (await stage.call({ token }, 'GET', '/me')).json()).scopes;
  const signedIn = async (person: TestPerson) => {
    await stage.setPassword(person.userId);
    return stage.logIn(person.username);
  };

  it('upwards gives nothing to a session of before, also by its refresh token: one signs in anew', async () => {
    const [before, other] = [await signedIn(dev), await signedIn(lead)];
    await change(lead, dev.userId, { roles: ['lead'] });
    expect([await stage.statusOf(before.token), await stage.refresh(before.cookie)]).toEqual([401, 401]);
    expect(await scopesOf((await stage.logIn(dev.username)).token)).toContain('team');
    // What its owner made for other uses was given its scopes then, and has no others now.
    expect(await scopesOf(dev.token)).toEqual(['read', 'submit', 'account']);
    expect(await stage.statusOf(other.token)).toBe(200);
    const act = (await stage.actsOf(ours)).find(({ action }) => action === 'user.change');
    expect(act?.detail).toMatchObject({ after: { roles: ['lead'] }, sessionsEnded: 1 });
  });

  it('downwards takes at once what a session or token of before could do', async () => {
    const second = await stage.newPerson('second', ours, ['lead']);
    const before = await signedIn(second);
    expect((await stage.call(before, 'GET', '/users')).status).toBe(200);
    await change(lead, second.userId, { roles: ['developer'] });
    expect([await stage.statusOf(before.token), await stage.refresh(before.cookie)]).toEqual([401, 401]);
    expect((await stage.call(second, 'GET', '/users')).status).toBe(403);
    expect(await scopesOf((await stage.logIn(second.username)).token)).not.toContain('team');
  });

  it('takes a session of before into no other team', async () => {
    const before = await signedIn(dev);
    await change(stage.admin, dev.userId, { teamId: theirs.teamId });
    expect([await stage.statusOf(before.token), await stage.refresh(before.cookie)]).toEqual([401, 401]);
  });

  it('made by the very session leaves that one, with less; any other of the same person ends', async () => {
    const [own, other] = [await signedIn(lead), await signedIn(lead)];
    expect(await change(own, lead.userId, { roles: ['developer'] })).toMatchObject({ roles: ['developer'] });
    expect(await scopesOf(own.token)).toEqual(['read', 'submit', 'account']);
    expect(await stage.statusOf(other.token)).toBe(401);
  });

  it('is none where name and address change: sessions go on', async () => {
    const before = await signedIn(dev);
    await change(lead, dev.userId, { username: `new-${dev.username}`, email: null, roles: ['developer'] });
    expect([await stage.statusOf(before.token), await stage.refresh(before.cookie)]).toEqual([200, 200]);
  });
});

describe('a deactivated account', () => {
  it('is out at once, by session and token, and comes back with its tokens but not its sessions', async () => {
    await stage.setPassword(dev.userId);
    const session = await stage.logIn(dev.username);
    const { link } = UserCreated.parse(
      await (await stage.call(lead, 'POST', '/users', { username: `l-${dev.username}` })).json(),
    );
    expect([await stage.statusOf(session.token), await stage.statusOf(dev.token)]).toEqual([200, 200]);
    expect(await change(lead, dev.userId, { active: false })).toMatchObject({ active: false });
    expect([await stage.statusOf(session.token), await stage.statusOf(dev.token)]).toEqual([401, 401]);
    expect((await stage.logIn(dev.username)).status).toBe(401);
    expect(await change(lead, dev.userId, { active: true })).toMatchObject({ active: true });
    expect([await stage.statusOf(session.token), await stage.statusOf(dev.token)]).toEqual([401, 200]);
    expect((await stage.logIn(dev.username)).status).toBe(200);
    const acts = (await stage.actsOf(ours)).filter(({ target }) => target.id === dev.userId);
    expect(acts.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['user.deactivate', 'user.activate']),
    );
    await change(lead, `l-${dev.username}`, { active: false });
    await change(lead, `l-${dev.username}`, { active: true });
    expect((await fetch(stage.address + link, { redirect: 'manual' })).status).toBe(410);
  });

  it('has no session that began in the very moment it was deactivated, once it is back', async () => {
    await stage.setPassword(dev.userId);
    const sessions = await Promise.all([
      ...Array.from({ length: 5 }, () => stage.logIn(dev.username)),
      change(lead, dev.userId, { active: false }).then(() => ({ status: 0, token: 'none' })),
    ]);
    await change(lead, dev.userId, { active: true });
    for (const { token } of sessions) expect(await stage.statusOf(token)).toBe(401);
  });

  it('may also be one’s own', async () => {
    expect(await change(lead, lead.userId, { active: false })).toMatchObject({ active: false });
    expect(await stage.statusOf(lead.token)).toBe(401);
  });
});
