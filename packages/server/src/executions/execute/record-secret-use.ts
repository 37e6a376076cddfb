/** The audit trail tells of every secret that was handed out: its name, to which group of what, on whose account. */
import type { EventStore } from '../../event-store/index.ts';
import { recordActIn } from '../../identity/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { Execution, Group } from '../execution.ts';

type SecretUse = { execution: Execution; group: Group; names: readonly string[] };

/** The server hands it to an agent, for whoever submitted the execution. */
export function recordSecretUse(
  events: EventStore,
  tx: Tx,
  { execution, group, names }: SecretUse,
): Promise<void> {
  const { executionId, teamId, submittedBy, definition, attempt } = execution;
  const by = { userId: submittedBy, username: null, via: 'server', tokenId: null, tokenName: null } as const;
  const scene = { teamId, by: { ...by, sessionId: null }, address: null, requestId: null };
  const { groupId, index: groupIndex, host } = group;
  return recordActIn({ events }, tx, scene, {
    action: 'secret.use',
    target: { kind: 'execution', id: executionId, name: definition.name },
    detail: { names: [...names].sort(), executionId, groupId, groupIndex, attempt, host },
  });
}
