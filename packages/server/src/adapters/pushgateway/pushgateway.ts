/**
 * What agents have pushed to a Prometheus Pushgateway, which keeps it until it is told otherwise.
 *
 * Nothing of ours is kept here, and no database is asked: an agent that lives pushes again and again, so a grouping
 * key that nobody has pushed to for a while is of a group that is over, whoever ended it and whatever else was
 * killed with it. Should one come back after all, its next push makes the key again.
 */
import { z } from 'zod';

/** The only job whose keys are ours to remove: packages/agent/src/metrics/push-metrics.ts. */
const JOB = 'gauntlet-agent';
const LONGEST_MS = 10_000;

const Answer = z.object({
  data: z.array(
    z.object({
      labels: z.record(z.string(), z.string()),
      push_time_seconds: z.object({ metrics: z.array(z.object({ value: z.string() })) }),
    }),
  ),
});
type PushedKey = z.infer<typeof Answer>['data'][number];

export const createPushgateway = (gatewayUrl: string) => {
  const base = gatewayUrl.endsWith('/') ? gatewayUrl : `${gatewayUrl}/`;
  const ask = async (method: 'GET' | 'DELETE', path: string): Promise<Response> => {
    const answer = await fetch(new URL(path, base), { method, signal: AbortSignal.timeout(LONGEST_MS) });
    if (!answer.ok) throw new Error(`the Pushgateway answers ${method} ${path} with ${answer.status}`);
    return answer;
  };
  return {
    /** Keys of agents that were not pushed to for so long. @returns how many were removed */
    removeOlderThan: async (seconds: number): Promise<number> => {
      const answer = await ask('GET', 'api/v1/metrics');
      // The gateway's own clock, by which it has noted the pushes.
      const now = Date.parse(answer.headers.get('date') ?? '') / 1000;
      const { data } = Answer.parse(await answer.json());
      const old = data.filter((key) => key.labels.job === JOB && now - pushedAt(key) > seconds);
      for (const { labels } of old) await ask('DELETE', pathOf(labels));
      return old.length;
    },
  };
};

const pushedAt = ({ push_time_seconds }: PushedKey) => Number(push_time_seconds.metrics[0]?.value);

function pathOf({ job = '', ...labels }: Record<string, string>): string {
  const rest = Object.entries(labels).flatMap(([name, value]) => [`${name}@base64`, base64(value)]);
  return ['metrics', 'job@base64', base64(job), ...rest].join('/');
}

/** A value of any kind, the empty one too. */
const base64 = (value: string) => (value === '' ? '=' : Buffer.from(value).toString('base64url'));
