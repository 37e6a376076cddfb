/** Somebody can always look after the server, whoever does what at the same time. */
import { Problem } from '@gauntlet/contract';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPeopleStage, type PeopleStage, type TestPerson } from '../../testing/people-stage.ts';

let stage: PeopleStage;
let first: { userId: string; token: string };
let second: TestPerson;
/** Two admins, each in a team of their own, and nobody else. */
beforeEach(async () => {
  stage = await createPeopleStage();
  first = stage.admin;
  second = await stage.newPerson('second', await stage.newTeam('other'), ['admin']);
});
afterEach(() => stage.close());

const patch = async (who: { token: string }, path: string, body: object) =>
  (await stage.call(who, 'PATCH', path, body)).status;
const admins = async () => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from users join teams using (team_id)
    where users.active and teams.active and roles ? 'admin'`.execute(stage.database);
  return rows[0]?.count;
};

describe('the last active admin', () => {
  it.each([
    ['deactivated', { active: false }],
    ['made less', { roles: ['lead'] }],
  ])('cannot be %s, by others or by themselves', async (_, change) => {
    expect(await patch(first, `/users/${second.userId}`, { active: false })).toBe(200);
    const answer = await stage.call(first, 'PATCH', `/users/${first.userId}`, change);
    expect(Problem.parse(await answer.json())).toMatchObject({ status: 409, code: 'last-admin' });
    expect(await admins()).toBe(1);
  });

  it('cannot be put out with their team', async () => {
    expect(await patch(first, `/teams/${stage.actor.teamId}`, { active: false })).toBe(403);
    const guest = await stage.newPerson('guest', await stage.newTeam('third'), ['lead']);
    expect(await patch(guest, `/teams/${second.teamId}`, { active: false })).toBe(404);
    expect(await patch(first, `/users/${first.userId}`, { teamId: second.teamId })).toBe(200);
    const away = await stage.newPerson('away', await stage.newTeam('fourth'), ['admin']);
    expect(await patch(first, `/users/${away.userId}`, { active: false })).toBe(200);
    expect(await patch(first, `/teams/${second.teamId}`, { active: false })).toBe(403);
    expect(await admins()).toBe(2);
  });

  it.each([
    ['each other', () => [`/users/${second.userId}`, `/users/${first.userId}`], { active: false }],
    ['themselves', () => [`/users/${first.userId}`, `/users/${second.userId}`], { roles: ['viewer'] }],
    [
      'each other’s teams',
      () => [`/teams/${second.teamId}`, `/teams/${stage.actor.teamId}`],
      { active: false },
    ],
  ] as const)('stays when two admins take away %s at once', async (_, paths, change) => {
    const [one = '', two = ''] = paths();
    const both = await Promise.all([patch(first, one, change), patch(second, two, change)]);
    // The slower one finds that it is the last, or is out already.
    expect(both.filter((status) => status === 200)).toHaveLength(1);
    expect([401, 403, 409]).toContain(both.find((status) => status !== 200));
    expect(await admins()).toBe(1);
  });
});
