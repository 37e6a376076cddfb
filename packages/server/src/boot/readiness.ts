import type { EventStore } from '../event-store/index.ts';
import type { ArtifactStore } from '../executions/index.ts';
import type { Readiness } from '../http/deps.ts';

type Deps = { events: EventStore; artifactStore: ArtifactStore };

/** Asks the database and writes to the artifact store: what a request would need. */
export async function checkReadiness({ events, artifactStore }: Deps): Promise<Readiness> {
  const checks = {
    database: await check(async () => void (await events.lastPosition())),
    artifacts: await check(() => writeProbe(artifactStore)),
  };
  return { ok: Object.values(checks).every((result) => result.ok), checks };
}

async function writeProbe(store: ArtifactStore): Promise<void> {
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
