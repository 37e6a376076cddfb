/** Which limit is in force: the person's own, else the team's, else the default. */
import type { QuotaLevel, QuotaResource } from '@gauntlet/contract';
import { QUOTAS } from './quota-table.ts';

/** What is set at one level. A resource that is not there is left to the next level; 0 allows nothing. */
export type QuotaLimits = Readonly<Partial<Record<QuotaResource, number>>>;
export type QuotaLevels = { user: QuotaLimits; team: QuotaLimits };
export type EffectiveQuota = { resource: QuotaResource; limit: number | null; of: QuotaLevel };

export function effectiveQuota(resource: QuotaResource, { user, team }: QuotaLevels): EffectiveQuota {
  const own = user[resource];
  if (own !== undefined) return { resource, limit: own, of: 'user' };
  const shared = team[resource];
  if (shared !== undefined) return { resource, limit: shared, of: 'team' };
  return { resource, limit: QUOTAS[resource].default, of: 'default' };
}
