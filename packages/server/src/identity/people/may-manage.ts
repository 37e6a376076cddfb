/** Who may do something to whom: leads in their own team and up to what they hold, admins everywhere. */
import type { Refusal, TeamId } from '@gauntlet/contract';
import { allows, mayGrant, scopesOfRoles } from '@gauntlet/core/identity';
import type { Actor } from '../actor.ts';
import type { LinkMaker } from './ports.ts';

type Whose = Pick<Actor, 'scopes' | 'teamId' | 'projectId'>;

/** Whether the team is the actor's to manage. In a project one is a guest of its team, whatever one's role. */
export const managesTeam = ({ scopes, teamId: own, projectId }: Whose, teamId: TeamId): boolean =>
  allows(scopes, 'admin') || (allows(scopes, 'team') && own === teamId && projectId === null);

/** Null: the actor may give, or take, all of these roles. */
export function refuseRoles({ scopes }: Whose, roles: readonly string[]): Refusal<'not-allowed'> | null {
  const beyond = roles.find((role) => !mayGrant(scopes, role));
  if (beyond === undefined) return null;
  return {
    code: 'not-allowed',
    message: `The role "${beyond}" may do more than you may here. Somebody who has as much can do this.`,
  };
}

/** Whether who made a link could make it still: a link is worth no more than its maker is now. */
export function couldStillMake(maker: LinkMaker, teamId: TeamId, roles: readonly string[]): boolean {
  const now = { scopes: scopesOfRoles(maker.roles), teamId: maker.teamId, projectId: null };
  return maker.active && managesTeam(now, teamId) && refuseRoles(now, roles) === null;
}

/** The same for what is not there and for what is another's. */
export const noSuch = (kind: 'user' | 'team' | 'invitation', named: string): Refusal<'not-found'> => ({
  code: 'not-found',
  message: `There is no ${kind} "${named}" that you may manage.`,
});

export const inactiveTeam = (name: string): Refusal<'not-allowed'> => ({
  code: 'not-allowed',
  message: `The team "${name}" is deactivated: nobody of it could get in. Activate it first.`,
});
