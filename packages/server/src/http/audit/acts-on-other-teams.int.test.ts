/** What an admin does to another team stands in that team's trail and in the admin's own, and in no other. */
import { AuditList, InvitationCreated, TeamView } from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
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
/** The lead of a third team. */
let stranger: TestPerson;
beforeAll(async () => {
  stage = await createPeopleStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  ({ ours, theirs, lead, dev, stranger } = await stage.newCast());
});

const read = async (who: { token: string }, query = '') => {
  const answer = await stage.call(who, 'GET', `/audit${query}`);
  return AuditList.parse(await answer.json()).items;
};
const actionsSeen = async (who: { token: string }) => (await read(who)).map(({ action }) => action);

/** What the admin does. */
async function act(method: 'POST' | 'PATCH' | 'DELETE' | 'PUT', path: string, json?: unknown) {
  const answer = await fetch(`${stage.address}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${stage.admin.token}`,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
  return text === '' ? null : (JSON.parse(text) as unknown);
}

const tokenOf = async ({ userId }: TestPerson): Promise<string> => {
  const query = stage.database.selectFrom('api_tokens').select('token_id').where('user_id', '=', userId);
  return (await query.executeTakeFirstOrThrow()).token_id;
};
const quotas = () => `/teams/${ours.teamId}/quotas/concurrent_executions`;

const ACTS: readonly (readonly [action: string, does: () => Promise<unknown>])[] = [
  ['quota.set', () => act('PUT', quotas(), { limit: 3 })],
  ['quota.set', () => act('PUT', `/users/${dev.username}/quotas/concurrent_executions`, { limit: 2 })],
  ['team.change', () => act('PATCH', `/teams/${ours.teamId}`, { settings: { description: 'Apples' } })],
  ['team.change', () => act('PATCH', `/teams/${ours.teamId}`, { name: `${ours.teamName} anew` })],
  ['user.create', () => act('POST', '/users', { username: `new-${dev.username}`, teamId: ours.teamId })],
  ['user.change', () => act('PATCH', `/users/${dev.userId}`, { roles: ['viewer'] })],
  ['user.deactivate', () => act('PATCH', `/users/${dev.userId}`, { active: false })],
  ['password-reset.create', () => act('POST', `/users/${dev.userId}/password-reset`, {})],
  ['invitation.create', () => act('POST', '/invitations', { teamId: ours.teamId, roles: ['viewer'] })],
  ['token.revoke', async () => act('DELETE', `/tokens/${await tokenOf(dev)}`)],
];

it.each(ACTS)('%s is seen by the lead of the team it was done to', async (action, does) => {
  await does();
  const [ofTeam, ...more] = await read(lead);
  expect(more).toEqual([]);
  expect(ofTeam).toMatchObject({ action, number: 1, by: { username: stage.admin.username } });
  const [ofAdmin] = await read(stage.admin);
  // One act of one request: the same but for its place in each trail.
  expect(ofAdmin).toEqual({ ...ofTeam, id: ofAdmin?.id, number: ofAdmin?.number, at: ofAdmin?.at });
  expect(ofAdmin?.id).not.toBe(ofTeam?.id);
  expect(await actionsSeen(stranger)).toEqual([]);
});

it('is seen of a team that was deactivated once it is there again', async () => {
  await act('PATCH', `/teams/${ours.teamId}`, { active: false });
  await act('PATCH', `/teams/${ours.teamId}`, { active: true });
  expect(await actionsSeen(lead)).toEqual(['team.change', 'team.change']);
});

it('is seen of an invitation that is revoked and of a quota that is cleared', async () => {
  const order = { teamId: ours.teamId, roles: ['viewer'] };
  const { invitationId } = InvitationCreated.parse(await act('POST', '/invitations', order));
  await act('DELETE', `/invitations/${invitationId}`);
  await act('PUT', quotas(), { limit: 3 });
  await act('DELETE', quotas());
  expect((await actionsSeen(lead)).slice(0, 3)).toEqual(['quota.clear', 'quota.set', 'invitation.revoke']);
  expect(await actionsSeen(stranger)).toEqual([]);
});

it('begins the trail of a new team with its making', async () => {
  const team = TeamView.parse(await act('POST', '/teams', { name: `new ${ours.teamName}` }));
  const acts = await read(stage.admin, `?team=${team.teamId}`);
  expect(acts.map(({ action, target }) => [action, target.id])).toEqual([['team.create', team.teamId]]);
});

it('tells of who moves in the team they leave and in the one they come into', async () => {
  await act('PATCH', `/users/${dev.userId}`, { teamId: theirs.teamId });
  for (const who of [lead, stranger]) {
    const acts = await read(who);
    expect(acts.map(({ action, target }) => [action, target.id])).toEqual([['user.change', dev.userId]]);
    expect(acts[0]?.detail).toMatchObject({
      before: { teamId: ours.teamId },
      after: { teamId: theirs.teamId },
    });
  }
});

it('tells of what a lead does in the own team once, and there alone', async () => {
  const username = `own-${dev.username}`;
  expect((await stage.call(lead, 'POST', '/users', { username })).status).toBe(201);
  expect(await actionsSeen(lead)).toEqual(['user.create']);
  expect((await read(stage.admin)).map(({ target }) => target.name)).not.toContain(username);
});
