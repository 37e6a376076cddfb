/**
 * Groups the failures of executions by cause when their verdicts are given: a subscriber of the event store.
 * Invariant: written in the transaction that moves the checkpoint, so that each failure is counted once.
 */
import type { ExecutionEvent, ExecutionId, FailureReason } from '@gauntlet/contract';
import { type Cause, causeOfBrokenRun, causeOfFailure } from '@gauntlet/core/executions';
import type { EventStore, StoredEvent } from '../../event-store/index.ts';
import { type AuditScene, NOBODY, recordActIn } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/tx.ts';
import type {
  CauseBook,
  EndedExecution,
  FailureSource,
  FoundCause,
  Occurrence,
  Regression,
} from './ports.ts';

export type GroupFailuresDeps = {
  clock: Clock;
  failures: FailureSource;
  causes: Pick<CauseBook, 'record' | 'addComment'>;
  events: Pick<EventStore, 'append'>;
};

const STREAM = 'execution-';
const PAGE = 500;
const MOST_UNITS = 500;
/** Of one cause in one execution. */
const MOST_KEPT = 20;
const LONGEST_SAMPLE = 4_000;
/** Of one execution: whatever its failures say, it makes no more causes than that and one. */
const MOST_CAUSES = 1_000;
const FURTHER: Cause = {
  kind: 'test',
  identity: `further than ${MOST_CAUSES}`,
  title: `Failures beyond the first ${MOST_CAUSES} causes of an execution`,
  message: '',
};

/** Said by tests themselves, or by people: no cause of their own. */
const NO_CAUSE: ReadonlySet<FailureReason> = new Set<FailureReason>(['tests-failed', 'cancelled-by-user']);

export async function groupFailures(
  deps: GroupFailuresDeps,
  tx: Tx,
  events: readonly StoredEvent[],
): Promise<void> {
  const grouped = new Map<ExecutionId, number>();
  for (const event of events) {
    const fact = { type: event.type, data: event.data } as ExecutionEvent;
    if (!event.streamId.startsWith(STREAM) || fact.type !== 'verdict-given') continue;
    if (fact.data.verdict === 'passed') continue;
    const executionId = event.streamId.slice(STREAM.length) as ExecutionId;
    const execution = await deps.failures.execution(tx, executionId);
    if (!execution) continue;
    const seen = new Set<string>();
    await groupOne({ deps, tx, execution, at: event.createdAt, seen });
    grouped.set(executionId, seen.size);
  }
  await tellGrouped(deps, tx, grouped);
}

/** Last of all: whoever moves an execution waits for its stream from here on. */
async function tellGrouped(
  { events }: GroupFailuresDeps,
  tx: Tx,
  grouped: ReadonlyMap<ExecutionId, number>,
): Promise<void> {
  for (const [aggregateId, causes] of grouped) {
    if (causes === 0) continue;
    const fact: ExecutionEvent = { type: 'failures-grouped', data: { causes } };
    await events.append(tx, { aggregateType: 'execution', aggregateId }, [fact]);
  }
}

type Grouping = {
  deps: GroupFailuresDeps;
  tx: Tx;
  execution: EndedExecution;
  at: Date;
  /** The causes of the execution so far. */
  seen: Set<string>;
};

async function groupOne(grouping: Grouping): Promise<void> {
  const { deps, tx, execution } = grouping;
  const failed = await groupTests(grouping);
  const units = await deps.failures.brokenUnits(tx, execution.executionId, MOST_UNITS);
  await record(
    grouping,
    units.map(({ unitId, title, file, reason, message }) => ({
      cause: causeOfBrokenRun({ kind: 'unit', reason, message }),
      sample: message ?? reason,
      occurrence: { resultId: null, unitId, name: title, file },
    })),
  );
  const reason = execution.failureReason;
  if (failed > 0 || units.length > 0 || reason === null || NO_CAUSE.has(reason)) return;
  const message = execution.failureMessage;
  const cause = causeOfBrokenRun({ kind: 'execution', reason, message });
  const occurrence = { resultId: null, unitId: null, name: null, file: null };
  await record(grouping, [{ cause, sample: message ?? reason, occurrence }]);
}

/** @returns how many there were */
async function groupTests(grouping: Grouping): Promise<number> {
  const { deps, tx, execution } = grouping;
  let count = 0;
  for await (const page of deps.failures.failedResults(tx, execution.executionId, PAGE)) {
    await record(
      grouping,
      page.map(({ resultId, unitId, name, file, message, stack }) => ({
        cause: causeOfFailure({ message, stack, file }),
        sample: message ?? stack ?? '',
        occurrence: { resultId, unitId, name, file },
      })),
    );
    count += page.length;
  }
  return count;
}

type Failure = { cause: Cause; sample: string; occurrence: Occurrence };

async function record(grouping: Grouping, failures: readonly Failure[]): Promise<void> {
  if (failures.length === 0) return;
  const { deps, tx, execution, at } = grouping;
  const found = new Map<string, FoundCause>();
  for (const failure of failures) addTo(found, { ...failure, cause: bounded(grouping.seen, failure.cause) });
  const order = { at, mostKept: MOST_KEPT };
  const regressions = await deps.causes.record(tx, execution, [...found.values()], order);
  for (const regression of regressions) await tellOfRegression(deps, tx, execution, regression);
}

const keyOf = ({ kind, identity }: Cause) => `${kind}\n${identity}`;

function bounded(seen: Set<string>, cause: Cause): Cause {
  const key = keyOf(cause);
  if (!seen.has(key) && seen.size >= MOST_CAUSES) return FURTHER;
  seen.add(key);
  return cause;
}

function addTo(found: Map<string, FoundCause>, { cause, sample, occurrence }: Failure): void {
  const known = found.get(keyOf(cause));
  const group = known ?? { cause, count: 0, sample: '', kept: [] };
  group.count += 1;
  group.sample = sample.slice(0, LONGEST_SAMPLE);
  if (group.kept.length < MOST_KEPT) group.kept.push(occurrence);
  found.set(keyOf(cause), group);
}

async function tellOfRegression(
  deps: GroupFailuresDeps,
  tx: Tx,
  { executionId, teamId, projectId }: EndedExecution,
  { causeId, title }: Regression,
): Promise<void> {
  const body = `Seen again in execution ${executionId}, which was submitted after this was marked fixed.`;
  await deps.causes.addComment(tx, causeId, { authorId: null, body, at: deps.clock.now() });
  const scene: AuditScene = {
    teamId,
    projectId,
    by: { ...NOBODY, via: 'server' },
    address: null,
    requestId: null,
  };
  await recordActIn(deps, tx, scene, {
    action: 'failure-cause.reopen',
    target: { kind: 'failure-cause', id: causeId, name: title },
    detail: { executionId },
  });
}
