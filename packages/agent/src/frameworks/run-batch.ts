/**
 * Runs a batch of claimed units to their ends.
 *
 * The framework is run once for all of them. If its process ends before all are reported, those that
 * were running run again alone, one by one, and the others together: so a crash is blamed on whom it
 * follows, and costs the others little. What failed before is never run again, so that it stays failed;
 * and a run that went wrong makes somebody red, even if everybody passes alone (CrashInquiry). A unit that
 * does not come to its end alone is an error. Aborted, the units that are not over are given back.
 */
import type { BatchOrder } from './batch-order.ts';
import { CrashInquiry, type Round } from './crash-inquiry.ts';
import type { LeftOver } from './doubt-run.ts';
import { runCommandUnit } from './run-command-unit.ts';
import { Invocation, type InvocationEnd } from './run-invocation.ts';
import { UnitTeller } from './unit-teller.ts';

/** How what is left over is run again. Every round ends some unit or makes the next ones smaller. */
export function planAgain({ units }: Round, { leftOver, doubt }: InvocationEnd): Round[] {
  const unitsOf = (suspicion: LeftOver['suspicion']) =>
    leftOver.filter((left) => left.suspicion === suspicion).map(({ unit }) => unit);
  const suspects = unitsOf('suspect');
  const innocent = unitsOf('innocent');
  const inquiry = doubt && new CrashInquiry(doubt);
  const nothingLearnt = leftOver.length === units.length && suspects.length === 0;
  const together = nothingLearnt ? innocent.map((unit) => [unit]) : [innocent];
  // Where somebody is suspected, the others have nothing to answer for.
  const forOthers = doubt?.accuse === 'all' ? undefined : inquiry;
  return [
    ...together.map((some) => ({ units: some, inquiry: forOthers })),
    ...suspects.map((unit) => ({ units: [unit], inquiry })),
  ].filter((round) => round.units.length > 0);
}

async function runRounds(order: BatchOrder, teller: UnitTeller, rounds: Round[]): Promise<void> {
  const inquiries = new Set<CrashInquiry>();
  for (let round = rounds.shift(); round; round = rounds.shift()) {
    if (order.signal.aborted) {
      for (const unit of round.units) teller.giveBack(unit);
      continue;
    }
    for (const unit of round.units) teller.restart(unit);
    const again = planAgain(round, await new Invocation(order, round, teller).run());
    for (const { inquiry } of again) if (inquiry) inquiries.add(inquiry);
    rounds.push(...again);
  }
  // Aborted, nobody knows any more who was to blame: those that were not told of are run by others.
  if (order.signal.aborted) for (const unit of order.units) teller.giveBack(unit);
  for (const inquiry of inquiries) inquiry.settle();
}

async function runCommands(order: BatchOrder, teller: UnitTeller): Promise<void> {
  for (const unit of order.units) {
    if (order.signal.aborted) teller.giveBack(unit);
    else await runCommandUnit(order, unit, teller);
  }
}

/** Settles when every unit is over; throws only for bugs. */
export async function runBatch(order: BatchOrder): Promise<void> {
  const teller = new UnitTeller(order);
  const { report, run } = order.framework.configuration;
  if (report.format === 'per-command') return runCommands(order, teller);
  const rounds = run.batch ? [order.units] : order.units.map((unit) => [unit]);
  await runRounds(
    order,
    teller,
    rounds.filter((units) => units.length > 0).map((units) => ({ units })),
  );
}
