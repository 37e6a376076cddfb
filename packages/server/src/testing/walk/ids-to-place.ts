/** What is put in the places of ids: one's own, another's, and what is nobody's. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Scope } from '@gauntlet/contract';
import { allows } from '@gauntlet/core/identity';
import type { Filling } from './ask.ts';
import type { Given } from './json-schema.ts';
import type { Operation } from './operations.ts';
import { kindsInPath, type Place, placesOf } from './places.ts';
import type { Asked, Scene } from './scene.ts';
import { makeThing, otherNames, type Person, type Side, type World } from './things.ts';

/** A colleague's are theirs alone; tokens also are for those who look after them to end. */
const isPrivate = (kind: string, scopes: readonly Scope[]) =>
  kind === 'session' || kind === 'item' || kind === 'view' || (kind === 'token' && !allows(scopes, 'team'));

/** Bodies that name things name one's own. */
export async function givenFor(
  world: World,
  side: Side,
  person: Person,
  operation: Operation,
): Promise<Given> {
  const given: Record<string, string> = {};
  for (const place of placesOf(operation, world.schemas))
    if (place.in === 'body' && place.kind !== 'unit' && given[place.key] === undefined)
      given[place.key] = await makeThing(world, side, person, place.kind, place.name);
  return given;
}

/** The other ids of the path are one's own. */
export async function pathOf({ world, ours }: Scene, { operation, name }: Place, { person }: Asked) {
  const made: Record<string, string> = {};
  for (const [key, kind] of kindsInPath(operation))
    made[key] = await makeThing(world, ours, person, kind, name);
  return made satisfies Filling['path'];
}

/** What is nothing to the caller: another team's, under all its names, and what is a colleague's alone. */
export async function foreignOf(
  { world, ours, theirs }: Scene,
  place: Place,
  { person, scopes }: Asked,
): Promise<string[]> {
  const { admin } = theirs.people;
  const id = await makeThing(world, theirs, admin, place.kind, place.name);
  const others =
    place.in === 'path' && place.operation.parameters.some(isUuid)
      ? []
      : otherNames(place.kind, theirs, admin);
  const colleague = person.role === 'developer' ? ours.people.lead : ours.people.developer;
  const colleagues = isPrivate(place.kind, scopes)
    ? [await makeThing(world, ours, colleague, place.kind, place.name)]
    : [];
  return [id, ...others, ...colleagues];
}

const isUuid = ({ in: place, schema }: { in: string; schema: { format?: string } }) =>
  place === 'path' && schema.format === 'uuid';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

export const idsOf = (side: Side): string[] => JSON.stringify(side).match(UUID) ?? [];

/** Of the same form and length. */
export function unknownLike(id: string): string {
  if (id.match(UUID)) return randomUUID();
  return `q${randomBytes(id.length).toString('hex')}`.slice(0, id.length);
}
