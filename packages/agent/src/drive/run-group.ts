/** What one group does, from the assignment to its last report. */
import type { FailureReason } from '@gauntlet/contract';
import { explainFullDisk, isDiskFull } from '../spool/disk-full.ts';
import type { Group } from './group.ts';
import { awaitPlan, type PlanOrder } from './prepare/await-plan.ts';
import type { PreparationFailure } from './prepare/preparation.ts';
import { prepareContent } from './prepare/prepare-content.ts';
import type { Prepared } from './prepare/prepared-marker.ts';
import { showUnits } from './results/shown-units.ts';
import { beginRunning, type RunEnd, type Running, runUnits } from './run-units.ts';
import { within } from './within.ts';

/** `delivered`: the server has been told everything. `left`: and the group is not over. */
export type GroupDelivery = 'delivered' | 'left' | 'failed';

export const runGroup = async (group: Group): Promise<GroupDelivery> => {
  const { journal, outbox } = group;
  // An earlier life of this agent had come to its end and only not been heard.
  if (!journal.milestones().finished) await runToEnd(group);
  const delivery = await outbox.delivered();
  group.close();
  if (delivery !== 'delivered') return 'failed';
  return journal.milestones().finished ? 'delivered' : 'left';
};

const runToEnd = async (group: Group): Promise<void> => {
  let running: Running | null = null;
  let end: RunEnd;
  try {
    returnOpenUnits(group);
    const prepared = await prepare(group);
    running = prepared && (await getReady(group, prepared));
    end = running ? await runUnits(group, running) : endWithoutRun(group);
  } catch (cause) {
    end = noteFailure(group, cause);
  }
  await finish(group, running, end);
};

/** After a crash: what was claimed and not reported goes back before anything else is claimed. */
const returnOpenUnits = ({ journal, report }: Group): void => {
  for (const unitId of journal.openUnits()) report({ type: 'unit-returned', unitId }, 'now');
};

/** Null: it failed, and the server is told; or it was stopped. */
const prepare = async (group: Group): Promise<Prepared | null> => {
  const { assignment, journal } = group;
  if (journal.milestones().preparationFailed) return null;
  const prepared = await prepareFrom(group, assignment.contentCommit);
  if (prepared === null || journal.milestones().planned) return prepared;
  const plan = await planOf(group);
  if (plan?.order === 'tell') reportPlan(group, prepared);
  // Between two fetches a branch may have moved: units are run where they were listed.
  if (plan?.order === 'go-on' && plan.commit !== undefined && plan.commit !== prepared.commit)
    return prepareFrom(group, plan.commit);
  return plan && prepared;
};

const planOf = async (group: Group): Promise<PlanOrder | null> => {
  const { lead, plan } = group.assignment;
  if (lead) return { order: 'tell' };
  return plan === 'there' ? { order: 'go-on', commit: undefined } : awaitPlan(group);
};

const prepareFrom = async (group: Group, commit: string | undefined): Promise<Prepared | null> => {
  const { masker, report } = group;
  const preparation = await prepareContent(group, commit);
  const failure = preparation === null ? failureOfStop(group) : preparation.ok ? null : preparation.error;
  if (failure !== null) {
    const message = masker.maskText(failure.message);
    if (speaksForAll(group)) report({ type: 'preparation-failed', ...failure, message }, 'soon');
    else group.logs.setup.note(`This group cannot be prepared, and leaves its units to others: ${message}`);
  }
  return preparation?.ok ? preparation.value : null;
};

/** Every pod prepares for itself: where that fails in one alone, the others go on. */
const speaksForAll = ({ assignment, premises }: Group): boolean =>
  assignment.lead || premises.kind === 'host';

/** Stopped by itself rather than by others: then this is why nothing was prepared. */
const failureOfStop = ({ control, start }: Group): PreparationFailure | null =>
  control.stopReason() === 'disk-full'
    ? { reason: 'disk-full', message: explainFullDisk(start.workFolder) }
    : null;

const reportPlan = ({ masker, report }: Group, prepared: Prepared): void => {
  const { framework, commit, countVerified, units, setup } = prepared;
  report(
    {
      ...{ type: 'plan', framework, commit, countVerified },
      units: showUnits(units, masker).planned,
      setup: masker.maskText(setup.sentence),
    },
    'now',
  );
};

/** While the plan is on its way, the workspace is made, and all that running needs. */
const getReady = async (group: Group, prepared: Prepared): Promise<Running | null> => {
  const [running, delivery] = await Promise.all([
    group.workspace.make(prepared.setup).then(() => beginRunning(group, prepared)),
    group.outbox.delivered(),
  ]);
  if (delivery === 'undeliverable') return null;
  group.reportPhase('running');
  return running;
};

const endWithoutRun = ({ control }: Group): RunEnd => (control.stop.aborted ? 'stopped' : 'failed');

const noteFailure = (group: Group, cause: unknown): RunEnd => {
  const { assignment, control, journal, log, masker, report, start } = group;
  const full = isDiskFull(cause);
  const { message, stack } = cause as Error;
  log.error('the run failed', { why: message, stack: stack ?? null });
  if (control.stop.aborted && !full) return 'stopped';
  const reason: FailureReason = full ? 'disk-full' : 'internal-error';
  const text = full ? explainFullDisk(start.workFolder) : `The agent failed: ${masker.maskText(message)}`;
  if (assignment.lead && !journal.milestones().planned)
    report({ type: 'preparation-failed', reason, message: text }, 'soon');
  return 'failed';
};

const finish = async (group: Group, running: Running | null, end: RunEnd): Promise<void> => {
  const { control, journal, logs, report } = group;
  running?.reports.flush();
  returnOpenUnits(group);
  if (control.end.aborted) return;
  if (running) await upload(group, running);
  await within(group, Promise.all([logs.setup.end(), logs.output.end()]));
  if (isLeaving(group)) return;
  const { units, counts } = journal.totals();
  const artifacts = running?.uploads.storedCount() ?? 0;
  report({ type: 'finish', manifest: { units, counts, artifacts, reason: reasonOf(group, end) } }, 'now');
};

/**
 * A pod that is being ended is not told why, and its group is not over by that: who watches pods sees the reason.
 * If it is only the agent that ends, the next one goes on with this group.
 */
const isLeaving = ({ control, premises }: Group): boolean =>
  premises.kind === 'pod' && control.stopReason() === 'terminated' && !control.isOrdered();

const upload = async (group: Group, running: Running): Promise<void> => {
  const { control, log, outbox, reportPhase } = group;
  reportPhase('uploading');
  try {
    running.keptFiles.collect(running.uploads);
    // Files wait for the results they belong to.
    const settled = outbox.delivered().then(() => {
      // The server orders only what ends the execution, and then keeps the results of returned units.
      if (!control.isOrdered()) running.reports.dropReturned();
      return running.uploads.settled();
    });
    await within(group, settled);
  } catch (cause) {
    log.error('files could not be kept', { why: (cause as Error).message });
  }
};

const FAILURES: ReadonlySet<string> = new Set(['disk-full', 'undeliverable', 'premises-lost']);

/** Out of room, the group has not done what it was told to, whoever stopped it. */
const reasonOf = ({ control }: Group, end: RunEnd): 'done' | 'stopped' | 'failed' => {
  if (end === 'done') return 'done';
  const reason = control.stopReason();
  if (end === 'failed') return 'failed';
  return reason === null || !FAILURES.has(reason) ? 'stopped' : 'failed';
};
