/**
 * Every route of the server, walked with everybody and with every id, over real HTTP and a real database.
 *
 * Driven by the table of scopes, the API document and the pages' own schemas: a route that is added is walked
 * without a word here. A kind of id of which no sample can be made fails the walk and is named.
 *
 * Covered: for each route and caller, that the door says what the table says; that refusals are problems
 * (RFC 9457), and that they change nothing in the database. For each place where
 * an id can stand (path, query, header, body), that a thing of another team, a thing of a colleague that is
 * theirs alone, and a thing that does not exist are answered alike to the byte, and change nothing of the
 * other's; with one's own thing in the same place as the control. That no answer of a reading route speaks of
 * another team.
 *
 * Not covered: how long an answer takes; what codes open that are secrets themselves (sign-in links, device
 * codes); pages' scripts; wildcards (`/assets/*`, `/docs/*`), which are the same for everybody; the contents of
 * event streams once they have begun; files in the artifact store; headers that no schema declares; cursors;
 * pages' redirects of browsers to the sign-in; whether somebody who is shown into a project has an account; an
 * admin's look at teams and people, who are all an admin's to look after. Where a caller may not act at all,
 * whatever the id, there is no control.
 */
import { Problem } from '@gauntlet/contract';
import { allows } from '@gauntlet/core/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pool } from '../adapters/postgres/connect.ts';
import { connectToPostgres } from '../adapters/postgres/connect.ts';
import { createHttpStage, type HttpStage } from '../testing/http-stage.ts';
import { silentLog } from '../testing/silent-log.ts';
import { type Answer, createAsker, type Filling } from '../testing/walk/ask.ts';
import {
  type Caller,
  expectedOf,
  makeAgents,
  makeExpired,
  makeForged,
  makeLapsed,
  makeNarrowed,
  makePeople,
  strangers,
} from '../testing/walk/callers.ts';
import { type Changes, watchChanges } from '../testing/walk/changes.ts';
import { createIdWalk } from '../testing/walk/id-walk.ts';
import { givenFor } from '../testing/walk/ids-to-place.ts';
import { listOperations, type Operation } from '../testing/walk/operations.ts';
import { kindsInPath, placesOf } from '../testing/walk/places.ts';
import { createSide, makeThing, type Side, type World } from '../testing/walk/things.ts';

let stage: HttpStage;
let pool: Pool;
let world: World;
let ask: ReturnType<typeof createAsker>;
let changes: Changes;
let ours: Side;
let theirs: Side;
let expired: Caller[];

beforeAll(async () => {
  stage = await createHttpStage({ requestsPerMinute: 1_000_000, agentRequestsPerMinute: 1_000_000 });
  const connected = await connectToPostgres({
    url: stage.databaseUrl,
    log: silentLog,
    maxConnections: 4,
    applicationName: 'walk',
  });
  if (!connected.ok) throw new Error(connected.error.message);
  pool = connected.value;
  const listed = await listOperations();
  world = { stage, pool, ...listed };
  ask = createAsker(stage, listed.schemas);
  changes = await watchChanges(pool);
  ours = await createSide(world, 'apple');
  theirs = await createSide(world, 'zebra');
  expired = await makeExpired(world, ours);
});
afterAll(async () => {
  await pool.end();
  await stage.close();
});

/** Things of the caller's own team for all of a path: the door is what is asked. */
const ownPaths = new Map<string, string>();
async function ownPath(operation: Operation, side: Side): Promise<Filling['path']> {
  const path: Record<string, string> = {};
  for (const [name, kind] of kindsInPath(operation)) {
    const key = `${side.name} ${kind} ${isSafe(operation) ? 'to look at' : 'to act on'}`;
    const known = ownPaths.get(key);
    const id = known ?? (await makeThing(world, side, side.people.admin, kind, operation.name));
    ownPaths.set(key, id);
    path[name] = id;
  }
  return path;
}

const isSafe = ({ method }: Operation) => method === 'GET' || method === 'HEAD';

/** What a refusal must be, whoever is refused. */
function expectProblem(answer: Answer, status: number, { method }: Operation, where: string): void {
  expect(answer.status, `${where}: ${answer.body.slice(0, 300)}`).toBe(status);
  expect(answer.headers['content-type'], where).toMatch(/^application\/problem\+json/);
  if (method === 'HEAD') return;
  const problem = Problem.parse(JSON.parse(answer.body));
  expect([where, problem.status, problem.instance]).toEqual([where, status, answer.requestId]);
  expect(problem.detail, where).not.toMatch(/apple|zebra/);
}

/** Sends all that is valid, so that what is not stopped would happen. */
async function walkRefused(callers: readonly Caller[], side = ours): Promise<number> {
  let refused = 0;
  for (const operation of world.operations) {
    const stopped = callers.filter((caller) => expectedOf(caller, operation) !== 'in');
    if (stopped.length === 0) continue;
    const path = await ownPath(operation, side);
    const given = await givenFor(world, side, side.people.admin, operation);
    await changes.take();
    for (const caller of stopped) {
      const answer = await ask({ operation, credentials: caller.credentials, filling: { path }, given });
      const where = `${operation.name} for ${caller.name}`;
      expectProblem(answer, expectedOf(caller, operation) as number, operation, where);
      refused += 1;
    }
    expect(await changes.take(), operation.name).toEqual([]);
  }
  return refused;
}

/** Past the door, and no further where something would happen: the body cannot be read. */
async function walkAdmitted(
  callers: readonly Caller[],
  see: (at: Operation, caller: Caller, answer: Answer) => void,
  side = ours,
) {
  for (const operation of world.operations)
    for (const caller of callers.filter((each) => expectedOf(each, operation) === 'in')) {
      const path = await ownPath(operation, side);
      const filling = { path, ...(isSafe(operation) ? {} : { rawBody: '{' }) };
      const answer = await ask({ operation, credentials: caller.credentials, filling });
      const where = `${operation.name} for ${caller.name}: ${answer.body.slice(0, 300)}`;
      expect(answer.status, where).toBeLessThan(500);
      if (operation.access !== 'public') {
        expect(answer.status, where).not.toBe(401);
        expect(answer.status, where).not.toBe(403);
      }
      // A page at the door says itself what is wrong.
      const atTheDoor = operation.page && operation.access === 'public';
      if (answer.status >= 400 && !atTheDoor) expectProblem(answer, answer.status, operation, where);
      see(operation, caller, answer);
    }
}

describe('every route, by who asks', () => {
  it('refuses whoever brings nothing, garbage, or what was never a token', async () => {
    expect(await walkRefused(strangers())).toBeGreaterThan(500);
  });

  it('refuses expired and revoked tokens, ended sessions, and those of people who were deactivated', async () => {
    expect(await walkRefused([...expired, ...(await makeLapsed(world, ours))])).toBeGreaterThan(700);
  });

  it('refuses access tokens that were forged: another key, no algorithm, another algorithm', async () => {
    const { good, bad } = await makeForged(world, ours);
    await walkAdmitted([good], () => undefined);
    expect(await walkRefused(bad)).toBeGreaterThan(2000);
  });

  it('gives each role what the table gives it, by token and by session, and refuses the rest', async () => {
    const seen = new Map<string, Set<number>>();
    const note = ({ name }: Operation, _: Caller, { status }: Answer) =>
      seen.set(name, (seen.get(name) ?? new Set()).add(status));
    for (const side of [ours, theirs]) {
      const callers = await makePeople(world, side);
      expect(await walkRefused(callers, side)).toBeGreaterThan(200);
      await walkAdmitted(callers, note, side);
    }
    // The walk has been inside: what is read, of one's own, is there.
    const unseen = world.operations.filter(
      (each) =>
        each.method === 'GET' &&
        each.access !== 'public' &&
        each.access !== 'agent' &&
        !each.url.includes('*'),
    );
    const empty = unseen.filter(({ name }) => ![...(seen.get(name) ?? [])].some((status) => status < 400));
    expect(empty.map(({ name }) => name)).toEqual([]);
  });

  it('gives a token no more than it was made for, and a browser nothing from a page that is not ours', async () => {
    const callers = await makeNarrowed(world, ours);
    expect(await walkRefused(callers)).toBeGreaterThan(400);
    await walkAdmitted(callers, () => undefined);
  });

  it('keeps agents from the routes of people and people from those of agents', async () => {
    const callers = await makeAgents(world, ours);
    expect(await walkRefused(callers)).toBeGreaterThan(150);
    await walkAdmitted(callers, () => undefined);
    const people = await makePeople(world, ours);
    for (const operation of world.operations.filter(({ access }) => access === 'agent'))
      for (const { credentials, name } of people) {
        const answer = await ask({ operation, credentials, filling: { path: {} } });
        expectProblem(answer, 401, operation, `${operation.name} for ${name}`);
      }
  });

  it('tells a reader nothing of another team', async () => {
    const { teamId } = theirs.team;
    const foreign = [
      teamId,
      'zebra',
      ...Object.values(theirs.left),
      ...Object.values(theirs.people).map((each) => each.userId),
    ];
    const callers = (await makePeople(world, ours)).filter(({ scopes }) => !allows(scopes, 'admin'));
    let read = 0;
    await walkAdmitted(callers, (operation, caller, { status, body }) => {
      if (status < 300) read += 1;
      const told = foreign.filter((word) => body.includes(word));
      expect(told, `${operation.name} for ${caller.name}`).toEqual([]);
    });
    expect(read).toBeGreaterThan(200);
  });
});

describe('every id', () => {
  it('of another team answers like one that does not exist, wherever it stands', async () => {
    const walk = createIdWalk({ world, ask, changes, ours, theirs });
    const places = world.operations.flatMap((operation) => placesOf(operation, world.schemas));
    expect(places.length).toBeGreaterThan(30);
    let compared = 0;
    for (const place of places) compared += await walk(place);
    expect(compared).toBeGreaterThan(100);
    // Thousands of requests, a database looked at around each: on a busy machine that takes minutes.
  }, 400_000);

  it('of a kind that nobody can make a sample of is named, and fails the walk', async () => {
    const asked = makeThing(world, ours, ours.people.admin, 'gizmo', 'GET /api/v1/gizmos/:id (:id)');
    await expect(asked).rejects.toThrow(/GET \/api\/v1\/gizmos\/:id .* gizmo, .* MAKERS/);
  });
});
