/**
 * Notes in the event store that much of a quota is used, or that something was refused for it: once for each
 * step and term. Rules are told of it like of everything else there.
 */
import type { TeamId } from '@gauntlet/contract';
import { QUOTAS, type QuotaStanding } from '@gauntlet/core/identity';
import type { EventStore } from '../event-store/index.ts';
import type { QuotaBook } from '../identity/index.ts';
import type { Clock } from '../kernel/clock.ts';
import { secondsAfter } from '../kernel/clock.ts';
import type { Tx } from '../kernel/tx.ts';
import type { DeliveryQueue } from './ports.ts';
import type { QuotaFact } from './quota-fact.ts';

export type WatchQuotaDeps = {
  clock: Clock;
  events: Pick<EventStore, 'append'>;
  quotas: Pick<QuotaBook, 'standings'>;
  deliveries: Pick<DeliveryQueue, 'noteRepeat'>;
};

const STEPS = [100, 90, 80, 50] as const;
/** What has no term of its own goes up and down: once in an hour. */
const UP_AND_DOWN_SECONDS = 3600;

export async function watchQuotas(deps: WatchQuotaDeps, tx: Tx, teamIds: readonly TeamId[]): Promise<void> {
  const now = deps.clock.now();
  for (const teamId of teamIds)
    for (const standing of await deps.quotas.standings({ teamId, userId: null }, now)) {
      const fact = factOf(standing);
      if (fact && (await isNew(deps, tx, teamId, standing, fact.percent, now)))
        await note(deps, tx, teamId, fact);
    }
}

function factOf({ resource, limit, used }: QuotaStanding): QuotaFact | null {
  if (limit === null || limit === 0) return null;
  const share = (used / limit) * 100;
  const percent = STEPS.find((step) => share >= step);
  if (percent === undefined) return null;
  const text = `${Math.ceil(used)} of ${limit} ${QUOTAS[resource].counts}.`;
  return { what: 'used', resource, percent, text, projectId: null };
}

function isNew(
  deps: WatchQuotaDeps,
  tx: Tx,
  teamId: TeamId,
  { resource, freesAt }: QuotaStanding,
  percent: number,
  now: Date,
): Promise<boolean> {
  const isOfTerm = QUOTAS[resource].period !== 'none';
  const key = JSON.stringify(['quota', teamId, resource, percent, isOfTerm ? freesAt : null]);
  const since = isOfTerm ? new Date(0) : secondsAfter(now, -UP_AND_DOWN_SECONDS);
  return deps.deliveries.noteRepeat(tx, key, now, since);
}

const note = (deps: WatchQuotaDeps, tx: Tx, teamId: TeamId, fact: QuotaFact) =>
  deps.events.append(tx, { aggregateType: 'quota', aggregateId: teamId }, [
    { type: 'quota-mostly-used', data: fact },
  ]);
