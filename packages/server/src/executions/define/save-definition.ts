/** Saves a definition without running it: a new one, or a new version of one that is there. */
import type { DefinitionId, Refusal, TestDefinition } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Act, type Actor, recordAct, type Workspace } from '../../identity/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { StoredDefinition } from '../ports.ts';
import { canonical } from '../submit/canonical.ts';
import { refuseBody } from '../submit/refuse-body.ts';
import { environmentMissing } from '../submit/refuse-environment.ts';
import {
  channelNamesOf,
  refuseChannels,
  refuseContent,
  refuseSecrets,
  secretNamesOf,
} from '../submit/refuse-references.ts';
import { type DefineDeps, nameTaken, refuseArchivedOf } from './define-deps.ts';

/** `expected`: the version that the change was made of; null to take whatever is the newest. */
type SaveTarget = { kind: 'new' } | { kind: 'existing'; definitionId: DefinitionId; expected: number | null };
export type SaveOrder = { actor: Actor; body: TestDefinition; target: SaveTarget };
export type SaveRefusal = Refusal<
  | 'not-found'
  | 'not-allowed'
  | 'already-exists'
  | 'changed-meanwhile'
  | 'invalid-definition'
  | 'framework-unknown'
  | 'secret-missing'
  | 'channel-missing'
  | 'upload-not-found'
  | 'environment-missing'
>;

export async function saveDefinition(
  deps: DefineDeps,
  order: SaveOrder,
): Promise<Result<StoredDefinition, SaveRefusal>> {
  const { actor, body, target } = order;
  const before = await findBefore(deps, actor, target);
  if (!before.ok) return before;
  const place: Workspace = before.value ? { ...actor, projectId: before.value.projectId } : actor;
  const faulty =
    (await refuseBody(deps, body)) ?? (await refuseNewReferences(deps, actor, place, before.value, body));
  if (faulty) return refuse(faulty);
  return deps.inTransaction(async (tx) => {
    const closed = await refuseArchivedOf(deps, tx, place);
    if (closed) return refuse(closed);
    const saved = await write(deps, tx, { ...order, actor: { ...actor, projectId: place.projectId } });
    if (!saved.ok) return saved;
    if (saved.value.version !== before.value?.version)
      await recordAct(deps, tx, actor, actOf(saved.value, before.value));
    return saved;
  });
}

async function findBefore(
  { definitions }: DefineDeps,
  actor: Actor,
  target: SaveTarget,
): Promise<Result<StoredDefinition | null, SaveRefusal>> {
  if (target.kind === 'new') return ok(null);
  const before = await definitions.find(actor, target.definitionId);
  return before ? ok(before) : refuse(absent(target.definitionId));
}

/** What it refers to already was looked for when that was saved; a run looks again, whoever asks for it. */
async function refuseNewReferences(
  deps: DefineDeps,
  actor: Actor,
  place: Workspace,
  before: StoredDefinition | null,
  body: TestDefinition,
): Promise<SaveRefusal | null> {
  const sameContent = before !== null && canonical(before.body.content) === canonical(body.content);
  return (
    (sameContent ? null : await refuseContent(deps, actor, body)) ??
    (await refuseNewEnvironment(deps, body, before?.body)) ??
    (await refuseSecrets(deps, place, newIn(body, before?.body, secretNamesOf))) ??
    refuseChannels(deps, place, newIn(body, before?.body, channelNamesOf))
  );
}

/** Whether it is open is asked when something is to run. */
async function refuseNewEnvironment(
  { environments }: DefineDeps,
  { environmentName }: TestDefinition,
  before: TestDefinition | undefined,
): Promise<SaveRefusal | null> {
  if (environmentName === undefined || environmentName === before?.environmentName) return null;
  return (await environments.find(environmentName)) ? null : environmentMissing(environmentName);
}

function newIn(
  body: TestDefinition,
  before: TestDefinition | undefined,
  namesOf: (body: TestDefinition) => string[],
): string[] {
  const known = before ? namesOf(before) : [];
  return namesOf(body).filter((name) => !known.includes(name));
}

async function write(
  { definitions }: DefineDeps,
  tx: Tx,
  { actor, body, target }: SaveOrder,
): Promise<Result<StoredDefinition, SaveRefusal>> {
  if (target.kind === 'new') {
    const made = await definitions.create(tx, actor, body);
    return made === 'name-taken' ? refuse(nameTaken(body.name)) : ok(made);
  }
  const { definitionId, expected } = target;
  const changed = await definitions.change(tx, actor, { definitionId, expected, body });
  if (changed === 'absent') return refuse(absent(definitionId));
  if (changed === 'name-taken') return refuse(nameTaken(body.name));
  if (typeof changed === 'object') return ok(changed);
  return refuse({
    code: 'changed-meanwhile',
    message: `Definition ${definitionId} is not in version ${expected} any more: somebody has saved another meanwhile. Look at it, then save again.`,
  });
}

const absent = (definitionId: DefinitionId) =>
  ({ code: 'not-found', message: `There is no test definition ${definitionId} here.` }) as const;

const actOf = ({ definitionId, version, body }: StoredDefinition, before: StoredDefinition | null): Act => ({
  action: 'definition.save',
  target: { kind: 'definition', id: definitionId, name: body.name },
  detail: { version, ...(before && before.body.name !== body.name ? { nameBefore: before.body.name } : {}) },
});
