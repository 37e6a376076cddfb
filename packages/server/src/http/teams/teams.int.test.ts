/** Teams and their settings, from outside: real database, whole server. */
import { Problem, TeamList, TeamView } from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

const namesIn = async (who: { token: string }, query = '') =>
  TeamList.parse(await (await stage.call(who, 'GET', `/teams${query}`)).json()).items.map(({ name }) => name);
const show = async (who: { token: string }, idOrName: string) => {
  const answer = await stage.call(who, 'GET', `/teams/${encodeURIComponent(idOrName)}`);
  return answer.status === 200 ? TeamView.parse(await answer.json()) : answer.status;
};
const change = async (who: { token: string }, whose: string, patch: object) => {
  const answer = await stage.call(who, 'PATCH', `/teams/${whose}`, patch);
  return answer.status === 200 ? TeamView.parse(await answer.json()) : Problem.parse(await answer.json());
};
const storedSettings = async () => {
  const rows = await stage.database
    .selectFrom('team_settings')
    .innerJoin('teams', 'teams.team_id', 'team_settings.team_id')
    .select(['setting_key', 'setting_value', 'settings'])
    .where('teams.team_id', '=', ours.teamId)
    .execute();
  return {
    rows: Object.fromEntries(rows.map((row) => [row.setting_key, row.setting_value])),
    copy: rows[0]?.settings ?? {},
  };
};

describe('teams', () => {
  it('are all listed for admins, and one’s own for everybody in it', async () => {
    expect(await namesIn(dev)).toEqual([ours.teamName]);
    const all = await namesIn(stage.admin, '?limit=500');
    expect(all).toEqual(expect.arrayContaining([ours.teamName, theirs.teamName, 'default']));
    expect(await namesIn(stage.admin, `?search=${theirs.teamName.toUpperCase()}`)).toEqual([theirs.teamName]);
    expect(await show(dev, ours.teamName)).toMatchObject({ teamId: ours.teamId, members: 2, active: true });
    expect([await show(dev, theirs.teamId), await show(dev, stage.ids.next())]).toEqual([404, 404]);
  });

  it('are made by admins alone, under a name that no other has', async () => {
    const name = `new ${ours.teamName}`;
    const settings = { description: 'Searches things' };
    expect((await stage.call(lead, 'POST', '/teams', { name })).status).toBe(403);
    const made = await stage.call(stage.admin, 'POST', '/teams', { name, settings });
    expect(made.status).toBe(201);
    const team = TeamView.parse(await made.json());
    expect(team).toMatchObject({ name, members: 0, settings: { ...settings, invitationDays: null } });
    expect((await stage.call(stage.admin, 'POST', '/teams', { name })).status).toBe(409);
    for (const bad of ['', ' ', '../x', 'x'.repeat(64), stage.ids.next<string>()])
      expect((await stage.call(stage.admin, 'POST', '/teams', { name: bad })).status).toBe(400);
    const acts = await stage.actsOf(stage.actor);
    expect(acts.find(({ action, target }) => action === 'team.create' && target.name === name)).toMatchObject(
      {
        target: { id: team.teamId },
        detail: { settings },
      },
    );
  });

  it('are renamed by admins, and found by the new name', async () => {
    const name = `renamed ${ours.teamName}`;
    expect(await change(lead, ours.teamId, { name })).toMatchObject({ code: 'not-allowed' });
    expect(await change(stage.admin, ours.teamName, { name })).toMatchObject({ name, teamId: ours.teamId });
    expect(await show(lead, name)).toMatchObject({ teamId: ours.teamId });
    expect(await change(stage.admin, name, { name: theirs.teamName })).toMatchObject({
      code: 'already-exists',
    });
    expect((await stage.actsOf(stage.actor)).at(-1)).toMatchObject({
      action: 'team.change',
      detail: { before: { name: ours.teamName }, after: { name } },
    });
  });

  it('have settings, which their lead changes, kept in the table and its copy', async () => {
    const settings = { description: 'Pays', invitationDays: 3 };
    expect(await change(lead, ours.teamId, { settings })).toMatchObject({ settings });
    expect(await storedSettings()).toEqual({ rows: settings, copy: settings });
    expect(await change(lead, ours.teamId, { settings: { invitationDays: null } })).toMatchObject({
      settings: { description: 'Pays', invitationDays: null },
    });
    expect(await storedSettings()).toEqual({ rows: { description: 'Pays' }, copy: { description: 'Pays' } });
    for (const bad of [{ invitationDays: 31 }, { description: '' }, { colour: 'red' }])
      expect(await change(lead, ours.teamId, { settings: bad })).toMatchObject({ code: 'invalid-request' });
    expect(await change(dev, ours.teamId, { settings })).toMatchObject({ code: 'not-allowed' });
  });

  it('of others are not there for a lead', async () => {
    const patch = { settings: { description: 'mine' } };
    const [foreign, absent] = [
      await change(stranger, ours.teamId, patch),
      await change(stranger, stage.ids.next<string>(), patch),
    ];
    expect([foreign, absent]).toMatchObject([{ status: 404 }, { status: 404 }]);
    expect(await change(stranger, ours.teamName, { active: false })).toMatchObject({ status: 404 });
  });

  it('that are deactivated let nobody of them in, and come back as they were', async () => {
    await stage.setPassword(dev.userId);
    const { token } = await stage.logIn(dev.username);
    expect(await change(stage.admin, ours.teamId, { active: false })).toMatchObject({ active: false });
    expect([await stage.statusOf(dev.token), await stage.statusOf(token)]).toEqual([401, 401]);
    expect((await stage.logIn(dev.username)).status).toBe(401);
    expect(await namesIn(stage.admin, '?active=false')).toContain(ours.teamName);
    const order = { username: `x-${dev.username}`, teamId: ours.teamId };
    expect((await stage.call(stage.admin, 'POST', '/users', order)).status).toBe(403);
    expect(await change(stage.admin, ours.teamId, { active: true })).toMatchObject({ active: true });
    expect([await stage.statusOf(dev.token), await stage.statusOf(token)]).toEqual([200, 200]);
  });
});
