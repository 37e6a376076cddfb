/** The audit trail tells of every secret that was handed out: its name, to which group of what, on whose account. */
import type { EventStore } from '../../event-store/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { Execution, Group } from '../execution.ts';

type SecretUse = { execution: Execution; group: Group; names: readonly string[] };

/** An act of the team's trail (see identity), done by an agent for whoever submitted the execution. */
export async function recordSecretUse(
  events: EventStore,
  tx: Tx,
  { execution, group, names }: SecretUse,
): Promise<void> {
  const { executionId, teamId, submittedBy, definition, attempt } = execution;
  const data = {
    action: 'secret.use',
    target: { kind: 'execution', id: executionId, name: definition.name },
    detail: {
      names: [...names].sort(),
      executionId,
      groupId: group.groupId,
      groupIndex: group.index,
      attempt,
    },
    by: {
      userId: submittedBy,
      username: null,
      via: 'agent',
      tokenId: null,
      tokenName: null,
      sessionId: null,
    },
    from: { address: group.host },
    requestId: null,
  };
  await events.append(tx, { aggregateType: 'audit', aggregateId: teamId }, [{ type: 'acted', data }]);
}
