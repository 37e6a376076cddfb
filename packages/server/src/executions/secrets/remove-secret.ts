import { type Actor, recordAct } from '../../identity/index.ts';
import type { SecretDeps } from './set-secret.ts';

/** False: there is none of this name. */
export function removeSecret(deps: SecretDeps, actor: Actor, name: string): Promise<boolean> {
  return deps.inTransaction(async (tx) => {
    if (!(await deps.secrets.remove(tx, actor, name))) return false;
    await recordAct(deps, tx, actor, { action: 'secret.remove', target: { kind: 'secret', id: null, name } });
    return true;
  });
}
