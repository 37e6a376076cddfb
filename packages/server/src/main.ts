/** Wires ports to adapters and serves until told to stop. Nobody imports this file. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { SHIPPED_FRAMEWORKS } from '@gauntlet/core/executions';
import { createArgon2PasswordHasher } from './adapters/argon2/argon2-password-hasher.ts';
import { createFolderArtifactStore } from './adapters/folder/folder-artifact-store.ts';
import { announceServer, lastPort, makeDataFolder, withdrawServer } from './adapters/host/data-folder.ts';
import { measureHost } from './adapters/host/host-files.ts';
import { openKeyRing } from './adapters/host/key-ring.ts';
import { createJoseAccessTokens } from './adapters/jose/jose-access-tokens.ts';
import { makeSigningKey } from './adapters/jose/make-signing-key.ts';
import { chooseAgentEntry } from './adapters/local-process/agent-entry.ts';
import { createLocalProcessExecutor } from './adapters/local-process/local-process-executor.ts';
import { createPinoLog } from './adapters/log/pino-log.ts';
import { createPrometheusMetrics } from './adapters/metrics/prometheus-metrics.ts';
import { createSeal } from './adapters/node-crypto/seal.ts';
import type { Database } from './adapters/postgres/database.ts';
import { seedFrameworks } from './adapters/postgres/framework-catalogue.ts';
import { readQueueGauges } from './adapters/postgres/gauges.ts';
import { registerNode } from './adapters/postgres/node-inventory.ts';
import { type OpenedDatabase, openDatabase } from './adapters/postgres/open-database.ts';
import { createPostgresStores } from './adapters/postgres/stores.ts';
import { createPostgresReaders } from './adapters/postgres/views/readers.ts';
import { listen } from './boot/listen.ts';
import { createLoops } from './boot/loops.ts';
import { createOperations } from './boot/operations.ts';
import { checkReadiness } from './boot/readiness.ts';
import { welcome } from './boot/sign-in.ts';
import { type Config, readConfig } from './config.ts';
import { createHttpServer } from './http/server.ts';
import { removeExpiredTokens, rotateSigningKeyWhenDue } from './identity/index.ts';
import { systemClock } from './kernel/clock.ts';
import { createIds, type Ids } from './kernel/ids.ts';
import type { Log } from './kernel/log.ts';
import type { Seal } from './kernel/seal.ts';

const EXIT_COULD_NOT_RUN = 2;
const EXIT_USAGE = 3;

// biome-ignore lint/style/noProcessEnv: handed to the one reader of it.
const config = readConfig(process.argv.slice(2), process.env);
if (config.ok) await serve(config.value);
else fail(config.error.message, EXIT_USAGE);

function fail(message: string, exitCode: number): never {
  process.stderr.write(`gauntlet: ${message}\n`);
  process.exit(exitCode);
}

async function serve(settings: Config): Promise<void> {
  const log = createPinoLog(settings.logLevel);
  await makeDataFolder(settings.dataFolder);
  const opened = await openDatabase(settings, log);
  if (!opened.ok) return fail(opened.error.message, EXIT_COULD_NOT_RUN);
  let stopping = false;
  const stop = (why: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    void server.stop().then(() => process.exit(0));
  };
  const server = await assemble(settings, opened.value, log, stop);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

async function assemble(settings: Config, opened: OpenedDatabase, log: Log, stop: (why: string) => void) {
  const clock = systemClock;
  const ids = createIds(clock);
  const { database, wakes } = opened;
  const { dataFolder, version, nodeName } = settings;
  const { ring: keyRing, file: keyFile } = await openKeyRing(dataFolder, settings.secretKey);
  const stores = createStores(settings, database, ids, createSeal(keyRing));
  await seedFrameworks(database, ids, SHIPPED_FRAMEWORKS);
  const metrics = createPrometheusMetrics(() => readQueueGauges(database));
  const artifactStore = createFolderArtifactStore(settings.artifactsFolder ?? join(dataFolder, 'artifacts'));
  const seen = { url: '', lastRequestAt: clock.now() };
  const executor = createLocalProcessExecutor({
    dataFolder,
    agentEntry: chooseAgentEntry(),
    serverUrl: () => seen.url,
    warmAgents: settings.warmAgents,
    environment: settings.environment,
    log,
    onExit: () => loops.wakeWatcher(),
  });
  const deps = { ...settings, ...stores, keyRing, keyFile, artifactStore, executor, clock, ids, log, wakes };
  const loops = createLoops({
    ...deps,
    serverUrl: () => settings.publicUrl ?? seen.url,
    serverName: `${hostname()}:${process.pid}`,
    registerNode: () => registerNode(database, { name: nodeName, host: hostname(), ...measureHost() }),
    ensurePartitions: opened.ensurePartitions,
    dropResultsBefore: opened.dropResultsBefore,
    removeExpiredTokens: (now) => removeExpiredTokens(stores, now),
    rotateSigningKeyWhenDue: () => rotateSigningKeyWhenDue(deps),
    observeEvent: metrics.observeEvent,
    lastRequestAt: () => seen.lastRequestAt,
    exit: () => stop('idle'),
  });
  const http = createHttpServer({
    ...createOperations({
      ...deps,
      forArtifacts: { ...deps, artifacts: artifactStore, artifactIndex: stores.artifacts },
      forUploads: { ...deps, artifacts: artifactStore },
      forContent: { ...deps, artifacts: artifactStore },
      appendLog: (group, stream, offset, content) =>
        stores.logs.append(group.groupId, stream, offset, content),
      countHeartbeat: metrics.countHeartbeat,
    }),
    ...createPostgresReaders(database, clock, artifactStore),
    clock,
    ids,
    log,
    version,
    wakes,
    frameworks: stores.frameworks,
    artifacts: artifactStore,
    renderMetrics: metrics.render,
    observeRequest: (request) => {
      seen.lastRequestAt = clock.now();
      metrics.observeRequest(request);
    },
    checkReadiness: () => checkReadiness({ events: stores.events, artifactStore }),
    settings: { publicUrl: settings.publicUrl },
  });
  const listening = await listen(http, { ...settings, lastPort: await lastPort(dataFolder) });
  if (!listening.ok) {
    await opened.close();
    return fail(listening.error.message, EXIT_COULD_NOT_RUN);
  }
  seen.url = listening.value;
  const { localToken, signInCode } = await welcome({ ...deps, place: `${hostname()}:${dataFolder}` });
  await loops.start();
  executor.start();
  await announceServer(dataFolder, { url: seen.url, token: localToken, version, startedAt: clock.now() });
  greet(seen.url, signInCode);
  const stopServer = async (): Promise<void> => {
    await withdrawServer(dataFolder);
    for (const step of [loops.stopTakingWork, loops.endOwnGroups, loops.stop, () => http.close()])
      await step();
    await executor.close();
    await opened.close();
  };
  return { stop: stopServer };
}

/** What PostgreSQL keeps, and the cryptography that goes with it. */
function createStores({ version }: Config, database: Database, ids: Ids, seal: Seal) {
  const stores = createPostgresStores(database, ids, seal, version);
  return {
    ...stores,
    passwordHasher: createArgon2PasswordHasher(),
    accessTokens: createJoseAccessTokens({ signingKeys: stores.signingKeys, clock: systemClock }),
    makeSigningKey,
  };
}

/** For the person who started it; everything else goes to the log. */
function greet(url: string, signInCode: string | null): void {
  process.stdout.write(`Gauntlet is serving at ${url}\n`);
  if (signInCode) process.stdout.write(`Sign in once, as admin: ${url}/signin?code=${signInCode}\n`);
}
