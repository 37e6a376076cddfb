import type { EventStore } from '../event-store/index.ts';
import type { ArtifactStore, QueueKeeper } from '../executions/index.ts';
import type { Readiness } from '../http/deps.ts';
import type { Clock } from '../kernel/clock.ts';

type Deps = {
  clock: Clock;
  events: Pick<EventStore, 'lastPosition'>;
  artifactStore: Pick<ArtifactStore, 'probe'>;
  queueKeeper: Pick<QueueKeeper, 'health'> | null;
};

/** Everybody may ask, as often as they like; what is asked of the disk for it is not theirs to choose. */
const FRESH_MS = 2000;
const PROBE_MS = 2000;

/**
 * Asks the database and the artifact store. An answer is good for a while.
 *
 * @param probeMs for how long the store is waited for: one that is slow must not keep the answer of the database
 */
export function createReadinessCheck(deps: Deps, probeMs = PROBE_MS): () => Promise<Readiness> {
  let last: { at: number; readiness: Promise<Readiness> } | null = null;
  return () => {
    const now = deps.clock.now().getTime();
    if (last === null || now - last.at >= FRESH_MS)
      last = { at: now, readiness: checkReadiness(deps, probeMs) };
    return last.readiness;
  };
}

/**
 * Without the database nothing can be answered. All else is told, and stops nobody: if servers without a store took
 * no requests, agents would be lost, and a store that is away would change verdicts.
 */
async function checkReadiness(
  { events, artifactStore, queueKeeper }: Deps,
  probeMs: number,
): Promise<Readiness> {
  const [database, artifacts] = await Promise.all([
    check(async () => void (await events.lastPosition())),
    check(() => probe(artifactStore, probeMs)),
  ]);
  const checks: Readiness['checks'] = { database, artifacts };
  if (queueKeeper) checks.queue = queueKeeper.health();
  return { ok: database.ok, checks };
}

async function probe(store: Deps['artifactStore'], probeMs: number): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${probeMs / 1000} s`)), probeMs);
  try {
    const probed = await Promise.race([store.probe(), late.promise]);
    if (!probed.ok) throw new Error(probed.error.message);
  } finally {
    clearTimeout(timer);
  }
}

async function check(ask: () => Promise<void>): Promise<{ ok: boolean; message: string }> {
  try {
    await ask();
    return { ok: true, message: 'ready' };
  } catch (cause) {
    return { ok: false, message: cause instanceof Error ? cause.message : String(cause) };
  }
}
