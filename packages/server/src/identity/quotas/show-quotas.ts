/** Where a team or a person stands in every quota. Of others only to those who look after them. */
import type { Refusal, TeamId, UserId } from '@gauntlet/contract';
import { allows, type QuotaStanding } from '@gauntlet/core/identity';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Clock } from '../../kernel/clock.ts';
import type { Actor } from '../actor.ts';
import type { QuotaBook, QuotaStore } from './ports.ts';

export type ShowQuotasDeps = { clock: Clock; quotas: QuotaBook; quotaStore: QuotaStore };

export type ShowQuotasOrder = { actor: Actor; team?: string | undefined; user?: string | undefined };

export type ShownQuotas = {
  team: { teamId: TeamId; name: string };
  user: { userId: UserId; username: string } | null;
  standings: QuotaStanding[];
};

type Shown = Omit<ShownQuotas, 'standings'>;

export async function showQuotas(
  deps: ShowQuotasDeps,
  order: ShowQuotasOrder,
): Promise<Result<ShownQuotas, Refusal<'not-found' | 'invalid-request'>>> {
  if (order.team !== undefined && order.user !== undefined)
    return refuse({
      code: 'invalid-request',
      message: 'Ask for the quotas of a team (`teamId`) or of a person (`userId`), not of both.',
    });
  const shown = await findShown(deps, order);
  if (!shown) return refuse(notShown(order));
  const party = { teamId: shown.team.teamId, userId: shown.user?.userId ?? null };
  return ok({ ...shown, standings: await deps.quotas.standings(party, deps.clock.now()) });
}

function findShown(deps: ShowQuotasDeps, { actor, team, user }: ShowQuotasOrder): Promise<Shown | null> {
  if (team !== undefined) return findTeam(deps, actor, team);
  if (user !== undefined) return findUser(deps, actor, user);
  return Promise.resolve({
    team: { teamId: actor.teamId, name: actor.teamName },
    user: { userId: actor.userId, username: actor.username },
  });
}

async function findTeam({ quotaStore }: ShowQuotasDeps, actor: Actor, asked: string): Promise<Shown | null> {
  const team = await quotaStore.findTeam(asked);
  if (!team || !(team.id === actor.teamId || allows(actor.scopes, 'admin'))) return null;
  return { team: { teamId: team.id, name: team.name }, user: null };
}

async function findUser({ quotaStore }: ShowQuotasDeps, actor: Actor, asked: string): Promise<Shown | null> {
  const user = await quotaStore.findUser(asked);
  if (!user || !maySee(actor, user)) return null;
  return {
    team: { teamId: user.teamId, name: user.teamName },
    user: { userId: user.id, username: user.name },
  };
}

const maySee = ({ userId, teamId, scopes }: Actor, user: { id: UserId; teamId: TeamId }): boolean =>
  user.id === userId || allows(scopes, 'admin') || (user.teamId === teamId && allows(scopes, 'team'));

/** The same whether it is not there or not to be seen. */
const notShown = ({ team, user }: ShowQuotasOrder): Refusal<'not-found'> => ({
  code: 'not-found',
  message:
    team !== undefined
      ? `There is no team "${team}" whose quotas you may see.`
      : `There is no user "${user}" whose quotas you may see.`,
});
