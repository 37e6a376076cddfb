import type { EventStore } from '../event-store/index.ts';
import type { ArtifactStore, QueueKeeper } from '../executions/index.ts';
import type { Readiness } from '../http/deps.ts';
import type { Clock } from '../kernel/clock.ts';

type Deps = {
  clock: Clock;
  events: Pick<EventStore, 'lastPosition'>;
  artifactStore: Pick<ArtifactStore, 'put'>;
  queueKeeper: Pick<QueueKeeper, 'health'> | null;
};

/** Everybody may ask, as often as they like; what is asked of the disk for it is not theirs to choose. */
const FRESH_MS = 2000;

/** Asks the database and writes to the artifact store: what a request would need. An answer is good for a while. */
export function createReadinessCheck(deps: Deps): () => Promise<Readiness> {
  let last: { at: number; readiness: Promise<Readiness> } | null = null;
  return () => {
    const now = deps.clock.now().getTime();
    if (last === null || now - last.at >= FRESH_MS) last = { at: now, readiness: checkReadiness(deps) };
    return last.readiness;
  };
}

async function checkReadiness({ events, artifactStore, queueKeeper }: Deps): Promise<Readiness> {
  const [database, artifacts] = await Promise.all([
    check(async () => void (await events.lastPosition())),
    check(() => writeProbe(artifactStore)),
  ]);
  // The queue goes on without its copy: that is told, and stops nobody.
  const checks: Readiness['checks'] = { database, artifacts };
  if (queueKeeper) checks.queue = queueKeeper.health();
  return { ok: database.ok && artifacts.ok, checks };
}

async function writeProbe(store: Deps['artifactStore']): Promise<void> {
  const probe = (async function* () {
    yield new TextEncoder().encode('ready?');
  })();
  const stored = await store.put('probes/readiness', probe, { maxBytes: 64 });
  if (!stored.ok) throw new Error(stored.error.message);
}

async function check(ask: () => Promise<void>): Promise<{ ok: boolean; message: string }> {
  try {
    await ask();
    return { ok: true, message: 'ready' };
  } catch (cause) {
    return { ok: false, message: cause instanceof Error ? cause.message : String(cause) };
  }
}
