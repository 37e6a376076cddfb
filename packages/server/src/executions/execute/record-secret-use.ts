/**
 * The audit trail tells of every secret that was handed out: its name, whether the project's or the team's, to
 * which group of what, on whose account.
 */
import type { EventStore } from '../../event-store/index.ts';
import { recordActIn } from '../../identity/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { Execution, Group } from '../execution.ts';
import type { SecretScope } from '../ports.ts';

type SecretUse = { execution: Execution; group: Group; scopes: Readonly<Record<string, SecretScope>> };

/** The server hands it to an agent, for whoever submitted the execution. */
export function recordSecretUse(
  events: EventStore,
  tx: Tx,
  { execution, group, scopes }: SecretUse,
): Promise<void> {
  const { executionId, teamId, projectId, submittedBy, definition, attempt } = execution;
  const by = { userId: submittedBy, username: null, via: 'server', tokenId: null, tokenName: null } as const;
  const scene = { teamId, projectId, by: { ...by, sessionId: null }, address: null, requestId: null };
  const { groupId, index: groupIndex, host } = group;
  return recordActIn({ events }, tx, scene, {
    action: 'secret.use',
    target: { kind: 'execution', id: executionId, name: definition.name },
    detail: { names: Object.keys(scopes).sort(), scopes, executionId, groupId, groupIndex, attempt, host },
  });
}
