import pino from 'pino';
import type { Log } from '../../kernel/log.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** JSON lines on standard output. What could be a secret is cut out, whatever a caller hands in. */
export function createPinoLog(level: LogLevel): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: [
        'token',
        'password',
        'authorization',
        'cookie',
        '*.token',
        '*.password',
        '*.authorization',
        '*.cookie',
        '*.*.authorization',
        '*.*.cookie',
      ],
      censor: '***',
    },
  });
}
