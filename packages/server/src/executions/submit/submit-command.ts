import type { ExecutionId, SubmitStored, TestDefinition } from '@gauntlet/contract';
import type { Actor } from '../../identity/index.ts';

export type SubmitCommand = {
  actor: Actor;
  request: { kind: 'definition'; body: TestDefinition } | ({ kind: 'stored' } & SubmitStored);
  idempotencyKey: string | null;
  rerunOf?: { executionId: ExecutionId; only: 'all' | 'failed' };
};
