/** The only reader of process.env and of the command line: everything else is handed its settings. */
import { isIP } from 'node:net';
import { homedir, hostname } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { parseOutboundAllow } from '@gauntlet/host/outbound';
import { type OidcSettings, oidcSettingsOf } from './boot/oidc-settings.ts';
import { type RedisSettings, redisSettingsOf } from './boot/redis-settings.ts';
import { type S3Settings, s3SettingsOf } from './boot/s3-settings.ts';
import { type SmtpChoices, smtpSettingsOf } from './boot/smtp-settings.ts';
import { VERSION } from './boot/version.ts';

const ROLES = ['api', 'scheduler', 'notifier'] as const;
export type ServerRole = (typeof ROLES)[number];

export type Config = {
  version: string;
  /** `migrate`: bring the database up to date, and end. */
  command: 'up' | 'migrate';
  /** What this process does; all of it by default. Any number of processes may share a role. */
  roles: readonly ServerRole[];
  /** Where agents started here find the API; null: this process has the role. */
  apiUrl: string | null;
  dataFolder: string;
  /** Null: in the data folder. Servers of one database need one that all of them see. */
  artifactsFolder: string | null;
  /** Null: artifacts lie in a folder. */
  s3: S3Settings | null;
  /** Null: the embedded PostgreSQL. */
  databaseUrl: string | null;
  /** That this process has open to the database at most. */
  databaseConnections: number;
  /** Null: the database keeps the order of the queue. */
  redis: RedisSettings | null;
  /** Who brings the database up to date: this process when it starts, or somebody it waits for. */
  migrations: 'at-start' | 'wait';
  host: string;
  /** Null: the one of last time, else 4680, else any. */
  port: number | null;
  publicUrl: string | null;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Null: never. */
  idleExitSeconds: number | null;
  nodeName: string;
  warmAgents: number;
  /** Keys of 32 bytes in base64, by commas, the first seals; null: a key file in the data folder. */
  secretKey: string | null;
  /** Null: no identity provider. */
  oidc: OidcSettings | null;
  resultsRetentionDays: number;
  /** Of the HTTP server; what is not set is its own default. */
  http: HttpChoices;
  /** Of notifications by mail. */
  smtp: SmtpChoices;
  /** What git of a definition, and notifications, may reach besides public addresses. */
  outboundAllow: readonly string[];
  /** Teams, besides the server's own, whose tests may run as processes of this host; nobody: not its own either. */
  trustedTeams: 'everybody' | 'nobody' | readonly string[];
  /** Where agents push metrics to, and how long they are kept there after the last push; null: nowhere. */
  pushgateway: { url: string; keepSeconds: number } | null;
  /** Where the agents of pods show their metrics; null: nowhere. */
  agentMetricsPort: number | null;
  /** Of Gauntlet itself, for the agents in pods; null: this server runs none. */
  agentImage: string | null;
  /** A file of this host: what agents in pods trust besides the usual authorities; null: nothing. */
  agentCaFile: string | null;
  /** Where agents in clusters find the API; null: at the public URL. */
  clusterApiUrl: string | null;
  /** Pods whose groups are over. `left`: until Kubernetes deletes them. */
  finishedPods: 'deleted' | 'left';
  agentLimits: { heartbeatSeconds: number; graceSeconds: number; orphanSeconds: number };
  /** Of the cluster that this process is a pod of; null: of none. */
  inCluster: { host: string; port: string; folder: string } | null;
  /** As which pods are made there, where that is not as this process. */
  clusterAccount: string | null;
  /** By which what is made in a cluster is known again: several Gauntlets may share a namespace. Null: by the
   * database. */
  instance: string | null;
  environment: NodeJS.ProcessEnv;
};

type HttpChoices = {
  trustedProxies?: readonly string[];
  secureCookies?: 'always' | 'when-https';
  maxUploadBytes?: number;
  maxArtifactBytes?: number;
  requestsPerMinute?: number;
  addressRequestsPerMinute?: number;
};

export type ConfigRefusal = { code: 'bad-option'; message: string };

const OPTIONS = {
  'data-dir': { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  'public-url': { type: 'string' },
  roles: { type: 'string' },
  'log-level': { type: 'string' },
  'idle-exit-seconds': { type: 'string' },
} as const;

/** A tebibyte: more is a slip of the finger. */
const MAX_MIB = 2 ** 20;

/** As good as no limit. */
const MOST_REQUESTS = 10 ** 7;

const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

export function readConfig(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Result<Config, ConfigRefusal> {
  try {
    const [first = 'up', ...others] = args;
    const command = first === 'up' || first === 'migrate' ? first : null;
    const { values } = parseArgs({
      args: [...(command === null ? args : others)],
      options: OPTIONS,
      strict: true,
    });
    return ok({ ...configOf(values, environment), command: command ?? 'up' });
  } catch (cause) {
    return refuse({ code: 'bad-option', message: cause instanceof Error ? cause.message : String(cause) });
  }
}

function configOf(
  options: Partial<Record<keyof typeof OPTIONS, string>>,
  environment: NodeJS.ProcessEnv,
): Omit<Config, 'command'> {
  const port = options.port ?? environment.GAUNTLET_PORT;
  const idle = options['idle-exit-seconds'];
  return {
    version: VERSION,
    ...rolesOf(options.roles ?? environment.GAUNTLET_ROLES, environment.GAUNTLET_API_URL || null),
    dataFolder: dataFolderOf(options['data-dir'], environment),
    artifactsFolder: environment.GAUNTLET_ARTIFACTS_DIR ? resolve(environment.GAUNTLET_ARTIFACTS_DIR) : null,
    s3: s3SettingsOf(environment),
    databaseUrl: environment.DATABASE_URL || null,
    databaseConnections: numberFrom(environment, 'GAUNTLET_DATABASE_CONNECTIONS', 31, 5, 1000),
    redis: redisSettingsOf(environment),
    migrations: migrationsOf(environment.GAUNTLET_MIGRATIONS || 'at-start'),
    host: options.host ?? environment.GAUNTLET_HOST ?? '127.0.0.1',
    port: port === undefined ? null : wholeNumber('--port', port, 0, 65_535),
    publicUrl: options['public-url'] ?? environment.GAUNTLET_PUBLIC_URL ?? null,
    logLevel: logLevelOf(options['log-level'] ?? environment.GAUNTLET_LOG_LEVEL ?? 'info'),
    idleExitSeconds: idle === undefined ? null : wholeNumber('--idle-exit-seconds', idle, 1, 10 ** 6),
    nodeName: environment.GAUNTLET_NODE_NAME ?? hostname(),
    warmAgents: numberFrom(environment, 'GAUNTLET_WARM_AGENTS', 1, 0, 50),
    secretKey: environment.GAUNTLET_SECRET_KEY ?? null,
    oidc: oidcSettingsOf(environment),
    resultsRetentionDays: numberFrom(environment, 'GAUNTLET_RESULTS_RETENTION_DAYS', 365, 1, 36_500),
    http: httpChoicesOf(environment),
    smtp: smtpSettingsOf(environment),
    outboundAllow: outboundAllowOf(environment.GAUNTLET_OUTBOUND_ALLOW ?? ''),
    trustedTeams: trustedTeamsOf(environment.GAUNTLET_TRUSTED_TEAMS ?? ''),
    agentImage: environment.GAUNTLET_AGENT_IMAGE || null,
    agentCaFile: environment.GAUNTLET_AGENT_CA_FILE ? resolve(environment.GAUNTLET_AGENT_CA_FILE) : null,
    clusterApiUrl: clusterApiUrlOf(environment.GAUNTLET_CLUSTER_API_URL),
    finishedPods: finishedPodsOf(environment.GAUNTLET_FINISHED_PODS ?? 'deleted'),
    pushgateway: pushgatewayOf(environment),
    agentMetricsPort: environment.GAUNTLET_AGENT_METRICS_PORT
      ? numberFrom(environment, 'GAUNTLET_AGENT_METRICS_PORT', 0, 1024, 65_535)
      : null,
    agentLimits: {
      heartbeatSeconds: numberFrom(environment, 'GAUNTLET_HEARTBEAT_SECONDS', 30, 1, 600),
      graceSeconds: numberFrom(environment, 'GAUNTLET_GRACE_SECONDS', 10, 0, 600),
      orphanSeconds: numberFrom(environment, 'GAUNTLET_ORPHAN_SECONDS', 300, 1, 86_400),
    },
    inCluster: inClusterOf(environment),
    clusterAccount: clusterAccountOf(environment.GAUNTLET_CLUSTER_ACCOUNT),
    instance: instanceOf(environment.GAUNTLET_INSTANCE),
    environment,
  };
}

function rolesOf(text: string | undefined, apiUrl: string | null): Pick<Config, 'roles' | 'apiUrl'> {
  const names = text === undefined ? [...ROLES] : text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(ROLES as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new Error(`--roles takes ${ROLES.join(', ')}, by commas, not "${unknown}".`);
  const roles = ROLES.filter((role) => names.includes(role));
  if (roles.includes('api')) return { roles, apiUrl: null };
  if (apiUrl !== null && URL.canParse(apiUrl)) return { roles, apiUrl: apiUrl.replace(/\/+$/, '') };
  throw new Error(
    'Without the role api, GAUNTLET_API_URL must say where the API is, such as http://10.0.0.5:4680.',
  );
}

function httpChoicesOf(environment: NodeJS.ProcessEnv): HttpChoices {
  const proxies = environment.GAUNTLET_TRUSTED_PROXIES;
  const cookies = environment.GAUNTLET_SECURE_COOKIES;
  const upload = bytesFrom(environment, 'GAUNTLET_MAX_UPLOAD_MIB');
  const artifact = bytesFrom(environment, 'GAUNTLET_MAX_ARTIFACT_MIB');
  const requests = requestsFrom(environment, 'GAUNTLET_REQUESTS_PER_MINUTE');
  const ofAddress = requestsFrom(environment, 'GAUNTLET_REQUESTS_PER_MINUTE_OF_ADDRESS');
  return {
    ...(proxies ? { trustedProxies: proxiesOf(proxies) } : {}),
    ...(cookies ? { secureCookies: cookiesOf(cookies) } : {}),
    ...(upload ? { maxUploadBytes: upload } : {}),
    ...(artifact ? { maxArtifactBytes: artifact } : {}),
    ...(requests ? { requestsPerMinute: requests } : {}),
    ...(ofAddress ? { addressRequestsPerMinute: ofAddress } : {}),
  };
}

function requestsFrom(environment: NodeJS.ProcessEnv, name: string): number | null {
  const text = environment[name];
  return text ? wholeNumber(name, text, 1, MOST_REQUESTS) : null;
}

function bytesFrom(environment: NodeJS.ProcessEnv, name: string): number | null {
  const text = environment[name];
  return text ? wholeNumber(name, text, 1, MAX_MIB) * 2 ** 20 : null;
}

/** Networks that Fastify knows by name. */
const NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

function proxiesOf(text: string): string[] {
  const proxies = text.split(',').map((part) => part.trim());
  const wrong = proxies.find((proxy) => !NETWORKS.includes(proxy) && !isNetwork(proxy));
  if (wrong === undefined) return proxies;
  throw new Error(
    `GAUNTLET_TRUSTED_PROXIES takes addresses, networks such as 10.0.0.0/8, or ${NETWORKS.join(', ')}, by commas, not "${wrong}".`,
  );
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function cookiesOf(text: string): NonNullable<HttpChoices['secureCookies']> {
  if (text === 'always' || text === 'when-https') return text;
  throw new Error(`GAUNTLET_SECURE_COOKIES must be always or when-https, not "${text}".`);
}

function migrationsOf(text: string): Config['migrations'] {
  if (text === 'at-start' || text === 'wait') return text;
  throw new Error(`GAUNTLET_MIGRATIONS must be at-start or wait, not "${text}".`);
}

function pushgatewayOf(environment: NodeJS.ProcessEnv): Config['pushgateway'] {
  const text = environment.PUSHGATEWAY_URL;
  if (!text) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  // Agents are told it, and tests run beside them: a password would be theirs as well.
  if (url === null || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new Error('PUSHGATEWAY_URL must be an http or https address without user and password.');
  return {
    url: text,
    keepSeconds: numberFrom(environment, 'GAUNTLET_PUSHGATEWAY_KEEP_SECONDS', 300, 60, 86_400),
  };
}

/** The same rule as the command line's, so that both find the same folder. */
function dataFolderOf(option: string | undefined, environment: NodeJS.ProcessEnv): string {
  const asked = option ?? environment.GAUNTLET_DATA_DIR;
  if (asked) return resolve(asked);
  if (process.getuid?.() === 0) return '/var/lib/gauntlet';
  if (environment.XDG_DATA_HOME && isAbsolute(environment.XDG_DATA_HOME))
    return join(environment.XDG_DATA_HOME, 'gauntlet');
  const inHome = process.platform === 'darwin' ? ['Library', 'Application Support'] : ['.local', 'share'];
  return join(homedir(), ...inHome, 'gauntlet');
}

/** Checked here, so that a slip of the pen stops the start and not every fetch. */
function outboundAllowOf(text: string): readonly string[] {
  const parsed = parseOutboundAllow(text);
  if (!parsed.ok) throw new Error(`GAUNTLET_OUTBOUND_ALLOW: ${parsed.message}`);
  return parsed.allowed.entries;
}

/** Where Kubernetes mounts the token of a pod's service account. */
const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

function inClusterOf(environment: NodeJS.ProcessEnv): Config['inCluster'] {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = environment;
  return host && port ? { host, port, folder: SERVICE_ACCOUNT_FOLDER } : null;
}

const ACCOUNT = /^system:serviceaccount:[a-z0-9-]{1,63}:[a-z0-9.-]{1,253}$/;

function clusterAccountOf(text: string | undefined): string | null {
  if (!text) return null;
  if (ACCOUNT.test(text)) return text;
  throw new Error(
    `GAUNTLET_CLUSTER_ACCOUNT must be an account such as system:serviceaccount:gauntlet:gauntlet, not "${text}".`,
  );
}

function clusterApiUrlOf(text: string | undefined): string | null {
  if (!text) return null;
  if (URL.canParse(text) && /^https?:/.test(text)) return text.replace(/\/+$/, '');
  throw new Error(
    `GAUNTLET_CLUSTER_API_URL must be an address such as http://gauntlet.gauntlet.svc:4680, not "${text}".`,
  );
}

function finishedPodsOf(text: string): Config['finishedPods'] {
  if (text === 'deleted' || text === 'left') return text;
  throw new Error(`GAUNTLET_FINISHED_PODS must be deleted or left, not "${text}".`);
}

const INSTANCE = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

function instanceOf(text: string | undefined): string | null {
  if (!text) return null;
  if (INSTANCE.test(text)) return text;
  throw new Error(`GAUNTLET_INSTANCE must be a value of a label of Kubernetes, not "${text}".`);
}

function trustedTeamsOf(text: string): Config['trustedTeams'] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('*')) return 'everybody';
  if (text.trim() === 'nobody') return 'nobody';
  return names.filter(Boolean);
}

function numberFrom(
  environment: NodeJS.ProcessEnv,
  name: string,
  fallback: number,
  least: number,
  most: number,
): number {
  const value = environment[name];
  return value === undefined ? fallback : wholeNumber(name, value, least, most);
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`${name} must be a whole number from ${least} to ${most}, not "${text}".`);
}

function logLevelOf(text: string): Config['logLevel'] {
  const level = LOG_LEVELS.find((known) => known === text);
  if (level) return level;
  throw new Error(`--log-level must be one of ${LOG_LEVELS.join(', ')}, not "${text}".`);
}
