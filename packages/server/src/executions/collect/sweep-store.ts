/**
 * Bytes and rows, held against each other. A server killed between storing a file and writing its row leaves
 * bytes that nothing refers to: they go. A row whose bytes are gone says so instead of promising them.
 *
 * A store that another database has marked as its own is left alone, and so is one that nobody has marked: it is
 * marked, and swept the next time. A wrong address, or a file system that is not mounted, must not cost the files.
 */
import type { ArtifactId } from '@gauntlet/contract';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { UploadShelf } from '../ports.ts';
import type { ArtifactIndex, ArtifactStore } from './ports.ts';

export type SweepStoreDeps = {
  clock: Clock;
  log: Log;
  installationId(): Promise<string>;
  artifacts: Pick<ArtifactIndex, 'knownKeys' | 'listStored' | 'markMissing'>;
  uploads: Pick<UploadShelf, 'knownKeys'>;
  artifactStore: Pick<ArtifactStore, 'put' | 'get' | 'has' | 'list' | 'delete' | 'removeLeftovers'>;
};

/** What is younger may be on its way into the index. */
const AGE_SECONDS = 86_400;
const BATCH = 500;
const LOOKS_AT_ONCE = 16;
const OWNER_KEY = 'installation/id';
/** What has rows, or waits to be given one; the rest of the keys are the store's own. */
const INDEXED = /^(executions|uploads|waiting)\//;

/** Yields after each batch, so that whoever drives it can stop in between. */
export async function* sweepStore(deps: SweepStoreDeps): AsyncGenerator<void> {
  if (!(await ownsStore(deps))) return;
  const before = secondsAfter(deps.clock.now(), -AGE_SECONDS);
  await deps.artifactStore.removeLeftovers(before);
  yield* removeUnknown(deps, before);
  yield* markMissing(deps, before);
}

async function ownsStore({ artifactStore, installationId, log }: SweepStoreDeps): Promise<boolean> {
  const own = await installationId();
  const found = await artifactStore.get(OWNER_KEY);
  if (found.ok) {
    const owner = await readText(found.value);
    if (owner === own) return true;
    log.warn(
      { owner, own },
      `the artifact store belongs to another database and is not swept: give each its own by GAUNTLET_ARTIFACTS_DIR, or remove ${OWNER_KEY} from it`,
    );
    return false;
  }
  if (found.error.code !== 'not-found') throw new Error(found.error.message);
  const marked = await artifactStore.put(OWNER_KEY, bytesOf(own), { maxBytes: 100 });
  if (!marked.ok) throw new Error(marked.error.message);
  return false;
}

async function* removeUnknown(deps: SweepStoreDeps, before: Date): AsyncGenerator<void> {
  let keys: string[] = [];
  for await (const { key, storedAt } of deps.artifactStore.list()) {
    if (INDEXED.test(key) && storedAt < before) keys.push(key);
    if (keys.length < BATCH) continue;
    await removeOf(deps, keys);
    keys = [];
    yield;
  }
  await removeOf(deps, keys);
}

async function removeOf(
  { artifacts, uploads, artifactStore, log }: SweepStoreDeps,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  const known = [await artifacts.knownKeys(keys), await uploads.knownKeys(keys)];
  const unknown = keys.filter((key) => !known.some((set) => set.has(key)));
  for (const key of unknown) await artifactStore.delete(key);
  if (unknown.length > 0) log.info({ count: unknown.length }, 'removed files that no row refers to');
}

async function* markMissing(
  { artifacts, artifactStore, log }: SweepStoreDeps,
  before: Date,
): AsyncGenerator<void> {
  let after: ArtifactId | null = null;
  for (;;) {
    const rows = await artifacts.listStored({ after, createdBefore: before, limit: BATCH });
    const missing = await listGone(artifactStore, rows);
    await artifacts.markMissing(missing);
    if (missing.length > 0) log.warn({ count: missing.length }, 'artifacts whose files are gone are missing');
    if (rows.length < BATCH) return;
    after = rows.at(-1)?.artifactId ?? null;
    yield;
  }
}

type Row = { artifactId: ArtifactId; storageKey: string };

/** Several at a time: a bucket of a million objects answers one after the other for hours. */
async function listGone({ has }: Pick<ArtifactStore, 'has'>, rows: readonly Row[]): Promise<ArtifactId[]> {
  const left = [...rows];
  const gone: ArtifactId[] = [];
  const look = async () => {
    for (let row = left.pop(); row; row = left.pop())
      if (!(await has(row.storageKey))) gone.push(row.artifactId);
  };
  await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, look));
  return gone;
}

async function readText(content: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of content) text += decoder.decode(chunk, { stream: true });
  return text;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
