/** Takes a definition out of sight, and back: what was run of it stays in either case. */
import type { DefinitionId, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, recordAct } from '../../identity/index.ts';
import { type DefineDeps, nameTaken } from './define-deps.ts';

type RemoveDeps = Pick<DefineDeps, 'inTransaction' | 'definitions' | 'events'>;

/** False: there is none of this id. */
export function removeDefinition(
  deps: RemoveDeps,
  actor: Actor,
  definitionId: DefinitionId,
): Promise<boolean> {
  return deps.inTransaction(async (tx) => {
    const removed = await deps.definitions.remove(tx, actor, definitionId);
    if (removed === null) return false;
    const target = { kind: 'definition', id: definitionId, name: removed.name };
    await recordAct(deps, tx, actor, { action: 'definition.remove', target });
    return true;
  });
}

/** One that is in sight already stays as it is. */
export function restoreDefinition(
  deps: RemoveDeps,
  actor: Actor,
  definitionId: DefinitionId,
): Promise<Result<null, Refusal<'not-found' | 'already-exists'>>> {
  return deps.inTransaction(async (tx) => {
    const restored = await deps.definitions.restore(tx, actor, definitionId);
    if (restored.state === 'absent')
      return refuse({ code: 'not-found', message: `There is no test definition ${definitionId} here.` });
    if (restored.state === 'name-taken') return refuse(nameTaken(restored.name));
    if (restored.state === 'in-sight') return ok(null);
    const target = { kind: 'definition', id: definitionId, name: restored.name };
    await recordAct(deps, tx, actor, { action: 'definition.restore', target });
    return ok(null);
  });
}
