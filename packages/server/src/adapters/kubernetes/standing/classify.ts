/** How a group stands, from what was last seen of it: whoever was away and lists anew comes to the same. */
import { judgeJob } from './judge-job.ts';
import { judgePod } from './judge-pod.ts';
import type { Sighting } from './sighting.ts';
import { type End, end, type Standing } from './standing.ts';

/** `never`: no node of the cluster, empty, would hold such a pod, and none will be added. */
export type Room = 'somewhere' | 'never' | 'unknown';

export function classify(sighting: Sighting, room: Room = 'unknown'): Standing {
  const pods = [...sighting.pods.values()].map((pod) => judgePod(sighting, pod));
  const standing = pods.length === 0 ? judgeJob(sighting) : combine(pods);
  if (sighting.endedByUs) return endedByUs(standing, sighting, sighting.endedByUs);
  return room === 'never' && standing.phase === 'waiting' && standing.for === 'nodes'
    ? neverFits(standing.message)
    : standing;
}

/** One pod a Job is the rule; of several the one that went wrong says how the Job stands. */
function combine(pods: readonly Standing[]): Standing {
  const wrong = pods.find((pod) => 'end' in pod && pod.end.class !== 'agent-decides');
  const open = pods.find(({ phase }) => phase === 'waiting') ?? pods.find(({ phase }) => phase === 'running');
  return wrong ?? open ?? (pods[0] as Standing);
}

/** Whatever its processes came to meanwhile. It has ended when nothing of it is left that runs. */
function endedByUs(standing: Standing, { job, pods }: Sighting, why: End): Standing {
  const warnings = 'warnings' in standing ? standing.warnings : [];
  const podsLeft = [...pods.values()].some(
    ({ state, object }) => state === 'there' && !isFinished(object.status?.phase),
  );
  const mayStart = pods.size === 0 && job.state !== 'gone';
  return { phase: podsLeft || mayStart ? 'ending' : 'ended', end: why, warnings };
}

const isFinished = (phase: string | undefined) => phase === 'Succeeded' || phase === 'Failed';

const neverFits = (message: string): Standing => ({
  phase: 'stuck',
  end: end(
    'user-error',
    'never-fits',
    `No node of the cluster is large enough, even when it is empty. ${message}`,
  ),
});
