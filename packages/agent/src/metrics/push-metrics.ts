/**
 * Metrics to a Pushgateway, for groups that may be over before anybody scrapes them. Each group has a grouping key of
 * its own and replaces what it said before; the server removes keys that nobody pushes to any more.
 */
import type { Assignment } from '@gauntlet/contract';

export type GroupKey = Pick<Assignment, 'executionId' | 'groupId'>;

/** The server takes keys of this job, and no others, for its own agents'. */
const PUSH_JOB = 'gauntlet-agent';
const EVERY_MS = 15_000;
/** The end of a group waits no longer than this for a gateway. */
const LONGEST_MS = 2000;

export type Pushing = {
  /** Pushes for the last time. */
  end: () => Promise<void>;
};

export const pushMetrics = (
  gateway: string,
  { executionId, groupId }: GroupKey,
  render: () => Promise<string>,
  onTrouble: (why: string) => void,
): Pushing => {
  const key = `metrics/job/${PUSH_JOB}/instance/${groupId}/execution/${executionId}`;
  const url = new URL(key, gateway.endsWith('/') ? gateway : `${gateway}/`);
  const push = async (): Promise<void> => {
    try {
      const body = await render();
      const answer = await fetch(url, { method: 'PUT', body, signal: AbortSignal.timeout(LONGEST_MS) });
      if (!answer.ok) onTrouble(`it answers ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
      else await answer.body?.cancel();
    } catch (cause) {
      onTrouble((cause as Error).message);
    }
  };
  let under: Promise<void> = push();
  const timer = setInterval(() => {
    under = push();
  }, EVERY_MS);
  timer.unref();
  return {
    end: async () => {
      clearInterval(timer);
      await under;
      await push();
    },
  };
};
