/** Quotas as the API shows them. */
import type { QuotaList, QuotaView } from '@gauntlet/contract';
import { QUOTAS, type QuotaStanding } from '@gauntlet/core/identity';
import { rounded, type ShownQuotas } from '../../identity/index.ts';

export const quotaList = ({ team, user, standings }: ShownQuotas): QuotaList => ({
  team,
  user,
  items: standings.map(quotaView),
});

function quotaView({ resource, limit, of, used, freesAt, levels }: QuotaStanding): QuotaView {
  const { unit, period } = QUOTAS[resource];
  const frees = freesAt?.toISOString() ?? null;
  return { resource, unit, period, limit, of, used: rounded(used), freesAt: frees, levels };
}
