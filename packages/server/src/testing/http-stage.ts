/** The whole server but its loops: HTTP over real use cases, stores and database; the test moves the rest. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderByteStore } from '../adapters/folder/folder-byte-store.ts';
import { createPostgresHistoryReader } from '../adapters/postgres/views/history-reader.ts';
import { createPostgresReaders } from '../adapters/postgres/views/readers.ts';
import { readSystem } from '../adapters/postgres/views/system-view.ts';
import { createPostgresWakeListener } from '../adapters/postgres/wake-listener.ts';
import { createMeasuredArtifactStore } from '../adapters/zlib/measured-artifact-store.ts';
import { createOperations } from '../boot/operations.ts';
import { createResources } from '../boot/resources.ts';
import { archiveExecution, type ByteStore, type DirectTransfer, type Group } from '../executions/index.ts';
import type { HttpSettings } from '../http/deps.ts';
import { createHttpServer } from '../http/server.ts';
import { createSignInLink, createToken } from '../identity/index.ts';
import { createStage } from './execution-stage.ts';
import { createFakeTransports } from './fake-transports.ts';
import { silentLog } from './silent-log.ts';

export type HttpStage = Awaited<ReturnType<typeof createHttpStage>>;

/** `bucket`: instead of a folder. */
export async function createHttpStage(
  settings: Partial<HttpSettings> = {},
  bucket: { bytes: ByteStore; direct: DirectTransfer } | null = null,
) {
  const stage = await createStage();
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-http-'));
  const artifactStore = createMeasuredArtifactStore(bucket?.bytes ?? createFolderByteStore(folder));
  const wakes = createPostgresWakeListener(stage.databaseUrl, silentLog);
  await wakes.start();
  const bytes = { ...stage, artifacts: artifactStore };
  const readers = createPostgresReaders(stage.database, stage.clock, artifactStore);
  const lines: unknown[] = [];
  const note = (fields: object, message: string) => void lines.push({ fields, message });
  const telling = createFakeTransports();
  const server = createHttpServer({
    provider: null,
    settings,
    ...createOperations({
      ...stage,
      historyReader: createPostgresHistoryReader(stage.database, stage.clock),
      forArtifacts: { ...bytes, artifactIndex: stage.artifacts, direct: bucket?.direct ?? null },
      forUploads: bytes,
      forContent: bytes,
      appendLog: (group: Group, stream, offset, content) =>
        stage.logs.append(group.groupId, stream, offset, content),
      transports: telling.transports,
      serverUrl: () => 'http://gauntlet.test',
      countHeartbeat: () => undefined,
      observeTest: () => undefined,
    }),
    ...readers,
    ...createResources(stage, readers),
    clock: stage.clock,
    ids: stage.ids,
    log: { debug: note, info: note, warn: note, error: note },
    version: 'test',
    wakes,
    frameworks: stage.frameworks,
    artifacts: artifactStore,
    signDownload: bucket?.direct.signGet ?? null,
    renderMetrics: async () => '',
    observeRequest: () => undefined,
    checkReadiness: async () => ({ ok: true, checks: {} }),
    readSystem: () => readSystem(stage.database),
  });
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  const order = { name: 'test', scopes: ['read', 'submit', 'admin'], expiresInSeconds: null } as const;
  const made = await createToken(stage, stage.actor, order);
  if (!made.ok) throw new Error(made.error.message);
  const { token } = made.value;
  return {
    ...stage,
    address,
    token,
    /** All that the HTTP server logged. */
    lines,
    artifactStore,
    artifactFolder: folder,
    telling,
    eventsOfTeam: () => readers.events.listOfTeam(stage.actor, 0, 10_000),
    signInCode: async () => (await createSignInLink(stage, stage.actor)).code,
    archive: (executionId: Parameters<typeof archiveExecution>[1]) =>
      archiveExecution({ ...stage, artifactStore, serverUrl: () => address }, executionId),
    close: async () => {
      await server.close();
      await wakes.stop();
      await stage.close();
      await rm(folder, { recursive: true });
    },
  };
}
