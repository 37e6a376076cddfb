/**
 * Sends notifications that are due. What is under way is not waited for: a receiver that takes its time holds
 * up its own channel alone. Owns how many are under way on this server.
 */

import type { WakeListener } from '../kernel/wake.ts';
import { claimDeliveries, type DeliverDeps, deliver } from '../notifications/index.ts';
import { createLoop, type Loop } from './loop.ts';

const MOST_UNDER_WAY = 32;

export function createDeliveriesLoop(deps: DeliverDeps & { wakes: WakeListener }): Loop {
  const underWay = new Set<Promise<void>>();
  const begin = (claimed: Parameters<typeof deliver>[1]): void => {
    const sending = deliver(deps, claimed)
      .catch((cause) =>
        deps.log.error(
          { err: cause, deliveryId: claimed.deliveryId },
          'the end of a delivery was not recorded',
        ),
      )
      .finally(() => {
        underWay.delete(sending);
        loop.wake(); // its channel has the next one
      });
    underWay.add(sending);
  };
  const loop = createLoop({
    name: 'delivery of notifications',
    everySeconds: 2,
    wakes: deps.wakes,
    wakeOn: ['deliveries'],
    log: deps.log,
    work: async () => {
      const free = MOST_UNDER_WAY - underWay.size;
      if (free === 0) return 'done';
      const claimed = await claimDeliveries(deps, free);
      for (const each of claimed) begin(each);
      return claimed.length > 0 ? 'more' : 'done';
    },
  });
  return {
    ...loop,
    stop: async () => {
      await loop.stop();
      await Promise.all(underWay);
    },
  };
}
