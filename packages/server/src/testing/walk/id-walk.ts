/**
 * One place where an id can stand: another's thing there is answered like one that does not exist, and one's
 * own is not. Throws what it finds wrong.
 */
import type { Role } from '@gauntlet/contract';
import { allows, ROLE_SCOPES } from '@gauntlet/core/identity';
import { expect } from 'vitest';
import { type Credentials, comparable, type Filling } from './ask.ts';
import { changesAbout } from './changes.ts';
import { foreignOf, givenFor, idsOf, pathOf, unknownLike } from './ids-to-place.ts';
import type { Place } from './places.ts';
import type { Asked, Scene } from './scene.ts';
import { OF_THE_AGENT, type SentId, sendOne } from './send-id.ts';
import { giveToken, makeThing, type World } from './things.ts';

/** Of each route: who has least, who has most in one team, and the admin of all. */
const ROLES: readonly Role[] = ['viewer', 'developer', 'lead', 'admin'];
/** An admin looks after all of them, whatever the team. */
const OF_THE_INSTANCE = ['team', 'user', 'username', 'invitation', 'token'];
/** Of no team: who may see them at all sees all of them. */
const OF_NOBODY = ['cluster', 'environment'];
/** Names, of which each team has its own: both may have the same. */
const OF_ITS_TEAM = ['secret', 'idempotency-key'];

const ownPage = ({ stage }: World): Credentials => ({ origin: stage.address, 'x-gauntlet-csrf': '1' });

/** Who may be shown into a project is whoever has an account here: that somebody has one cannot be hidden. */
const ASKS_WHO_IS_HERE = ['PUT /api/v1/projects/:id/members/:user (:user)'];

export function createIdWalk(scene: Scene) {
  const { world, ours } = scene;
  const tokens = new Map<Role, string>();
  const tokenOf = async (role: Role) => {
    const token =
      tokens.get(role) ?? (await giveToken(world.stage, ours.people[role].userId, ROLE_SCOPES[role])).token;
    tokens.set(role, token);
    return token;
  };
  const callersOf = async ({ operation: { access } }: Place): Promise<Asked[]> => {
    if (access === 'public' || access === 'agent')
      return [
        { name: access, credentials: ownPage(world), scopes: [], person: ours.people.admin, first: true },
      ];
    const allowed = ROLES.filter((role) => allows(ROLE_SCOPES[role], access));
    const roles = allowed.filter((role, index) => index === 0 || role === 'lead' || role === 'admin');
    return Promise.all(
      roles.map(async (role, index) => ({
        name: role,
        credentials: { authorization: `Bearer ${await tokenOf(role)}` },
        scopes: ROLE_SCOPES[role],
        person: ours.people[role],
        first: index === 0,
      })),
    );
  };
  /** @returns how many comparisons were made. */
  return async (place: Place): Promise<number> => {
    if (ASKS_WHO_IS_HERE.includes(place.name) || OF_NOBODY.includes(place.kind)) return 0;
    let compared = 0;
    for (const caller of await callersOf(place)) {
      if (allows(caller.scopes, 'admin') && OF_THE_INSTANCE.includes(place.kind)) continue;
      compared += await comparePlace(scene, place, caller);
    }
    return compared;
  };
}

async function comparePlace(scene: Scene, place: Place, caller: Asked): Promise<number> {
  const { world } = scene;
  const path = await pathOf(scene, place, caller);
  const foreign = await foreignOf(scene, place, caller);
  const own = await makeThing(world, scene.ours, caller.person, place.kind, place.name);
  const known = new Set([...Object.values(path), ...idsOf(scene.ours), ...idsOf(scene.theirs)]);
  const given = await givenFor(world, scene.ours, caller.person, place.operation);
  const send = async (id: string) => {
    const sent = await sendOne(scene, place, caller, { id, path, given });
    return { ...sent, said: comparable(sent.answer, id, known) };
  };
  for (const id of foreign) {
    const where = `${place.name} for ${caller.name} with ${id}`;
    const aboutThem = [...idsOf(scene.theirs), ...(OF_ITS_TEAM.includes(place.kind) ? [] : [id])];
    const absent = await send(unknownLike(id));
    const theirs = await send(id);
    expect(theirs.said, where).toBe(absent.said);
    expect(theirs.answer.status, where).toBeLessThan(500);
    const changed = [...absent.changed, ...theirs.changed];
    expect(changesAbout(changed, aboutThem), where).toEqual([]);
    if (theirs.answer.status >= 400 && place.operation.access !== 'agent') expect(changed, where).toEqual([]);
  }
  await putBack(scene, place, place.fill(own, path, given));
  await expectControl(place, caller, { own, send });
  return foreign.length;
}

/** What is taken away at an address where it is also put has to be put there first. */
async function putBack(
  { world, ask, ours }: Scene,
  { operation: { method, url } }: Place,
  { path }: Filling,
) {
  const putting = world.operations.find((each) => each.method === 'PUT' && each.url === url);
  if (method !== 'DELETE' || !putting) return;
  await ask({
    operation: putting,
    credentials: { authorization: `Bearer ${ours.token}` },
    filling: { path },
  });
}

type Sent = SentId & { said: string };

/** One's own, in the same place, is found: else nothing was compared but two bad requests. */
async function expectControl(
  place: Place,
  caller: Asked,
  { own, send }: { own: string; send(id: string): Promise<Sent> },
): Promise<void> {
  if (place.kind === 'username') return; // that the door tells nothing is what is asked
  const absent = await send(unknownLike(own));
  const mine = await send(place.operation.access === 'agent' ? OF_THE_AGENT : own);
  // What takes a scope that this caller lacks tells nothing of anybody: the two are refused alike, for that.
  if (mine.answer.status === 403 && absent.answer.status === 403) return;
  // What only reads has to answer otherwise; what acts may as well have done something.
  const done = place.operation.method === 'GET' ? [] : changesAbout(mine.changed, [own]);
  const where = `${place.name} for ${caller.name}, one's own ${place.kind}: ${mine.answer.status} ${mine.answer.body.slice(0, 300)}`;
  expect(
    mine.said !== absent.said || done.length > 0 || mine.ofTheAgent.length > 0,
    `${where} is answered like one that does not exist`,
  ).toBe(true);
  expect(absent.ofTheAgent, `${place.name} with an id that does not exist`).toEqual([]);
}
