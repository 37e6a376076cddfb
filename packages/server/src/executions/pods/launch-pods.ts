/**
 * Makes the pods of groups that wait for one in an environment. Any server may: a group is claimed before, and an
 * order that is given twice makes one Job. Which of two tokens a Job has been made with need not be known, as both
 * are the group's.
 */
import type { EnvironmentId } from '@gauntlet/contract';
import { hashSecret, newSecret } from '../../identity/index.ts';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { hexBytes } from '../execute/hex-bytes.ts';
import { revealSecrets } from '../execute/reveal-secrets.ts';
import type { Execution, Group } from '../execution.ts';
import { failPod } from './fail-pod.ts';
import { noteJob, noteWaiting } from './note-pod.ts';
import type { LaunchOutcome, PodOrder } from './ports.ts';
import { type SettleDeps, settlePod } from './settle-pod.ts';

export type LaunchPodsDeps = SettleDeps & {
  clock: Clock;
  log: Log;
  /** The host and data folder of this server. */
  place: string;
};

const MOST_AT_ONCE = 50;
/** The API server limits what one client asks for; the adapter keeps to that as well. */
const SIDE_BY_SIDE = 10;
/**
 * Longer than an order usually takes. One that the API server puts off (429) may take longer, and is then given by two
 * servers: it makes one Job all the same.
 */
const LEASE_SECONDS = 90;
const FIRST_WAIT_SECONDS = 5;
const LONGEST_WAIT_SECONDS = 60;

/** One that stumbles holds up no other: its claim passes. @returns how many were claimed. */
export async function launchPods(deps: LaunchPodsDeps, environmentId: EnvironmentId): Promise<number> {
  const tokens = Array.from({ length: MOST_AT_ONCE }, () => newSecret('gag_'));
  const tokenHashes = await Promise.all(tokens.map(async (token) => hexBytes(await hashSecret(token))));
  const claim = { environmentId, place: deps.place, leaseSeconds: LEASE_SECONDS, tokenHashes };
  const claimed = await deps.podGroups.claimForLaunch(claim, deps.clock.now());
  const troubles: unknown[] = [];
  for (let first = 0; first < claimed.length; first += SIDE_BY_SIDE) {
    const some = claimed.slice(first, first + SIDE_BY_SIDE);
    const done = some.map(({ group, token }) => launchPod(deps, group, tokens[token] as string));
    for (const one of await Promise.allSettled(done))
      if (one.status === 'rejected') troubles.push(one.reason);
  }
  if (troubles.length > 0) throw new AggregateError(troubles, String(troubles[0]));
  return claimed.length;
}

async function launchPod(deps: LaunchPodsDeps, group: Group, token: string): Promise<void> {
  const execution = await deps.executions.find(group.executionId);
  if (!execution) return;
  const secrets = await revealSecrets(deps, execution);
  if (!secrets.ok)
    return failPod(deps, group.groupId, { reason: 'secret-missing', message: secrets.error.message });
  const placement = await placementOf(deps, execution);
  const order = orderOf({ ...execution, placement }, group, token, secrets.value.secrets);
  // An error is a bug of the adapter, or the end of this server: the claim passes, and the order is given again.
  const outcome = await deps.pods.launch(order).catch((cause: unknown) => {
    deps.log.error({ executionId: group.executionId, group: group.index, err: cause }, 'no pod was made');
    return null;
  });
  if (outcome) await take(deps, group, outcome);
}

/** Elsewhere than where groups of it were lost: those nodes looked best when it was scheduled. */
async function placementOf({ podGroups }: LaunchPodsDeps, { executionId, placement }: Execution) {
  if (placement === null) return null;
  const lost = new Set(await podGroups.listLostNodes(executionId));
  return placement.filter(({ name }) => !lost.has(name));
}

/** From 1, as people count: it is part of the Job's name. */
const orderOf = (
  { executionId, environmentId, definition, placement, ...execution }: Execution,
  { groupId, index, attempt }: Group,
  token: string,
  secrets: Readonly<Record<string, string>>,
): PodOrder => ({
  environmentId,
  executionId,
  groupId,
  index,
  attempt: attempt + 1,
  definitionName: definition.name,
  parallelism: definition.parallelism,
  image: definition.image ?? null,
  cpuMillis: execution.cpuRequestMillis,
  memoryBytes: execution.memoryRequestBytes,
  spot: definition.spot ?? null,
  // A net below Gauntlet's own limit, which begins later: a Job's time runs while its pod waits for a node.
  runSeconds: definition.timeouts.runSeconds + definition.timeouts.queueSeconds,
  token,
  secrets,
  placement: placement ?? [],
});

async function take(deps: LaunchPodsDeps, group: Group, outcome: LaunchOutcome): Promise<void> {
  switch (outcome.outcome) {
    case 'made':
      return noteJob(deps, group, outcome.jobName);
    case 'later':
      await noteWaiting(deps, group, outcome.standing);
      return deps.inTransaction((tx) =>
        deps.podGroups.putOffLaunch(tx, group.groupId, secondsAfter(deps.clock.now(), waitOf(deps, group))),
      );
    case 'refused':
      return settlePod(deps, group, null, outcome.end);
  }
}

/** The longer it has waited, the less a moment matters. Not counted as a loss, however often. */
function waitOf({ clock }: { clock: Clock }, { waiting }: Group): number {
  const waited = waiting ? (clock.now().getTime() - Date.parse(waiting.since)) / 1000 : 0;
  return Math.min(LONGEST_WAIT_SECONDS, Math.max(FIRST_WAIT_SECONDS, waited / 4));
}
