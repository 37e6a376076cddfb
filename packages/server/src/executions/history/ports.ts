/** What the history of tests needs from the outside, by role. */
import type {
  CompareQuery,
  Comparison,
  Counts,
  ExecutionId,
  Overview,
  OverviewQuery,
  TestCaseId,
  TestCaseQuery,
  TestCaseView,
  TestRunView,
  UserId,
  Verdict,
} from '@gauntlet/contract';
import type { ContentOutcomes, Flakiness } from '@gauntlet/core/executions';
import type { Result } from '@gauntlet/core/kernel';
import type { Workspace } from '../../identity/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { BadCursor, PageOrder, PageResult } from '../read/ports.ts';

/** A verdict as it is added up: all else is read from the execution's row. */
export type GivenVerdict = {
  executionId: ExecutionId;
  at: Date;
  verdict: Verdict;
  counts: Counts;
  durationMs: number;
};

export type HistoryBook = {
  /**
   * Writes what the tests of an execution came to, one run each, and brings the tests up to date. What was
   * written before is left as it is, however often this is asked.
   */
  recordRuns(tx: Tx, executionId: ExecutionId): Promise<void>;
  /** Of the execution's tests those whose flakiness may have changed, by id after `after`. */
  listSuspects(tx: Tx, executionId: ExecutionId, after: string | null, limit: number): Promise<string[]>;
  /** The last runs of each, so many at most, by what they ran. */
  outcomesOf(tx: Tx, testIds: readonly string[], runs: number): Promise<Map<string, ContentOutcomes[]>>;
  saveFlakiness(tx: Tx, measured: ReadonlyMap<string, Flakiness>): Promise<void>;
  addToRollups(tx: Tx, verdict: GivenVerdict): Promise<void>;
  /** Tests not seen since, unless somebody holds them, and sums from before. Runs leave with their months. */
  forgetBefore(moment: Date): Promise<void>;
};

export type TestToChange = Workspace & { testCaseId: TestCaseId; name: string };
export type NewQuarantine = { reason: string; by: UserId; since: Date; expiresAt: Date };

/** What people set of tests. */
export type TestShelf = {
  /** Locks the test until the transaction ends. Null: the workspace has none of this id. */
  lock(tx: Tx, workspace: Workspace, testCaseId: TestCaseId): Promise<TestToChange | null>;
  /** An active person of the team, or a member of the project; of any of its projects for the whole team. */
  findPerson(workspace: Workspace, idOrName: string): Promise<{ userId: UserId; username: string } | null>;
  setOwner(tx: Tx, testCaseId: TestCaseId, owner: UserId | null): Promise<void>;
  /** In the place of one that there is. */
  quarantine(tx: Tx, testCaseId: TestCaseId, quarantine: NewQuarantine): Promise<void>;
  /** False: it was in none. */
  release(tx: Tx, testCaseId: TestCaseId): Promise<boolean>;
};

export type TestCaseFilter = Pick<TestCaseQuery, 'search' | 'state' | 'definitionId' | 'order'> & {
  /** `none`: tests without an owner. */
  owner?: UserId | 'none';
};
export type CompareOrder = Pick<CompareQuery, 'kind' | 'percent' | 'leastMs'> & PageOrder;

export type HistoryReader = {
  testCases(
    workspace: Workspace,
    filter: TestCaseFilter,
    order: PageOrder,
  ): Promise<PageResult<TestCaseView>>;
  testCase(workspace: Workspace, testCaseId: TestCaseId): Promise<TestCaseView | null>;
  /** The newest first. */
  runs(
    workspace: Workspace,
    testCaseId: TestCaseId,
    order: PageOrder,
  ): Promise<PageResult<TestRunView> | null>;
  overview(workspace: Workspace, query: OverviewQuery): Promise<Overview>;
  /** Null: at least one of the two is not the workspace's. */
  compare(
    workspace: Workspace,
    executions: { before: ExecutionId; after: ExecutionId },
    order: CompareOrder,
  ): Promise<Result<Comparison, BadCursor> | null>;
};
