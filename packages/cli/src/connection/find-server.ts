/** Which server a command talks to, in this order: named, signed in to, running on this host, started now. */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { cannotRun, type Refused, usageRefused } from '../refused.ts';
import { type Connection, fixedConnection } from './connection.ts';
import { readCredentials } from './credentials.ts';
import { configDirectory, dataDirectory, thisHost } from './data-directory.ts';
import { findProfile, nameOfServer, normalUrl, type Profile } from './profiles.ts';
import { findRunningServer } from './server-file.ts';
import { readServerUrl } from './server-url.ts';
import { startServer } from './start-server.ts';

export type FindOrder = {
  server?: string | undefined;
  profile?: string | undefined;
  token?: string | undefined;
  dataDir?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** `start`: when none runs, one is started in the background. */
  whenNone: 'refuse' | 'start';
  onProgress: (doing: string) => void;
  signal?: AbortSignal;
};

const IDLE_EXIT_SECONDS = 300;
/** A server that is being started again by its owner gets this long before we start one ourselves. */
const START_AGAIN_AFTER_MS = 15_000;

/** A named server needs a token: given, stored by login, or our own server's when it is the one named. */
async function namedServer(
  url: string,
  order: FindOrder,
  dataDir: string,
): Promise<Result<Connection, Refused>> {
  const baseUrl = readServerUrl(url);
  if (!baseUrl.ok) return baseUrl;
  const given = order.token || order.env.GAUNTLET_TOKEN;
  if (given) return ok(fixedConnection({ baseUrl: baseUrl.value, token: given }, 'option', dataDir));
  const credentials = await readCredentials(configDirectory(order.env, thisHost()));
  if (!credentials.ok) return credentials;
  const name = nameOfServer(credentials.value, baseUrl.value);
  const stored = name === null ? undefined : credentials.value.profiles[name];
  if (stored) return ok(fixedConnection({ baseUrl: baseUrl.value, token: stored.token }, 'option', dataDir));
  const own = await findRunningServer(dataDir);
  if (own !== null && normalUrl(own.url) === baseUrl.value) return ok(ownConnection(own, order, dataDir));
  return ok(fixedConnection({ baseUrl: baseUrl.value, token: undefined }, 'option', dataDir));
}

function ownConnection(
  server: { url: string; token: string },
  order: FindOrder,
  dataDir: string,
): Connection {
  let address = { baseUrl: normalUrl(server.url), token: order.token || server.token };
  const take = (found: { url: string; token: string }) => {
    address = { baseUrl: normalUrl(found.url), token: order.token || found.token };
  };
  return {
    get address() {
      return address;
    },
    source: 'server-file',
    dataDir,
    defaultProject: null,
    renew: async (silentMs) => {
      const running = await findRunningServer(dataDir);
      if (running !== null) return take(running);
      if (order.whenNone === 'refuse' || silentMs < START_AGAIN_AFTER_MS) return;
      const started = await startServer({ ...order, dataDir, idleExitSeconds: IDLE_EXIT_SECONDS });
      if (started.ok) take(started.value.server);
    },
  };
}

/** The token of another server is none of this one's: a profile that is named takes one by --token alone. */
async function namedProfile(
  name: string,
  order: FindOrder,
  dataDir: string,
): Promise<Result<Connection, Refused>> {
  const credentials = await readCredentials(configDirectory(order.env, thisHost()));
  if (!credentials.ok) return credentials;
  const profile = findProfile(credentials.value, name);
  if (!profile.ok) return profile;
  return ok(profileConnection(profile.value, order.token, dataDir));
}

async function currentProfile(
  order: FindOrder,
  dataDir: string,
): Promise<Result<Connection | null, Refused>> {
  if (order.dataDir) return ok(null);
  const credentials = await readCredentials(configDirectory(order.env, thisHost()));
  if (!credentials.ok) return credentials;
  const { current, profiles } = credentials.value;
  const profile = current === null ? undefined : profiles[current];
  if (!profile) return ok(null);
  return ok(profileConnection(profile, order.token || order.env.GAUNTLET_TOKEN, dataDir));
}

const profileConnection = (profile: Profile, given: string | undefined, dataDir: string): Connection =>
  fixedConnection(
    { baseUrl: profile.server, token: given || profile.token },
    'login',
    dataDir,
    profile.project?.projectId ?? null,
  );

const noServer = (dataDir: string): Refused =>
  cannotRun(
    'no-server',
    `No server is running for ${dataDir}.`,
    'Start one with `gauntlet up`, let `gauntlet run` start one, or name one by --server or `gauntlet login`.',
  );

export async function findServer(order: FindOrder): Promise<Result<Connection, Refused>> {
  const dataDir = dataDirectory(order.dataDir, order.env, thisHost(), order.cwd);
  if (order.server && order.profile)
    return refuse(usageRefused('Either --server or --profile: both say which server is meant.'));
  if (order.server) return namedServer(order.server, order, dataDir);
  if (order.profile) return namedProfile(order.profile, order, dataDir);
  const fromEnv = order.dataDir ? {} : order.env;
  if (fromEnv.GAUNTLET_URL) return namedServer(fromEnv.GAUNTLET_URL, order, dataDir);
  if (fromEnv.GAUNTLET_PROFILE) return namedProfile(fromEnv.GAUNTLET_PROFILE, order, dataDir);
  const login = await currentProfile(order, dataDir);
  if (!login.ok) return login;
  if (login.value !== null) return ok(login.value);
  const running = await findRunningServer(dataDir);
  if (running !== null) return ok(ownConnection(running, order, dataDir));
  if (order.whenNone === 'refuse') return refuse(noServer(dataDir));
  const started = await startServer({ ...order, dataDir, idleExitSeconds: IDLE_EXIT_SECONDS });
  return started.ok ? ok(ownConnection(started.value.server, order, dataDir)) : started;
}
