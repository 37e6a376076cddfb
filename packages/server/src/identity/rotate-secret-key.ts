/**
 * Seals everything with another key. Killed between any two lines it loses nothing: the new key is in the
 * file before anything is sealed with it, rows are sealed anew in transactions of their own, and a key leaves
 * the file only by `drop-old`, while nobody can seal and no row is left that needs it.
 */
import type { KeyRotation, KeyStep, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { KeyRing } from '../kernel/seal.ts';
import type { InTransaction, Tx } from '../kernel/tx.ts';
import type { Actor } from './actor.ts';
import { type AuditDeps, recordAct } from './audit.ts';

export type KeyFile = {
  /** Puts a new key before all others. @returns its id. */
  addFirst(): Promise<string>;
  /** Never the first. @returns the ids of those that were taken out. */
  drop(keyIds: readonly string[]): Promise<string[]>;
};

export type SealedRows = {
  /** Until the transaction ends nobody seals, and nobody else changes the ring. */
  closeRing(tx: Tx): Promise<void>;
  countByKey(tx: Tx): Promise<{ keyId: string; rows: number }[]>;
  /** Seals rows that another key than this sealed with the first of the ring: `limit` at most, from a place on. */
  reseal(
    keyId: string,
    after: SealedPlace | null,
    limit: number,
  ): Promise<{ resealed: number; stuck: StuckRow[]; next: SealedPlace | null }>;
};
export type SealedPlace = { table: string; id: string | null };
/** A row that does not open, and why. It stays as it is. */
export type StuckRow = { what: string; keyId: string; message: string };

export type RotateKeyDeps = AuditDeps & {
  inTransaction: InTransaction;
  keyRing: KeyRing;
  /** Null: the keys come from the environment, which only its owner can change. */
  keyFile: KeyFile | null;
  sealedRows: SealedRows;
};

const BATCH_ROWS = 100;
/** Writers that still have the ring as it was may be at work during the first pass. */
const PASSES = 3;

export async function rotateSecretKey(
  deps: RotateKeyDeps,
  actor: Actor,
  step: KeyStep,
): Promise<Result<KeyRotation, Refusal<'key-in-use' | 'not-allowed'>>> {
  if (step === 'drop-old') return dropOldKeys(deps, actor);
  const added = step === 'rotate' && deps.keyFile ? await addKey(deps, deps.keyFile, actor) : null;
  const [{ keyId }] = await deps.keyRing.read();
  if (added === null) await deps.inTransaction((tx) => recordStep(deps, tx, actor, step, [keyId]));
  const { resealed, stuck } = await resealAll(deps.sealedRows, keyId);
  return ok({ ...(await describeRing(deps)), added, resealed, stuck, dropped: [] });
}

/** The ring is closed before the trail is written: whoever seals takes both in this order. */
const addKey = (deps: RotateKeyDeps, file: KeyFile, actor: Actor) =>
  deps.inTransaction(async (tx) => {
    await deps.sealedRows.closeRing(tx);
    const keyId = await file.addFirst();
    await recordStep(deps, tx, actor, 'rotate', [keyId]);
    return keyId;
  });

const recordStep = (deps: AuditDeps, tx: Tx, actor: Actor, step: KeyStep, keyIds: readonly string[]) =>
  recordAct(deps, tx, actor, {
    action: 'key.rotate',
    target: { kind: 'secret-key', id: keyIds[0] ?? null, name: null },
    detail: { step, keyIds },
  });

async function resealAll(rows: SealedRows, keyId: string): Promise<{ resealed: number; stuck: StuckRow[] }> {
  let resealed = 0;
  for (let pass = 1; ; pass += 1) {
    const done = await resealOnce(rows, keyId);
    resealed += done.resealed;
    if (done.resealed === 0 || pass === PASSES) return { resealed, stuck: done.stuck };
  }
}

async function resealOnce(rows: SealedRows, keyId: string) {
  const done = { resealed: 0, stuck: [] as StuckRow[] };
  let place: SealedPlace | null = null;
  do {
    const batch = await rows.reseal(keyId, place, BATCH_ROWS);
    done.resealed += batch.resealed;
    done.stuck.push(...batch.stuck);
    place = batch.next;
  } while (place !== null);
  return done;
}

async function dropOldKeys(
  deps: RotateKeyDeps,
  actor: Actor,
): Promise<Result<KeyRotation, Refusal<'key-in-use' | 'not-allowed'>>> {
  const { keyFile, inTransaction, keyRing, sealedRows } = deps;
  if (!keyFile)
    return refuse({
      code: 'not-allowed',
      message:
        'The keys are in GAUNTLET_SECRET_KEY: take the old ones out there and start the server again. `gauntlet secret rotate-key --resume` says which are still used.',
    });
  const dropped = await inTransaction(async (tx): Promise<Result<string[], Refusal<'key-in-use'>>> => {
    await sealedRows.closeRing(tx);
    const [, ...old] = await keyRing.read();
    const counts = await sealedRows.countByKey(tx);
    const used = counts.filter(({ keyId }) => old.some((key) => key.keyId === keyId));
    if (used.length > 0) return refuse(keyInUse(used));
    const keyIds = old.map(({ keyId }) => keyId);
    await recordStep(deps, tx, actor, 'drop-old', keyIds);
    return ok(await keyFile.drop(keyIds));
  });
  if (!dropped.ok) return dropped;
  return ok({ ...(await describeRing(deps)), added: null, resealed: 0, stuck: [], dropped: dropped.value });
}

const keyInUse = (used: readonly { keyId: string; rows: number }[]): Refusal<'key-in-use'> => ({
  code: 'key-in-use',
  message: `Still sealed by an old key: ${used.map(({ keyId, rows }) => `${rows} by ${keyId}`).join(', ')}. \`gauntlet secret rotate-key --resume\` seals them anew.`,
});

async function describeRing({ inTransaction, keyRing, sealedRows }: RotateKeyDeps) {
  const [{ keyId }, ...old] = await keyRing.read();
  const counts = await inTransaction((tx) => sealedRows.countByKey(tx));
  const rowsOf = (id: string) => counts.find((count) => count.keyId === id)?.rows ?? 0;
  const oldKeys = old.map((key) => ({ keyId: key.keyId, rows: rowsOf(key.keyId) }));
  return { source: keyRing.source, keyId, sealed: rowsOf(keyId), oldKeys };
}
