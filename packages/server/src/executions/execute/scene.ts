/** What one batch of an agent's reports is recorded against. */
import type { ExecutionEvent } from '@gauntlet/contract';
import type { EventStore } from '../../event-store/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { Execution, Group } from '../execution.ts';
import type { ExecutionStore, QuarantineBook, SendWake } from '../ports.ts';
import type { GroupStore, ResultStore, UnitPool } from './ports.ts';

export type RecordDeps = {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  executions: ExecutionStore;
  groups: GroupStore;
  units: UnitPool;
  results: ResultStore;
  quarantine: QuarantineBook;
  events: EventStore;
  sendWake: SendWake;
};

export type Scene = {
  deps: RecordDeps;
  tx: Tx;
  group: Group;
  execution: Execution;
  /** Appended together at the end: one lock of the stream. */
  facts: ExecutionEvent[];
};
