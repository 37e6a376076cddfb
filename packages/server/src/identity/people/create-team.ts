import type { Refusal, TeamId, TeamRequest } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import type { Actor } from '../actor.ts';
import { type AuditDeps, recordAct } from '../audit.ts';
import { definedSettings } from './change-team.ts';
import { describeTaken } from './describe-taken.ts';
import type { PeopleStore } from './ports.ts';

export type CreateTeamDeps = AuditDeps & { inTransaction: InTransaction; ids: Ids; peopleStore: PeopleStore };

/** For who has the scope admin. */
export function createTeam(
  deps: CreateTeamDeps,
  actor: Actor,
  { name, settings: asked }: TeamRequest,
): Promise<Result<TeamId, Refusal<'already-exists'>>> {
  return deps.inTransaction(async (tx) => {
    const teamId = deps.ids.next<TeamId>();
    const taken = await deps.peopleStore.insertTeam(tx, { teamId, name });
    if (taken) return refuse(describeTaken(taken));
    const settings = definedSettings(asked);
    await deps.peopleStore.writeSettings(tx, teamId, settings);
    const target = { kind: 'team', id: teamId, name };
    await recordAct(deps, tx, actor, { action: 'team.create', target, detail: { settings }, of: [teamId] });
    return ok(teamId);
  });
}
