import { createHash } from 'node:crypto';
import type { SetupOrder } from './setup-order.ts';

/** Changes whenever what lies in an entry is laid out in another way. */
const LAYOUT = 1;
const PATIENCE_SECONDS = 20;

/** A key for a set of facts, whatever their order of insertion within objects is not: give it arrays. */
export const hashParts = (parts: readonly unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify([LAYOUT, process.platform, process.arch, ...parts]))
    .digest('hex');

export const hashBytes = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What the interpreter that the set-up will find in PATH says of itself; null when there is none. */
export const askInterpreter = async (
  order: SetupOrder,
  command: readonly string[],
): Promise<string | null> => {
  let said = '';
  const { exitCode } = await order.runProcess({
    command,
    cwd: order.stateFolder,
    environment: order.environment,
    timeoutSeconds: PATIENCE_SECONDS,
    graceSeconds: 1,
    signal: order.signal,
    onOutput: (chunk, stream) => {
      if (stream === 'stdout') said += chunk;
    },
  });
  return exitCode === 0 ? said.trim() : null;
};

/** Variables that change what a package manager installs, in a fixed order. */
export const settingsOf = (
  environment: Readonly<Record<string, string>>,
  names: RegExp,
): [string, string][] =>
  Object.entries(environment)
    .filter(([name]) => names.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** Versions that nothing pins are looked up anew each day: a part of the key that changes with the date. */
export const dayStamp = (cache: 'kept' | 'fresh-daily' | 'not-kept', now: Date): string =>
  cache === 'fresh-daily' ? now.toISOString().slice(0, 10) : '';
