/** Retention of what was told: long enough to look back, not for ever. */
import { secondsAfter } from '../kernel/clock.ts';
import type { DeliveryQueue, InboxShelf } from './ports.ts';

const DAY_SECONDS = 86_400;
const DELIVERY_DAYS = 60;
const INBOX_DAYS = 90;

/** @returns the most that was removed of one kind: as many as the limit means that there is more. */
export async function removeOldNotifications(
  deps: { deliveries: Pick<DeliveryQueue, 'removeBefore'>; inbox: Pick<InboxShelf, 'removeBefore'> },
  now: Date,
  limit: number,
): Promise<number> {
  const deliveries = await deps.deliveries.removeBefore(
    secondsAfter(now, -DELIVERY_DAYS * DAY_SECONDS),
    limit,
  );
  const items = await deps.inbox.removeBefore(secondsAfter(now, -INBOX_DAYS * DAY_SECONDS), limit);
  return Math.max(deliveries, items);
}
