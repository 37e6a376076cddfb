/**
 * Hears NOTIFY on one connection of its own and tells this server's loops. Connects again when the
 * connection is lost, and then wakes everybody, since something may have been missed.
 */
import pg from 'pg';
import type { Log } from '../../kernel/log.ts';
import type { Wake, WakeListener, WakeTopic } from '../../kernel/wake.ts';
import { WAKE_CHANNEL } from './database.ts';

const TOPICS: readonly WakeTopic[] = [
  'queue',
  'groups',
  'collect',
  'events',
  'positions',
  'logs',
  'ending',
  'access',
];
const RECONNECT_MS = 500;

export type ListeningWakes = WakeListener & { start(): Promise<void>; stop(): Promise<void> };

export function createPostgresWakeListener(
  databaseUrl: string,
  log: Log,
  channel = WAKE_CHANNEL,
): ListeningWakes {
  const listeners = new Map<WakeTopic, Set<(wake: Wake) => void>>();
  let client: pg.Client | null = null;
  let stopped = false;

  const tell = (wake: Wake) => {
    for (const heard of listeners.get(wake.topic) ?? []) heard(wake);
  };
  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'gauntlet wake-ups',
      keepAlive: true,
    });
    next.on('notification', ({ payload }) => tell(JSON.parse(payload ?? '{}') as Wake));
    next.on('error', (cause) => reconnect(next, cause));
    next.on('end', () => reconnect(next, null));
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
    } catch (cause) {
      await next.end().catch(() => undefined); // it was of no use already
      throw cause;
    }
    client = next;
    if (stopped) await next.end();
  };
  const reconnect = (lost: pg.Client, cause: unknown): void => {
    if (stopped || client !== lost) return;
    client = null;
    log.warn({ cause: String(cause ?? 'ended') }, 'lost the connection for wake-ups; connecting again');
    retry();
  };
  const retry = (): void => {
    if (stopped) return;
    setTimeout(
      () =>
        connect().then(
          () =>
            TOPICS.forEach((topic) => {
              tell({ topic });
            }),
          retry,
        ),
      RECONNECT_MS,
    ).unref();
  };
  return {
    on: (topic, heard) => {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(heard));
      return () => set.delete(heard);
    },
    start: connect,
    stop: async () => {
      stopped = true;
      await client?.end();
    },
  };
}
