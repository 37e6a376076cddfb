/** A quota that is used up, in words. */
import type { QuotaExcess, Refusal } from '@gauntlet/contract';
import { QUOTAS } from '@gauntlet/core/identity';

/** Something may end at any time: whoever waits asks again this soon, not only when the last limit says so. */
const ASK_AGAIN_SECONDS = 30;

const WHOSE = { user: 'Your own quota', team: "Your team's quota", default: 'The default quota' } as const;

export function quotaExceeded(excess: QuotaExcess, now: Date): Refusal<'quota-exceeded'> {
  const { resource, limit, used, asked, of } = excess;
  const { counts, advice } = QUOTAS[resource];
  const neverFits = asked > limit;
  const what = `${WHOSE[of]} is ${limit} ${counts}`;
  const message = neverFits
    ? `${what}, and this alone needs ${amount(asked)}. Ask for less, or ask an admin for a higher quota.`
    : `${what}; ${amount(used)} ${used === 1 ? 'is' : 'are'} used and this needs ${amount(asked)} more. ${advice}`;
  const retryAfterSeconds = neverFits ? null : secondsToWait(excess, now);
  return {
    code: 'quota-exceeded',
    message,
    quota: { ...excess, used: rounded(used), asked: rounded(asked) },
    ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
  };
}

/** Null: nobody knows when, and asking again soon is of no use. */
function secondsToWait({ resource, freesAt }: QuotaExcess, now: Date): number | null {
  if (resource === 'artifact_mib') return null;
  const left = freesAt === null ? ASK_AGAIN_SECONDS : Math.ceil((Date.parse(freesAt) - now.getTime()) / 1000);
  return Math.max(1, QUOTAS[resource].period === 'none' ? Math.min(left, ASK_AGAIN_SECONDS) : left);
}

/** Up, so that the smallest file is something. */
export const rounded = (value: number): number => Math.ceil(value * 1000) / 1000;

const amount = (value: number): string => String(rounded(value));
