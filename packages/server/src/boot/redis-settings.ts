/** REDIS_URL: the Redis or Valkey that keeps the order of the queue. */

export type RedisSettings = {
  host: string;
  port: number;
  /** Null: as the server's default user. */
  username: string | null;
  /** Null: none is asked for. */
  password: string | null;
  /** The number of the database. */
  database: number;
  /** `tls`: the certificate is checked for the host's name. */
  transport: 'plain' | 'tls';
};

const DEFAULT_PORT = 6379;
const EXAMPLE = 'redis://redis.example.org:6379 or rediss://user:password@redis.example.org:6380/0';

/** Null: PostgreSQL keeps the order itself. Throws what is wrong, and never the URL: it may hold a password. */
export function redisSettingsOf(environment: NodeJS.ProcessEnv): RedisSettings | null {
  const text = environment.REDIS_URL?.trim();
  if (!text) return null;
  const url = URL.parse(text);
  if (url === null || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '')
    throw new Error(`REDIS_URL must be like ${EXAMPLE}.`);
  if (url.search !== '' || url.hash !== '')
    throw new Error('REDIS_URL ends with the number of the database: it takes no options.');
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''), // of an IPv6 address
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    username: url.username === '' ? null : decoded(url.username, 'user'),
    password: url.password === '' ? null : decoded(url.password, 'password'),
    database: databaseOf(url.pathname),
    transport: url.protocol === 'rediss:' ? 'tls' : 'plain',
  };
}

function decoded(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error(`The ${what} in REDIS_URL is to be percent-encoded.`);
  }
}

function databaseOf(path: string): number {
  if (path === '' || path === '/') return 0;
  if (/^\/\d{1,5}$/.test(path)) return Number(path.slice(1));
  throw new Error('REDIS_URL ends with the number of the database, such as /0.');
}
