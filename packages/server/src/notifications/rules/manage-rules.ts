/** Rules are made, changed and removed by people; what a rule names must lie where it does, or above. */
import type { ChannelId, DefinitionId, Refusal, RuleChange, RuleId, RuleRequest } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, type AuditDeps, recordAct, type Workspace } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { ChannelShelf, RuleShelf } from '../ports.ts';

export type ManageRuleDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  rules: Pick<RuleShelf, 'insert' | 'lock' | 'change' | 'remove' | 'isDefinitionOf'>;
  channels: Pick<ChannelShelf, 'briefs'>;
};

export type RuleRefusal = Refusal<'not-found' | 'already-exists' | 'invalid-request'>;

export function createRule(
  deps: ManageRuleDeps,
  actor: Actor,
  request: RuleRequest,
): Promise<Result<RuleId, RuleRefusal>> {
  return deps.inTransaction(async (tx) => {
    const unknown = await unknownOf(deps, tx, actor, request);
    if (unknown) return refuse(unknown);
    if (request.channelIds.length === 0 && request.inbox === 'nobody') return refuse(leadsNowhere());
    const ruleId = deps.ids.next<RuleId>();
    if (!(await deps.rules.insert(tx, actor, ruleId, request, deps.clock.now())))
      return refuse(taken(request.name));
    const target = { kind: 'notification-rule', id: ruleId, name: request.name };
    await recordAct(deps, tx, actor, {
      action: 'notification-rule.create',
      target,
      detail: { events: request.events },
    });
    return ok(ruleId);
  });
}

export function changeRule(
  deps: ManageRuleDeps,
  actor: Actor,
  ruleId: RuleId,
  change: RuleChange,
): Promise<Result<null, RuleRefusal>> {
  return deps.inTransaction(async (tx) => {
    const rule = await deps.rules.lock(tx, actor, ruleId);
    if (!rule) return refuse(noRule());
    const unknown = await unknownOf(deps, tx, rule, change);
    if (unknown) return refuse(unknown);
    if (!(await deps.rules.change(tx, ruleId, change, deps.clock.now())))
      return refuse(taken(change.name ?? ''));
    const target = { kind: 'notification-rule', id: ruleId, name: change.name ?? rule.name };
    const detail = { changed: Object.keys(change) };
    await recordAct(deps, tx, actor, { action: 'notification-rule.change', target, detail });
    return ok(null);
  });
}

export function removeRule(
  deps: ManageRuleDeps,
  actor: Actor,
  ruleId: RuleId,
): Promise<Result<null, Refusal<'not-found'>>> {
  return deps.inTransaction(async (tx) => {
    const rule = await deps.rules.lock(tx, actor, ruleId);
    if (!rule) return refuse(noRule());
    await deps.rules.remove(tx, ruleId);
    const target = { kind: 'notification-rule', id: ruleId, name: rule.name };
    await recordAct(deps, tx, actor, { action: 'notification-rule.remove', target });
    return ok(null);
  });
}

/** A project's rule may use channels of the whole team, and definitions of its own alone. */
async function unknownOf(
  deps: ManageRuleDeps,
  tx: Tx,
  place: Workspace,
  {
    channelIds = [],
    definitionId = null,
  }: { channelIds?: readonly ChannelId[] | undefined; definitionId?: DefinitionId | null | undefined },
): Promise<Refusal<'not-found'> | null> {
  const known = channelIds.length === 0 ? [] : await deps.channels.briefs(tx, [place.teamId]);
  const inReach = known.filter(({ projectId }) => projectId === null || projectId === place.projectId);
  const usable = new Set(inReach.map(({ channelId }) => channelId));
  const stranger = channelIds.find((id) => !usable.has(id));
  if (stranger !== undefined)
    return notHere('channelIds', `There is no channel ${stranger} that a rule here can use.`);
  if (definitionId === null || (await deps.rules.isDefinitionOf(tx, place, definitionId))) return null;
  return notHere('definitionId', `There is no test definition ${definitionId} here.`);
}

const notHere = (path: string, message: string): Refusal<'not-found'> => ({
  code: 'not-found',
  message,
  faults: [{ path, message }],
});

export const noRule = (): Refusal<'not-found'> => ({
  code: 'not-found',
  message: 'There is no such notification rule in your team or project.',
});

const leadsNowhere = (): Refusal<'invalid-request'> => {
  const message = 'The rule tells nobody: name a channel, or an inbox.';
  return { code: 'invalid-request', message, faults: [{ path: 'channelIds', message }] };
};

const taken = (name: string): Refusal<'already-exists'> => ({
  code: 'already-exists',
  message: `There is a notification rule "${name}" here already. Choose another name.`,
  faults: [{ path: 'name', message: 'taken' }],
});
