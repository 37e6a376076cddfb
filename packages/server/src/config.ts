/** The only reader of process.env and of the command line: everything else is handed its settings. */
import { homedir, hostname } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { parseOutboundAllow } from '@gauntlet/host/outbound';
import { VERSION } from './boot/version.ts';

export type Config = {
  version: string;
  dataFolder: string;
  /** Null: in the data folder. Servers of one database need one that all of them see. */
  artifactsFolder: string | null;
  /** Null: the embedded PostgreSQL. */
  databaseUrl: string | null;
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
  resultsRetentionDays: number;
  /** What git of a definition may reach besides public addresses. */
  outboundAllow: readonly string[];
  agentLimits: { heartbeatSeconds: number; graceSeconds: number; orphanSeconds: number };
  environment: NodeJS.ProcessEnv;
};

export type ConfigRefusal = { code: 'bad-option'; message: string };

const OPTIONS = {
  'data-dir': { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  'public-url': { type: 'string' },
  'log-level': { type: 'string' },
  'idle-exit-seconds': { type: 'string' },
} as const;

const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

export function readConfig(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Result<Config, ConfigRefusal> {
  try {
    const { values } = parseArgs({
      args: args.filter((arg) => arg !== 'up'),
      options: OPTIONS,
      strict: true,
    });
    return ok(configOf(values, environment));
  } catch (cause) {
    return refuse({ code: 'bad-option', message: cause instanceof Error ? cause.message : String(cause) });
  }
}

function configOf(
  options: Partial<Record<keyof typeof OPTIONS, string>>,
  environment: NodeJS.ProcessEnv,
): Config {
  const port = options.port ?? environment.GAUNTLET_PORT;
  const idle = options['idle-exit-seconds'];
  return {
    version: VERSION,
    dataFolder: dataFolderOf(options['data-dir'], environment),
    artifactsFolder: environment.GAUNTLET_ARTIFACTS_DIR ? resolve(environment.GAUNTLET_ARTIFACTS_DIR) : null,
    databaseUrl: environment.DATABASE_URL || null,
    host: options.host ?? environment.GAUNTLET_HOST ?? '127.0.0.1',
    port: port === undefined ? null : wholeNumber('--port', port, 0, 65_535),
    publicUrl: options['public-url'] ?? environment.GAUNTLET_PUBLIC_URL ?? null,
    logLevel: logLevelOf(options['log-level'] ?? environment.GAUNTLET_LOG_LEVEL ?? 'info'),
    idleExitSeconds: idle === undefined ? null : wholeNumber('--idle-exit-seconds', idle, 1, 10 ** 6),
    nodeName: environment.GAUNTLET_NODE_NAME ?? hostname(),
    warmAgents: numberFrom(environment, 'GAUNTLET_WARM_AGENTS', 1, 0, 50),
    secretKey: environment.GAUNTLET_SECRET_KEY ?? null,
    resultsRetentionDays: numberFrom(environment, 'GAUNTLET_RESULTS_RETENTION_DAYS', 365, 1, 36_500),
    outboundAllow: outboundAllowOf(environment.GAUNTLET_OUTBOUND_ALLOW ?? ''),
    agentLimits: {
      heartbeatSeconds: numberFrom(environment, 'GAUNTLET_HEARTBEAT_SECONDS', 30, 1, 600),
      graceSeconds: numberFrom(environment, 'GAUNTLET_GRACE_SECONDS', 10, 0, 600),
      orphanSeconds: numberFrom(environment, 'GAUNTLET_ORPHAN_SECONDS', 300, 1, 86_400),
    },
    environment,
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
