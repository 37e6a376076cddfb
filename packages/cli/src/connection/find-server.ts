/** Which server a command talks to, in this order: named, signed in to, running on this host, started now. */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { cannotRun, type Refused } from '../refused.ts';
import { type Connection, fixedConnection } from './connection.ts';
import { normalUrl, readCredentials } from './credentials.ts';
import { configDirectory, dataDirectory, thisHost } from './data-directory.ts';
import { findRunningServer } from './server-file.ts';
import { readServerUrl } from './server-url.ts';
import { startServer } from './start-server.ts';

export type FindOrder = {
  server?: string | undefined;
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
  const stored = (await readCredentials(configDirectory(order.env, thisHost()))).servers[baseUrl.value];
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
    renew: async (silentMs) => {
      const running = await findRunningServer(dataDir);
      if (running !== null) return take(running);
      if (order.whenNone === 'refuse' || silentMs < START_AGAIN_AFTER_MS) return;
      const started = await startServer({ ...order, dataDir, idleExitSeconds: IDLE_EXIT_SECONDS });
      if (started.ok) take(started.value.server);
    },
  };
}

async function storedLogin(order: FindOrder, dataDir: string): Promise<Connection | null> {
  if (order.dataDir) return null;
  const { current, servers } = await readCredentials(configDirectory(order.env, thisHost()));
  const login = current === null ? undefined : servers[current];
  if (current === null || login === undefined) return null;
  return fixedConnection(
    { baseUrl: current, token: order.token || order.env.GAUNTLET_TOKEN || login.token },
    'login',
    dataDir,
  );
}

const noServer = (dataDir: string): Refused =>
  cannotRun(
    'no-server',
    `No server is running for ${dataDir}.`,
    'Start one with `gauntlet up`, let `gauntlet run` start one, or name one by --server or `gauntlet login`.',
  );

export async function findServer(order: FindOrder): Promise<Result<Connection, Refused>> {
  const dataDir = dataDirectory(order.dataDir, order.env, thisHost(), order.cwd);
  const named = order.server || (order.dataDir ? undefined : order.env.GAUNTLET_URL);
  if (named) return namedServer(named, order, dataDir);
  const login = await storedLogin(order, dataDir);
  if (login !== null) return ok(login);
  const running = await findRunningServer(dataDir);
  if (running !== null) return ok(ownConnection(running, order, dataDir));
  if (order.whenNone === 'refuse') return refuse(noServer(dataDir));
  const started = await startServer({ ...order, dataDir, idleExitSeconds: IDLE_EXIT_SECONDS });
  return started.ok ? ok(ownConnection(started.value.server, order, dataDir)) : started;
}
