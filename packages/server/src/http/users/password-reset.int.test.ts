/** A new password by a link that somebody else made; real database, whole server. */
import { PasswordResetLink, Problem, SignedIn } from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createPeopleStage,
  PASSWORD,
  type PeopleStage,
  type TestPerson,
  type TestTeam,
} from '../../testing/people-stage.ts';

const NEW = 'a new long password';
let stage: PeopleStage;
let ours: TestTeam;
let lead: TestPerson;
let dev: TestPerson;
let stranger: TestPerson;
beforeAll(async () => {
  stage = await createPeopleStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  ({ ours, lead, dev, stranger } = await stage.newCast());
  await stage.setPassword(dev.userId);
});

const ask = (who: { token: string }, whom: string, order: object = {}) =>
  stage.call(who, 'POST', `/users/${whom}/password-reset`, order);
async function linkFor(whom: TestPerson, order: object = {}, who: { token: string } = lead) {
  const answer = await ask(who, whom.userId, order);
  const { link, expiresAt } = PasswordResetLink.parse(await answer.json());
  return { token: new URL(link, stage.address).searchParams.get('token') ?? '', expiresAt };
}
const use = (token: string, password = NEW) =>
  stage.call(null, 'POST', '/auth/password-reset', { token, password });
const stillOld = async () => (await stage.logIn(dev.username)).status === 200;

describe('a reset link', () => {
  it('sets a new password, once, ends every session from before and begins one', async () => {
    const before = await stage.logIn(dev.username);
    const { token, expiresAt } = await linkFor(dev);
    expect(Date.parse(expiresAt) - stage.clock.now().getTime()).toBe(3_600_000);
    const used = await use(token);
    expect([used.status, used.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const now = SignedIn.parse(await used.json()).accessToken ?? '';
    expect([await stage.statusOf(before.token), await stage.statusOf(now)]).toEqual([401, 200]);
    expect(await stage.statusOf(dev.token)).toBe(200);
    expect((await stage.logIn(dev.username)).status).toBe(401);
    expect((await stage.logIn(dev.username, NEW)).status).toBe(200);
    expect((await use(token, PASSWORD)).status).toBe(410);
  });

  it('is in the trail, made and used, without a secret', async () => {
    const { token } = await linkFor(dev);
    await use(token);
    const acts = await stage.actsOf(ours);
    expect(acts.slice(-3)).toMatchObject([
      { action: 'password-reset.create', target: { id: dev.userId }, by: { username: lead.username } },
      { action: 'session.begin', by: { username: dev.username } },
      { action: 'password.reset', target: { id: dev.userId }, detail: { linkMadeBy: lead.username } },
    ]);
    expect(stage.secretsIn([acts, stage.lines])).toEqual([]);
  });

  it('that two use at once sets one password', async () => {
    const { token } = await linkFor(dev);
    const answers = await Promise.all([1, 2, 3, 4].map((number) => use(token, `${NEW} ${number}`)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 410, 410, 410]);
    const winner = answers.findIndex(({ status }) => status === 200);
    expect((await stage.logIn(dev.username, `${NEW} ${winner + 1}`)).status).toBe(200);
  });

  it('ends the one from before, and is over after its time', async () => {
    const first = await linkFor(dev);
    const second = await linkFor(dev, { expiresInMinutes: 5 });
    expect((await use(first.token)).status).toBe(410);
    stage.clock.moveBy(301);
    expect((await use(second.token)).status).toBe(410);
    expect(await stillOld()).toBe(true);
    for (const expiresInMinutes of [4, 1441, 1.5])
      expect((await ask(lead, dev.userId, { expiresInMinutes })).status).toBe(400);
  });

  it('is still good after a password that is not', async () => {
    const { token } = await linkFor(dev);
    for (const password of ['short', 'x'.repeat(201), ` ${dev.username.toUpperCase()}     `])
      expect((await use(token, password)).status).toBe(400);
    expect(await stillOld()).toBe(true);
    expect((await use(token)).status).toBe(200);
  });

  it.each([
    ['used', async (token: string) => void (await use(token))],
    ['expired', async () => void stage.clock.moveBy(3601)],
    ['whose account was deactivated', async () => patch(dev, { active: false })],
    ['whose person has become more', async () => patch(dev, { roles: ['admin'] })],
    ['whose maker was deactivated', async () => patch(lead, { active: false })],
    ['whose maker may do less now', async () => patch(lead, { roles: ['developer'] })],
    ['whose maker went elsewhere', async () => patch(lead, { teamId: stranger.teamId })],
  ])('%s is answered like one that never was', async (_, spoil) => {
    const { token } = await linkFor(dev);
    await spoil(token);
    const problems = await Promise.all(
      [token, 'gpr_never'].map(async (each) => {
        const { instance: __, ...problem } = Problem.parse(await (await use(each)).json());
        return problem;
      }),
    );
    expect(problems[0]).toMatchObject({ code: 'link-expired', status: 410 });
    expect(problems[0]).toEqual(problems[1]);
    await patch(dev, { roles: ['developer'] });
  });

  it('is made by who looks after somebody, and may do as much as they', async () => {
    expect((await ask(dev, dev.userId)).status).toBe(403);
    expect((await ask(stranger, dev.userId)).status).toBe(404);
    expect((await ask(stranger, stage.ids.next())).status).toBe(404);
    const boss = await stage.newPerson('boss', ours, ['admin']);
    expect((await ask(lead, boss.userId)).status).toBe(403);
    expect((await ask(lead, lead.username)).status).toBe(201);
    expect((await ask(stage.admin, boss.username.toUpperCase())).status).toBe(201);
    await patch(boss, { active: false });
    expect((await ask(stage.admin, boss.userId)).status).toBe(403);
  });

  it('does not meet a change of the same account in a deadlock', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { token } = await linkFor(dev);
      const answers = await Promise.all([
        use(token, `${NEW} ${round}`),
        stage.call(lead, 'PATCH', `/users/${dev.userId}`, { roles: [round % 2 ? 'developer' : 'viewer'] }),
        ask(lead, dev.userId),
      ]);
      for (const { status } of answers) expect(status).toBeLessThan(500);
      stage.clock.moveBy(60);
    }
  });

  it('that is over is cleared away', async () => {
    await linkFor(dev);
    stage.clock.moveBy(3601);
    await stage.passwordResets.removeExpired(stage.clock.now());
    const left = stage.database.selectFrom('password_resets').select('user_id');
    expect(await left.where('user_id', '=', dev.userId).execute()).toEqual([]);
  });
});

async function patch(whom: TestPerson, change: object): Promise<void> {
  const answer = await stage.call(stage.admin, 'PATCH', `/users/${whom.userId}`, change);
  expect(answer.status).toBe(200);
}
