/**
 * One connection to Redis or Valkey, of which nobody waits for long. A command that fails, or is not answered in
 * time, gives `away`, and for a while after it none is tried. Connects again by itself.
 */
import { Redis, type RedisOptions } from 'ioredis';
import type { Log } from '../../kernel/log.ts';

export type RedisAddress = {
  host: string;
  port: number;
  username: string | null;
  password: string | null;
  database: number;
  transport: 'plain' | 'tls';
};

export type RedisLink = {
  /** What the server answers, or that it is away. */
  ask<Answer>(command: (client: Redis) => Promise<Answer>): Promise<Answer | 'away'>;
  state(): 'up' | 'away';
  /** Told when a connection is ready: at the start, and after each loss. */
  onReady(heard: () => void): void;
  close(): void;
};

const ANSWER_MS = 1000;
const CONNECT_MS = 5000;
const REST_MS = 5000;
const MOST_MS_BETWEEN_TRIES = 2000;

export function openRedisLink(address: RedisAddress, log: Log): RedisLink {
  const client = new Redis(optionsOf(address));
  const listeners: (() => void)[] = [];
  let state: 'up' | 'away' | 'closed' = 'away';
  let said = false;
  let restUntil = 0;
  const lose = (cause: unknown): void => {
    if (state === 'closed') return;
    if (state === 'up' || !said)
      log.warn(
        { cause: String(cause) },
        'Redis is away: the queue goes by the order of PostgreSQL meanwhile',
      );
    said = true;
    state = 'away';
  };
  client.on('ready', () => {
    restUntil = 0;
    log.info(
      { host: address.host, port: address.port },
      'connected to Redis, which keeps the order of the queue',
    );
    state = 'up';
    for (const heard of listeners) heard();
  });
  client.on('close', () => lose('the connection was closed'));
  client.on('error', lose);
  return {
    ask: async (command) => {
      if (client.status !== 'ready' || Date.now() < restUntil) return 'away';
      try {
        const answer = await command(client);
        state = 'up';
        return answer;
      } catch (cause) {
        restUntil = Date.now() + REST_MS;
        lose(cause);
        return 'away';
      }
    },
    state: () => (state === 'up' ? 'up' : 'away'),
    onReady: (heard) => void listeners.push(heard),
    close: () => {
      state = 'closed';
      client.disconnect();
    },
  };
}

const optionsOf = ({ host, port, username, password, database, transport }: RedisAddress): RedisOptions => ({
  host,
  port,
  db: database,
  ...(username === null ? {} : { username }),
  ...(password === null ? {} : { password }),
  ...(transport === 'tls' ? { tls: { servername: host } } : {}),
  connectionName: 'gauntlet',
  connectTimeout: CONNECT_MS,
  commandTimeout: ANSWER_MS,
  keepAlive: 30_000,
  // What was asked of a connection that broke is not asked again: the order is mended instead.
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (tries) => Math.min(tries * 100, MOST_MS_BETWEEN_TRIES),
  // After a failover this server may be a replica: another connection finds the primary.
  reconnectOnError: (error) => /^READONLY/.test(error.message),
});
