/** Wires ports to adapters and serves until told to stop. Nobody imports this file. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { SHIPPED_FRAMEWORKS } from '@gauntlet/core/executions';
import { createArgon2PasswordHasher } from './adapters/argon2/argon2-password-hasher.ts';
import { createCronerCronTimes } from './adapters/croner/croner-cron-times.ts';
import { createFolderByteStore } from './adapters/folder/folder-byte-store.ts';
import {
  announceAccess,
  announceServer,
  lastPort,
  makeDataFolder,
  withdrawServer,
} from './adapters/host/data-folder.ts';
import { openKeyRing } from './adapters/host/key-ring.ts';
import { measureHost } from './adapters/host/measure-host.ts';
import { createJoseAccessTokens } from './adapters/jose/jose-access-tokens.ts';
import { makeSigningKey } from './adapters/jose/make-signing-key.ts';
import { createClusterConnector } from './adapters/kubernetes/cluster-connector.ts';
import { createKubernetesPodExecutor } from './adapters/kubernetes/kubernetes-pod-executor.ts';
import { chooseAgentEntry } from './adapters/local-process/agent-entry.ts';
import { createLocalProcessExecutor } from './adapters/local-process/local-process-executor.ts';
import { createPinoLog } from './adapters/log/pino-log.ts';
import { createPrometheusMetrics } from './adapters/metrics/prometheus-metrics.ts';
import { createSeal } from './adapters/node-crypto/seal.ts';
import { createTextSeal } from './adapters/node-crypto/text-seal.ts';
import { createOpenIdProvider } from './adapters/oidc/openid-provider.ts';
import { seedFrameworks } from './adapters/postgres/framework-catalogue.ts';
import { readQueueGauges } from './adapters/postgres/gauges.ts';
import { createPostgresHostTrust } from './adapters/postgres/host-trust.ts';
import { beginChore, holdChore, installationId } from './adapters/postgres/housekeeping.ts';
import { registerNode } from './adapters/postgres/node-inventory.ts';
import { migrateDatabase, type OpenedDatabase, openDatabase } from './adapters/postgres/open-database.ts';
import { createPostgresStores } from './adapters/postgres/stores.ts';
import { createPostgresHistoryReader } from './adapters/postgres/views/history-reader.ts';
import { createPostgresReaders } from './adapters/postgres/views/readers.ts';
import { readSystem } from './adapters/postgres/views/system-view.ts';
import { createPushgateway } from './adapters/pushgateway/pushgateway.ts';
import { createMeasuredArtifactStore } from './adapters/zlib/measured-artifact-store.ts';
import { readAgentCa } from './boot/agent-ca.ts';
import { checkAddress, listen } from './boot/listen.ts';
import { createLoops } from './boot/loops.ts';
import { openQueue } from './boot/open-queue.ts';
import { createOperations } from './boot/operations.ts';
import { createPods } from './boot/pods.ts';
import { createProviderOperations } from './boot/provider-operations.ts';
import { createReadinessCheck } from './boot/readiness.ts';
import { createResources } from './boot/resources.ts';
import { welcome } from './boot/sign-in.ts';
import { createTransports } from './boot/transports.ts';
import { type Config, readConfig } from './config.ts';
import type { ArtifactIndex, ArtifactStore, DirectTransfer } from './executions/index.ts';
import { createHttpServer } from './http/server.ts';
import { removeExpiredTokens, rotateSigningKeyWhenDue } from './identity/index.ts';
import { systemClock } from './kernel/clock.ts';
import { createIds, type Ids } from './kernel/ids.ts';
import type { Log } from './kernel/log.ts';
import type { KeyRing } from './kernel/seal.ts';
import type { JanitorDeps } from './loops/janitor.ts';
import { removeOldNotifications } from './notifications/index.ts';

const EXIT_COULD_NOT_RUN = 2;
const EXIT_USAGE = 3;
const NOTHING_TO_MIGRATE =
  'migrate needs DATABASE_URL. The database that a server brings along is brought up to date at every start.';

// biome-ignore lint/style/noProcessEnv: handed to the one reader of it.
const config = readConfig(process.argv.slice(2), process.env);
if (config.ok) await (config.value.command === 'migrate' ? bringUpToDate : serve)(config.value);
else fail(config.error.message, EXIT_USAGE);

function fail(message: string, exitCode: number): never {
  process.stderr.write(`gauntlet: ${message}\n`);
  process.exit(exitCode);
}

async function bringUpToDate({ databaseUrl, logLevel }: Config): Promise<void> {
  if (databaseUrl === null) return fail(NOTHING_TO_MIGRATE, EXIT_USAGE);
  const migrated = await migrateDatabase(databaseUrl, createPinoLog(logLevel));
  if (!migrated.ok) return fail(migrated.error.message, EXIT_COULD_NOT_RUN);
  process.stdout.write(`The database is up to date; ${migrated.value.length} migrations were run.\n`);
}

async function serve(settings: Config): Promise<void> {
  const log = createPinoLog(settings.logLevel);
  if (settings.trustedTeams !== 'nobody' && settings.trustedTeams.length > 0)
    log.warn(
      { trustedTeams: settings.trustedTeams },
      'tests of these teams can read what this server can read',
    );
  const address = await checkAddress(settings);
  if (!address.ok) return fail(address.error.message, EXIT_COULD_NOT_RUN);
  const agentCa = await readAgentCa(settings.agentCaFile);
  if (!agentCa.ok) return fail(agentCa.error.message, EXIT_USAGE);
  await makeDataFolder(settings.dataFolder);
  const opened = await openDatabase(settings, log);
  if (!opened.ok) return fail(opened.error.message, EXIT_COULD_NOT_RUN);
  // A signal that comes before the server is whole waits for it: half a server cannot be stopped in order.
  const { promise: told, resolve: end } = Promise.withResolvers<string>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  const server = await assemble({ ...settings, agentCa: agentCa.value }, opened.value, log, end);
  log.info({ why: await told }, 'stopping');
  await server.stop();
  process.exit(0);
}

/** With what its files say. */
type Settings = Config & { agentCa: string | null };

async function assemble(settings: Settings, opened: OpenedDatabase, log: Log, stop: (why: string) => void) {
  const clock = systemClock;
  const ids = createIds(clock);
  const { database, wakes } = opened;
  const { dataFolder, version, nodeName } = settings;
  const { ring: keyRing, file: keyFile } = await openKeyRing(dataFolder, settings.secretKey);
  const stores = await createStores(settings, opened, { ids, keyRing, log });
  await seedFrameworks(database, ids, SHIPPED_FRAMEWORKS);
  const metrics = createPrometheusMetrics(() => readQueueGauges(database));
  const { artifactStore, direct } = await openArtifacts(settings);
  const seen = { url: '', lastRequestAt: clock.now() };
  const executor = createExecutor(settings, log, {
    serverUrl: () => settings.apiUrl ?? seen.url,
    onExit: () => loops.wakeWatcher(),
  });
  const place = `${hostname()}:${dataFolder}`;
  const own = { keyRing, keyFile, artifactStore, executor, clock, ids, log, wakes, place };
  const deps = { ...settings, ...stores, ...own, ...tellingOf(settings, seen) };
  const loops = createLoops({
    ...deps,
    serverName: `${hostname()}:${process.pid}`,
    registerNode: () => registerNode(database, { name: nodeName, host: hostname(), ...measureHost() }),
    ...housekeepingOf(opened),
    ...forgettingOf(stores),
    rotateSigningKeyWhenDue: () => rotateSigningKeyWhenDue(deps),
    ...metrics,
    lastRequestAt: () => seen.lastRequestAt,
    exit: () => stop('idle'),
  });
  const readers = createPostgresReaders(database, clock, artifactStore);
  const http = createHttpServer({
    ...createOperations({
      ...deps,
      historyReader: createPostgresHistoryReader(database, clock),
      ...bytesOf(deps, direct),
      appendLog: (group, stream, offset, content) =>
        stores.logs.append(group.groupId, stream, offset, content),
      countHeartbeat: metrics.countHeartbeat,
      observeTest: metrics.observeTest,
    }),
    provider: createProviderOperations(deps, settings.oidc, createOpenIdProvider),
    ...readers,
    ...createResources(deps, readers),
    clock,
    ids,
    log,
    version,
    wakes,
    frameworks: stores.frameworks,
    artifacts: artifactStore,
    signDownload: settings.s3?.presigned === 'both' ? (direct?.signGet ?? null) : null,
    renderMetrics: metrics.render,
    observeRequest: (request) => {
      seen.lastRequestAt = clock.now();
      metrics.observeRequest(request);
    },
    checkReadiness: createReadinessCheck({ ...stores, clock, artifactStore }),
    readSystem: () => readSystem(database),
    settings: {
      ...settings.http,
      publicUrl: settings.publicUrl,
      serves: settings.roles.includes('api') ? 'api' : 'operations',
    },
  });
  const listening = await listen(http, { ...settings, lastPort: await lastPort(dataFolder) });
  if (!listening.ok) {
    await opened.close();
    return fail(listening.error.message, EXIT_COULD_NOT_RUN);
  }
  seen.url = listening.value;
  await announceServer(dataFolder, settings.apiUrl ?? seen.url);
  const welcomed = settings.apiUrl === null ? await welcome(deps) : null;
  await loops.start();
  if (settings.roles.includes('scheduler')) executor.start();
  await greet(settings, seen.url, welcomed);
  const stopServer = async (): Promise<void> => {
    await withdrawServer(dataFolder);
    for (const step of [loops.stopTakingWork, loops.endOwnGroups, loops.stop, () => http.close()])
      await step();
    await Promise.all([executor.close(), stores.pods?.close()]);
    await opened.close();
  };
  return { stop: stopServer };
}

/** Who stores and reads bytes: the rows of artifacts go by another name than the store. */
function bytesOf<Deps extends { artifactStore: ArtifactStore; artifacts: ArtifactIndex }>(
  deps: Deps,
  direct: DirectTransfer | null,
) {
  const bytes = { ...deps, artifacts: deps.artifactStore };
  return {
    forArtifacts: { ...bytes, direct, artifactIndex: deps.artifacts },
    forUploads: bytes,
    forContent: bytes,
  };
}

/** Where agents push metrics to, and how what they leave there is removed. */
function pushingOf({ pushgateway }: Config) {
  const pushedMetrics = pushgateway && {
    ...createPushgateway(pushgateway.url),
    keepSeconds: pushgateway.keepSeconds,
  };
  return { pushgatewayUrl: pushgateway?.url ?? null, pushedMetrics };
}

type Artifacts = { artifactStore: ArtifactStore; direct: DirectTransfer | null };

/** The client of S3 is large, and most servers have no use for it. */
async function openArtifacts({ s3, artifactsFolder, dataFolder }: Config): Promise<Artifacts> {
  if (s3 === null) {
    const folder = createFolderByteStore(artifactsFolder ?? join(dataFolder, 'artifacts'));
    return { artifactStore: createMeasuredArtifactStore(folder), direct: null };
  }
  const { openBucket } = await import('./adapters/s3/open-bucket.ts');
  const { bytes, direct } = openBucket(s3);
  return {
    artifactStore: createMeasuredArtifactStore(bytes),
    direct: s3.presigned === 'off' ? null : direct,
  };
}

/** What the janitor forgets besides results and artifacts. */
function forgettingOf(
  stores: Awaited<ReturnType<typeof createStores>>,
): Pick<JanitorDeps, 'removeExpiredTokens' | 'removeOldNotifications'> {
  return {
    removeExpiredTokens: (now) => removeExpiredTokens(stores, now),
    removeOldNotifications: (now, limit) => removeOldNotifications(stores, now, limit),
  };
}

/** How notifications and metrics go out, and where links lead. */
function tellingOf(settings: Config, seen: { url: string }) {
  return {
    ...pushingOf(settings),
    transports: createTransports(settings),
    serverUrl: () => (settings.publicUrl ?? settings.apiUrl ?? seen.url).replace(/\/+$/, ''),
    chance: Math.random,
  };
}

/** What PostgreSQL keeps, the cryptography that goes with it, and who asks the clusters that it knows. */
async function createStores(
  settings: Settings,
  { database }: OpenedDatabase,
  { ids, keyRing, log }: { ids: Ids; keyRing: KeyRing; log: Log },
) {
  const stores = createPostgresStores(database, ids, createSeal(keyRing), settings.version);
  const instance = settings.instance ?? (await installationId(database));
  const podDeps = { instance, openEnvironment: stores.openEnvironment, clock: systemClock, log };
  const queueDeps = { installationId: () => installationId(database), clock: systemClock, log };
  return {
    ...stores,
    ...(await openQueue(settings.redis, stores, queueDeps)),
    // Clusters keep what runs in them when this server stops: others go on with it, or its next start.
    ...createPods(settings, (place) => createKubernetesPodExecutor({ ...settings, ...place, ...podDeps })),
    connector: createClusterConnector(settings),
    passwordHasher: createArgon2PasswordHasher(),
    accessTokens: createJoseAccessTokens({ signingKeys: stores.signingKeys, clock: systemClock }),
    makeSigningKey,
    cronTimes: createCronerCronTimes(),
    cookieSeal: createTextSeal(keyRing, 'sign-in'),
    // Of the process executor: elsewhere no test runs beside the server.
    hostTrust: createPostgresHostTrust(database, settings.trustedTeams),
  };
}

function housekeepingOf({ database, ensurePartitions, dropResultsBefore }: OpenedDatabase) {
  return {
    beginChore: (chore: string, now: Date, everySeconds: number) =>
      beginChore(database, chore, now, everySeconds),
    holdChore: (chore: string, begunAt: Date) => holdChore(database, chore, begunAt),
    installationId: () => installationId(database),
    ensurePartitions,
    dropResultsBefore,
  };
}

function createExecutor(
  { dataFolder, warmAgents, environment }: Config,
  log: Log,
  ties: { serverUrl(): string; onExit(): void },
) {
  const agentEntry = chooseAgentEntry();
  return createLocalProcessExecutor({ ...ties, dataFolder, agentEntry, warmAgents, environment, log });
}

/** For programs of this host, and for the person who started it; everything else goes to the log. */
async function greet(
  { dataFolder, version, roles, apiUrl }: Config,
  url: string,
  welcomed: { localToken: string; signInCode: string | null } | null,
): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  if (welcomed === null) {
    say(`Gauntlet works as ${roles.join(', ')} for ${apiUrl}; health and metrics: ${url}`);
    return;
  }
  const access = { url, token: welcomed.localToken, version, startedAt: systemClock.now() };
  await announceAccess(dataFolder, access);
  say(`Gauntlet is serving at ${url}`);
  if (welcomed.signInCode) say(`Sign in once, as admin: ${url}/signin?code=${welcomed.signInCode}`);
}
