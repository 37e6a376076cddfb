import pino from 'pino';
import type { Log } from '../../kernel/log.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** JSON lines, on standard output unless told otherwise. What could be a secret is cut out, whatever a caller hands in. */
export function createPinoLog(level: LogLevel, to?: { write(line: string): void }): Log {
  const options: pino.LoggerOptions = {
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
  };
  return to ? pino(options, to) : pino(options);
}
