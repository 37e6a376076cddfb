/** Where groups were started together: until the units are listed, or are this group's to tell. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Group } from '../group.ts';

/** `commit`: whose units were listed; undefined where the content has none. */
export type PlanOrder = { order: 'tell' } | { order: 'go-on'; commit: string | undefined };

/** Others are as far as this one, or nearly: but hundreds may ask, and for as long as the lead takes. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2000;

/** Null: it was stopped, or the server does not say. How long that may take is the run's own limit. */
export const awaitPlan = async ({
  client,
  control,
  log,
}: Pick<Group, 'client' | 'control' | 'log'>): Promise<PlanOrder | null> => {
  let pauseMs = FIRST_PAUSE_MS;
  while (!control.stop.aborted) {
    const asked = await client.askForPlan();
    if (!asked.ok) {
      const { code, message } = asked.error;
      if (code !== 'group-over' && code !== 'aborted')
        log.error('the plan cannot be asked for', { code, why: message });
      return null;
    }
    const { order, contentCommit: commit } = asked.value;
    if (order === 'tell') return { order };
    if (order === 'go-on') return { order, commit };
    if (order === 'stop') control.askStop('ordered');
    else await pause(pauseMs, undefined, { signal: control.stop }).catch(() => undefined); // Seen above.
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }
  return null;
};
