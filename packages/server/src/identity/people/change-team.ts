/**
 * Changes a team. Of one that is deactivated nobody gets in, and nothing is lost: activated again, it is as
 * it was.
 */
import type { Refusal, TeamId, TeamPatch, TeamSettings, TeamSettingsPatch } from '@gauntlet/contract';
import { allows } from '@gauntlet/core/identity';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { Actor } from '../actor.ts';
import { type AuditDeps, recordAct } from '../audit.ts';
import { describeTaken } from './describe-taken.ts';
import { managesTeam, noSuch } from './may-manage.ts';
import type { PeopleStore, Team } from './ports.ts';

export type ChangeTeamDeps = AuditDeps & { inTransaction: InTransaction; peopleStore: PeopleStore };
type ChangeRefusal = Refusal<'not-found' | 'not-allowed' | 'already-exists' | 'last-admin'>;

export function changeTeam(
  deps: ChangeTeamDeps,
  actor: Actor,
  idOrName: string,
  patch: TeamPatch,
): Promise<Result<TeamId, ChangeRefusal>> {
  return deps.inTransaction(async (tx) => {
    const team = await deps.peopleStore.lockTeam(tx, idOrName);
    if (!team || !managesTeam(actor, team.teamId)) return refuse(noSuch('team', idOrName));
    const { teamId } = team;
    const { name = team.name, active = team.active } = patch;
    const refusal = await refuseChange(deps, tx, actor, { team, patch });
    if (refusal) return refuse(refusal);
    const taken = await deps.peopleStore.updateTeam(tx, teamId, { name, active });
    if (taken) return refuse(describeTaken(taken));
    const settings = definedSettings(patch.settings);
    await deps.peopleStore.writeSettings(tx, teamId, settings);
    const { name: before, active: wasActive, settings: wereSettings } = team;
    await recordAct(deps, tx, actor, {
      action: 'team.change',
      target: { kind: 'team', id: teamId, name: before },
      detail: {
        before: { name: before, active: wasActive, settings: wereSettings },
        after: { name, active, settings: { ...wereSettings, ...settings } },
      },
      of: [teamId],
    });
    return ok(teamId);
  });
}

async function refuseChange(
  { peopleStore }: ChangeTeamDeps,
  tx: Tx,
  actor: Actor,
  { team, patch }: { team: Team; patch: TeamPatch },
): Promise<ChangeRefusal | null> {
  const { name = team.name, active = team.active } = patch;
  if ((name !== team.name || active !== team.active) && !allows(actor.scopes, 'admin'))
    return {
      code: 'not-allowed',
      message: 'Renaming or deactivating a team takes the scope "admin"; its settings are yours to change.',
    };
  if (active || !team.active) return null;
  if (team.teamId === actor.teamId)
    return {
      code: 'not-allowed',
      message:
        'This is your own team: deactivating it would shut you out. An admin of another team can do it.',
    };
  if ((await peopleStore.countOtherAdmins(tx, { teamId: team.teamId })) > 0) return null;
  return {
    code: 'last-admin',
    message: `All active admins are in the team "${team.name}": nobody could look after this server. Make somebody of another team an admin first.`,
  };
}

export const definedSettings = (patch: TeamSettingsPatch = {}): Partial<TeamSettings> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
