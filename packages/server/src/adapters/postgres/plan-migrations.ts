import { ok, type Result, refuse } from '@gauntlet/core/kernel';

export type AppliedMigration = { name: string; checksum: string };
export type Migration = AppliedMigration & { sql: string };

export type MigrateRefusal = {
  code:
    | 'foreign-database'
    | 'database-newer'
    | 'migration-changed'
    | 'migration-out-of-order'
    | 'migration-failed'
    | 'no-permission';
  message: string;
  cause?: unknown;
};

/** What is still to be applied, in order; or why this program must not touch this database. */
export function planMigrations(
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
): Result<Migration[], MigrateRefusal> {
  const appliedByName = new Map(applied.map((migration) => [migration.name, migration]));
  const refusal =
    findUnknown(known, applied) ?? findChanged(known, appliedByName) ?? findLate(known, appliedByName);
  if (refusal) return refuse(refusal);
  return ok(known.filter(({ name }) => !appliedByName.has(name)));
}

function findUnknown(
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
): MigrateRefusal | undefined {
  const names = new Set(known.map(({ name }) => name));
  const unknown = applied.find(({ name }) => !names.has(name));
  if (!unknown) return undefined;
  const message = `The database has the migration ${unknown.name}, which this program does not know: it was used by a newer Gauntlet. Run that version, or another database.`;
  return { code: 'database-newer', message };
}

function findChanged(
  known: readonly Migration[],
  applied: ReadonlyMap<string, AppliedMigration>,
): MigrateRefusal | undefined {
  const changed = known.find(
    ({ name, checksum }) => applied.has(name) && applied.get(name)?.checksum !== checksum,
  );
  if (!changed) return undefined;
  const message = `The migration ${changed.name} is not the one that was applied to this database. An applied migration must not be changed: restore the file and add a new one.`;
  return { code: 'migration-changed', message };
}

function findLate(
  known: readonly Migration[],
  applied: ReadonlyMap<string, AppliedMigration>,
): MigrateRefusal | undefined {
  const last = known.findLast(({ name }) => applied.has(name));
  const late = known.find(({ name }) => last && !applied.has(name) && name < last.name);
  if (!late || !last) return undefined;
  const message = `The migration ${late.name} comes before ${last.name}, which is applied already. Give it a later number.`;
  return { code: 'migration-out-of-order', message };
}
