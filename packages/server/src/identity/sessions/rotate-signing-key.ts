/** Another key signs from now on. What the old one signed stays good until it expires. */
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { Actor } from '../actor.ts';
import { type Act, type AuditDeps, NOBODY, recordAct, recordActIn } from '../audit.ts';
import type { People } from '../ports.ts';
import type { MakeSigningKey, SigningKeys } from './ports.ts';

export type RotateDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  people: Pick<People, 'oldestAdminTeam'>;
  signingKeys: SigningKeys;
  makeSigningKey: MakeSigningKey;
};

const KEY_SECONDS = 30 * 24 * 3600;
/** A token lives ten minutes, and another server may sign with the old key for a minute more. */
const OLD_KEY_SECONDS = 15 * 60;

/** @returns the kid of the new key. */
export function rotateSigningKey(deps: RotateDeps, actor: Actor): Promise<string> {
  return deps.inTransaction(async (tx) => {
    const before = await deps.signingKeys.lockNewest(tx);
    const kid = await replace(deps, tx);
    await recordAct(deps, tx, actor, rotation(kid, before?.kid ?? null));
    return kid;
  });
}

/** At the first start and, by any server, when the key has served its time. @returns null: not yet. */
export function rotateSigningKeyWhenDue(deps: RotateDeps): Promise<string | null> {
  return deps.inTransaction(async (tx) => {
    const before = await deps.signingKeys.lockNewest(tx);
    if (before && before.retiresAt > deps.clock.now()) return null;
    const kid = await replace(deps, tx);
    const teamId = await deps.people.oldestAdminTeam(tx);
    const scene = { by: { ...NOBODY, via: 'server' }, address: null, requestId: null } as const;
    if (teamId) await recordActIn(deps, tx, { ...scene, teamId }, rotation(kid, before?.kid ?? null));
    return kid;
  });
}

async function replace({ signingKeys, makeSigningKey, clock }: RotateDeps, tx: Tx): Promise<string> {
  const now = clock.now();
  const made = await makeSigningKey();
  const key = { ...made, createdAt: now, retiresAt: secondsAfter(now, KEY_SECONDS), expiresAt: null };
  await signingKeys.takeOver(tx, key, secondsAfter(now, OLD_KEY_SECONDS));
  return made.kid;
}

const rotation = (kid: string, replaces: string | null): Act => ({
  action: 'key.rotate',
  target: { kind: 'signing-key', id: kid, name: null },
  detail: { replaces },
});
