/** Hello: the agent learns what to run and where to resume. */
import type { Assignment, HelloRequest, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { EventStore } from '../../event-store/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { type Execution, type Group, isPreparing } from '../execution.ts';
import type { ExecutionStore, FrameworkCatalogue, SecretVault } from '../ports.ts';
import type { GroupStore } from './ports.ts';
import { recordSecretUse } from './record-secret-use.ts';
import { revealSecrets, type Scopes } from './reveal-secrets.ts';

export type GreetDeps = {
  inTransaction: InTransaction;
  clock: Clock;
  executions: ExecutionStore;
  groups: GroupStore;
  frameworks: FrameworkCatalogue;
  secrets: SecretVault;
  events: EventStore;
  agentLimits: AgentLimits;
  /** GAUNTLET_OUTBOUND_ALLOW: what git may reach besides public addresses. */
  outboundAllow: readonly string[];
  /** Where agents push metrics to; null: nowhere. */
  pushgatewayUrl: string | null;
};

export type AgentLimits = { heartbeatSeconds: number; graceSeconds: number; orphanSeconds: number };

export async function greetAgent(
  deps: GreetDeps,
  group: Group,
  hello: HelloRequest,
): Promise<Result<Assignment, Refusal<'group-ended' | 'secret-missing'>>> {
  const execution = await deps.executions.find(group.executionId);
  if (!execution || !isAlive(group) || !isWanted(execution, group)) return refuse(groupEnded(group));
  const secrets = await revealSecrets(deps, execution);
  if (!secrets.ok) return secrets;
  const { scopes, ...values } = secrets.value;
  const greeted = await deps.inTransaction((tx) => greet(deps, tx, { execution, group, scopes }, hello));
  if (!greeted) return refuse(groupEnded(group));
  return ok({ ...(await assignmentOf(deps, execution, greeted)), ...values });
}

/**
 * An agent that comes back says hello again; that its secrets were used is told of once.
 * @returns the group as it is from here on; null: it has ended
 */
async function greet(
  { groups, events, clock }: GreetDeps,
  tx: Tx,
  { execution, group: { groupId }, scopes }: { execution: Execution; group: Group; scopes: Scopes },
  hello: HelloRequest,
): Promise<Group | null> {
  const group = await groups.lock(tx, groupId);
  if (!group || !(await groups.markRunning(tx, groupId, hello, clock.now()))) return null;
  if (group.status === 'starting' && Object.keys(scopes).length > 0)
    await recordSecretUse(events, tx, { execution, group, scopes });
  return group;
}

export const isWanted = (execution: Execution, group: Group) =>
  execution.attempt === group.attempt && execution.endingReason === null;

export const isAlive = ({ status }: Group) => status === 'starting' || status === 'running';

export const groupEnded = ({ index }: Group): Refusal<'group-ended'> => ({
  code: 'group-ended',
  message: `Group ${index} has ended: stop.`,
});

async function assignmentOf(
  deps: GreetDeps,
  execution: Execution,
  group: Group,
): Promise<Omit<Assignment, 'secrets'>> {
  const named = execution.framework ?? execution.definition.framework;
  const rows = named ? [await deps.frameworks.find(named)] : await deps.frameworks.list();
  return {
    executionId: execution.executionId,
    groupId: group.groupId,
    groupIndex: group.index,
    attempt: group.attempt,
    lead: group.lead,
    plan: isPreparing(execution) ? 'awaited' : 'there',
    definition: execution.definition,
    frameworks: rows.filter((row) => row !== null),
    contentCommit: execution.contentCommit ?? undefined,
    nextSequence: group.nextSequence,
    outboundAllow: [...deps.outboundAllow],
    pushgatewayUrl: deps.pushgatewayUrl ?? undefined,
    ...deps.agentLimits,
  };
}
