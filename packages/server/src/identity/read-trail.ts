/** Who did what in a team: one's own team, or any for admins. */
import type { AuditEntry, Refusal, TeamId } from '@gauntlet/contract';
import { allows } from '@gauntlet/core/identity';
import { type Result, refuse } from '@gauntlet/core/kernel';
import type { Actor } from './actor.ts';
import type { PeopleReader } from './people/ports.ts';

export type TrailFilter = {
  /** `secret.set`, or `secret.*` for all of a resource. */
  actions?: readonly string[];
  /** Name or id. */
  user?: string;
  /** Name or id. */
  token?: string;
  targetKind?: string;
  /** Name or id; of the kind `secret` also where it was used. */
  target?: string;
  /** At or after. */
  from?: Date;
  /** Before. */
  until?: Date;
};

/** `newest`: by time, the newest first. `after`: by number, for who goes on from where they were. */
export type TrailOrder =
  | { by: 'newest'; limit: number; cursor?: string }
  | { by: 'after'; after: number; limit: number };

export type TrailPage = {
  items: AuditEntry[];
  nextCursor: string | null;
  /** Everything up to this number has been looked at. */
  lastNumber: number;
};

export type TrailReader = {
  read(
    teamId: TeamId,
    filter: TrailFilter,
    order: TrailOrder,
  ): Promise<Result<TrailPage, Refusal<'invalid-request'>>>;
};

export type ReadTrailDeps = { trail: TrailReader; peopleReader: Pick<PeopleReader, 'team'> };

export type ReadTrailOrder = {
  actor: Actor;
  /** By id or name; undefined for the actor's own. */
  team: string | undefined;
  filter: TrailFilter;
  order: TrailOrder;
};

export async function readTrail(
  deps: ReadTrailDeps,
  { actor, team, filter, order }: ReadTrailOrder,
): Promise<Result<TrailPage, Refusal<'not-found' | 'invalid-request'>>> {
  const teamId = await teamToRead(deps, actor, team);
  // The same whether it is not there or not to be seen.
  if (teamId === null)
    return refuse({
      code: 'not-found',
      message: `There is no team "${team}" whose audit trail you may see.`,
    });
  if (filter.from && filter.until && filter.from >= filter.until)
    return refuse({
      code: 'invalid-request',
      message: 'Nothing lies between `from` and `until`: the first must be before the second.',
      faults: [{ path: 'until', message: 'it must be after `from`' }],
    });
  return deps.trail.read(teamId, filter, order);
}

async function teamToRead(
  { peopleReader }: ReadTrailDeps,
  actor: Actor,
  asked: string | undefined,
): Promise<TeamId | null> {
  if (asked === undefined) return actor.teamId;
  const team = await peopleReader.team(asked);
  return team && (team.teamId === actor.teamId || allows(actor.scopes, 'admin')) ? team.teamId : null;
}
