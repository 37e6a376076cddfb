/** Invitations by link, from making one to the account that comes of it; real database, whole server. */
import {
  InvitationCreated,
  InvitationList,
  type InvitationView,
  Me,
  Problem,
  SignedIn,
} from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createPeopleStage,
  PASSWORD,
  type PeopleStage,
  type TestPerson,
  type TestTeam,
} from '../../testing/people-stage.ts';

let stage: PeopleStage;
let ours: TestTeam;
let lead: TestPerson;
let dev: TestPerson;
let stranger: TestPerson;
let username: string;
beforeAll(async () => {
  stage = await createPeopleStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  ({ ours, lead, dev, stranger } = await stage.newCast());
  username = `new-${ours.teamName}`;
});

async function invite(who: { token: string } = lead, order: object = {}) {
  const made = InvitationCreated.parse(await (await stage.call(who, 'POST', '/invitations', order)).json());
  return { ...made, token: new URL(made.link, stage.address).searchParams.get('token') ?? '' };
}
const list = async (who: { token: string }, query = ''): Promise<InvitationView[]> =>
  InvitationList.parse(await (await stage.call(who, 'GET', `/invitations${query}`)).json()).items;
const accept = (token: string, order: object = {}) =>
  stage.call(null, 'POST', '/invitations/accept', { token, username, password: PASSWORD, ...order });
const problemOf = async (answer: Response) => Problem.parse(await answer.json());

describe('an invitation', () => {
  it('makes an account in the team, with a session, once', async () => {
    const email = `${username}@example.org`;
    const invitation = await invite(lead, { roles: ['viewer', 'ci'], email });
    expect(invitation).toMatchObject({ status: 'open', invitedBy: lead.username, teamName: ours.teamName });
    const accepted = await accept(invitation.token);
    expect(accepted.status).toBe(200);
    expect(accepted.headers.getSetCookie()).toHaveLength(2);
    const token = SignedIn.parse(await accepted.json()).accessToken ?? '';
    const me = Me.parse(await (await stage.call({ token }, 'GET', '/me')).json());
    expect(me).toMatchObject({ username, teamId: ours.teamId, roles: ['viewer', 'ci'] });
    expect((await stage.logIn(username)).status).toBe(200);
    expect(await problemOf(await accept(invitation.token, { username: `${username}2` }))).toMatchObject({
      code: 'link-expired',
      status: 410,
    });
    expect(await list(lead)).toMatchObject([{ status: 'accepted', acceptedBy: username, email }]);
  });

  it('is in the trail from its making to the account, and its link nowhere', async () => {
    const { token, invitationId } = await invite();
    await accept(token);
    const revoked = await invite();
    await stage.call(lead, 'DELETE', `/invitations/${revoked.invitationId}`);
    const acts = await stage.actsOf(ours);
    expect(acts.map(({ action, by }) => [action, by.username])).toEqual([
      ['invitation.create', lead.username],
      ['session.begin', username],
      ['user.create', username],
      ['invitation.accept', username],
      ['invitation.create', lead.username],
      ['invitation.revoke', lead.username],
    ]);
    expect(acts[3]).toMatchObject({ target: { id: invitationId }, detail: { invitedBy: lead.username } });
    expect(stage.secretsIn([acts, stage.lines])).toEqual([]);
  });

  it('that is used by two at once makes one account', async () => {
    const { token } = await invite();
    const answers = await Promise.all(
      Array.from({ length: 4 }, (_, index) => accept(token, { username: `${username}-${index}` })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 410, 410, 410]);
    const users = stage.database.selectFrom('users').select('user_id').where('team_id', '=', ours.teamId);
    expect(await users.execute()).toHaveLength(3);
  });

  it('is still good after a name that is taken, a password that is not good, or a bad form', async () => {
    const { token } = await invite();
    for (const [order, status] of [
      [{ username: dev.username.toUpperCase() }, 409],
      [{ password: 'short' }, 400],
      [{ password: username.padEnd(10, '-'), username: username.padEnd(10, '-') }, 400],
      [{ username: 'a b' }, 400],
      [{ roles: ['admin'] }, 400],
    ] as const)
      expect([order, (await accept(token, order)).status]).toEqual([order, status]);
    expect((await accept(token)).status).toBe(200);
  });

  it('that was used, revoked, has expired or never was is answered alike', async () => {
    const [used, revoked, expired] = [
      await invite(),
      await invite(),
      await invite(lead, { expiresInDays: 1 }),
    ];
    await accept(used.token, { username: `${username}-used` });
    expect((await stage.call(lead, 'DELETE', `/invitations/${revoked.invitationId}`)).status).toBe(204);
    stage.clock.moveBy(24 * 3600);
    const answers = await Promise.all(
      [used.token, revoked.token, expired.token, 'giv_never', lead.token].map(async (token) => {
        const { instance: _, ...problem } = await problemOf(await accept(token));
        return JSON.stringify(problem);
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('link-expired');
    expect((await list(lead)).map(({ status }) => status).toSorted()).toEqual([
      'accepted',
      'expired',
      'revoked',
    ]);
    expect(await list(lead, '?status=expired')).toMatchObject([{ invitationId: expired.invitationId }]);
    expect(await list(lead, '?status=open')).toEqual([]);
  });

  it('is good for seven days, for what the team has set, or for what is asked', async () => {
    const daysOf = ({ createdAt, expiresAt }: InvitationView) =>
      (Date.parse(expiresAt) - Date.parse(createdAt)) / 86_400_000;
    expect(daysOf(await invite())).toBe(7);
    await stage.call(lead, 'PATCH', `/teams/${ours.teamId}`, { settings: { invitationDays: 2 } });
    expect([daysOf(await invite()), daysOf(await invite(lead, { expiresInDays: 30 }))]).toEqual([2, 30]);
    expect((await stage.call(lead, 'POST', '/invitations', { expiresInDays: 31 })).status).toBe(400);
  });

  it.each([
    ['is deactivated', { active: false }],
    ['may invite no more', { roles: ['developer'] }],
    ['has gone to another team', { teamId: 'default' }],
  ])('is worth nothing once who made it %s', async (_, patch) => {
    const { token } = await invite();
    expect((await stage.call(stage.admin, 'PATCH', `/users/${lead.userId}`, patch)).status).toBe(200);
    expect((await accept(token)).status).toBe(410);
  });

  it('gives no more than who makes it has, into a team of theirs', async () => {
    const ask = async (who: { token: string }, order: object) =>
      (await stage.call(who, 'POST', '/invitations', order)).status;
    expect(await ask(lead, { roles: ['admin'] })).toBe(403);
    expect(await ask(dev, {})).toBe(403);
    expect(await ask(lead, { teamId: stranger.teamId })).toBe(404);
    expect(await ask(lead, { teamId: stage.ids.next() })).toBe(404);
    expect(await ask(lead, { roles: ['lead'] })).toBe(201);
    expect(await ask(stage.admin, { roles: ['admin'], teamId: stranger.teamName })).toBe(201);
  });

  it('of another team is not there for a lead', async () => {
    const { invitationId, token } = await invite();
    expect(await list(stranger)).toEqual([]);
    expect((await stage.call(stranger, 'GET', `/invitations?teamId=${ours.teamId}`)).status).toBe(404);
    const [foreign, absent] = await Promise.all(
      [invitationId, stage.ids.next<string>()].map(async (id) => {
        const problem = await problemOf(await stage.call(stranger, 'DELETE', `/invitations/${id}`));
        return [problem.status, problem.detail.replace(id, 'X')];
      }),
    );
    expect(foreign).toEqual(absent);
    expect(foreign?.[0]).toBe(404);
    expect((await accept(token)).status).toBe(200);
    expect((await stage.call(lead, 'DELETE', `/invitations/${invitationId}`)).status).toBe(409);
  });

  it('is listed for admins in all teams, the newest first, in pages', async () => {
    const [one, two] = [await invite(), await invite()];
    const page = async (query: string) =>
      InvitationList.parse(
        await (await stage.call(stage.admin, 'GET', `/invitations?limit=1${query}`)).json(),
      );
    const first = await page('');
    expect(first.items).toMatchObject([{ invitationId: two.invitationId }]);
    const second = await page(`&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
    expect(second.items).toMatchObject([{ invitationId: one.invitationId }]);
  });

  it('is accepted from no page of another site', async () => {
    const { token } = await invite();
    const foreign = await fetch(`${stage.address}/api/v1/invitations/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://evil.test' },
      body: JSON.stringify({ token, username, password: PASSWORD }),
    });
    expect(foreign.status).toBe(403);
  });
});
