import type { Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Tx } from '../../kernel/tx.ts';
import type { Actor } from '../actor.ts';
import { inactiveTeam, managesTeam, noSuch, refuseRoles } from './may-manage.ts';
import type { PeopleStore, Team } from './ports.ts';

/** The team that somebody is let into with these roles, held until the end; the actor may do both. */
export async function lockTeamToJoin(
  { peopleStore }: { peopleStore: Pick<PeopleStore, 'lockTeam'> },
  tx: Tx,
  actor: Actor,
  { asked, roles }: { asked: string; roles: readonly string[] },
): Promise<Result<Team, Refusal<'not-found' | 'not-allowed'>>> {
  const team = await peopleStore.lockTeam(tx, asked);
  if (!team || !managesTeam(actor, team.teamId)) return refuse(noSuch('team', asked));
  const beyond = refuseRoles(actor, roles) ?? (team.active ? null : inactiveTeam(team.name));
  return beyond ? refuse(beyond) : ok(team);
}
