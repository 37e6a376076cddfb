/** Whether what is asked for still fits, and when it would. */
import type { QuotaExcess, QuotaResource } from '@gauntlet/contract';
import { type EffectiveQuota, effectiveQuota, type QuotaLevels } from './effective-quota.ts';
import { periodOf } from './quota-periods.ts';
import { QUOTA_NAMES, QUOTAS } from './quota-table.ts';

/** What one team or one person uses now, in the units of the table. */
export type QuotaUse = Readonly<Record<QuotaResource, number>> & {
  /** The first moment at which one of the executions that run now must have ended. */
  firstDeadline: Date | null;
  /** The first moment at which one of the uploads that are stored leaves, unless it is sent again. */
  firstExpiry: Date | null;
};

export type QuotaStanding = EffectiveQuota & {
  used: number;
  /** By when something of it is free again; null when nothing is used or nobody knows. */
  freesAt: Date | null;
  levels: { user: number | null; team: number | null; default: number | null };
};

/** Beyond what is used. What is not named is not asked for. */
export type QuotaAsk = Readonly<Partial<Record<QuotaResource, number>>>;

/** @param use of the person only where the person has a limit of their own */
export function quotaStandings(
  levels: QuotaLevels,
  use: { user: QuotaUse | null; team: QuotaUse },
  now: Date,
): QuotaStanding[] {
  return QUOTA_NAMES.map((resource) => {
    const effective = effectiveQuota(resource, levels);
    const counted = effective.of === 'user' ? (use.user ?? use.team) : use.team;
    return standingOf(effective, levels, { ...counted, used: counted[resource] }, now);
  });
}

export function standingOf(
  effective: EffectiveQuota,
  { user, team }: QuotaLevels,
  { used, ...first }: { used: number } & FirstToLeave,
  now: Date,
): QuotaStanding {
  const { resource } = effective;
  return {
    ...effective,
    used,
    freesAt: used > 0 ? freesAt(resource, first, now) : null,
    levels: {
      user: user[resource] ?? null,
      team: team[resource] ?? null,
      default: QUOTAS[resource].default,
    },
  };
}

type FirstToLeave = Pick<QuotaUse, 'firstDeadline' | 'firstExpiry'>;

function freesAt(
  resource: QuotaResource,
  { firstDeadline, firstExpiry }: FirstToLeave,
  now: Date,
): Date | null {
  const period = periodOf(QUOTAS[resource].period, now);
  if (period) return period.ends;
  return resource === 'artifact_mib' ? firstExpiry : firstDeadline;
}

/** The first quota of the table that is too small, or null. */
export function judgeQuota(standings: readonly QuotaStanding[], asked: QuotaAsk): QuotaExcess | null {
  for (const standing of standings) {
    const more = asked[standing.resource] ?? 0;
    if (standing.limit === null || more <= 0 || standing.used + more <= standing.limit) continue;
    return excessOf(standing, standing.limit, more);
  }
  return null;
}

function excessOf(
  { resource, used, of, freesAt: at }: QuotaStanding,
  limit: number,
  asked: number,
): QuotaExcess {
  // What is more than the whole of it never fits, whenever it comes again.
  const freed = asked > limit ? null : at;
  return {
    resource,
    limit,
    used,
    asked,
    unit: QUOTAS[resource].unit,
    of,
    freesAt: freed?.toISOString() ?? null,
  };
}
