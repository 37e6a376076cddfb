/**
 * Runs a batch of claimed units to their ends.
 *
 * The framework is run once for all of them. If its process ends before all are reported, those that
 * were running run again alone, one by one, and the others together: so a crash is blamed on whom it
 * follows, and costs the others little. A unit that does not come to its end alone is an error. Aborted,
 * the units that are not over are given back.
 */
import type { ClaimedUnit } from '@gauntlet/contract';
import type { BatchOrder } from './batch-order.ts';
import { runCommandUnit } from './run-command-unit.ts';
import { Invocation, type LeftOver } from './run-invocation.ts';
import { UnitTeller } from './unit-teller.ts';

type Round = readonly ClaimedUnit[];

/** How what is left over is run again. Every round ends some unit or makes the next ones smaller. */
export function planAgain(round: Round, leftOver: readonly LeftOver[]): Round[] {
  const unitsOf = (suspicion: LeftOver['suspicion']) =>
    leftOver.filter((left) => left.suspicion === suspicion).map(({ unit }) => unit);
  const suspects = unitsOf('suspect');
  const innocent = unitsOf('innocent');
  const nothingLearnt = leftOver.length === round.length && suspects.length === 0;
  const together = nothingLearnt ? innocent.map((unit) => [unit]) : [innocent];
  return [...together, ...suspects.map((unit) => [unit])].filter((units) => units.length > 0);
}

async function runRounds(order: BatchOrder, teller: UnitTeller, rounds: Round[]): Promise<void> {
  for (let round = rounds.shift(); round; round = rounds.shift()) {
    if (order.signal.aborted) {
      for (const unit of round) teller.giveBack(unit);
      continue;
    }
    for (const unit of round) teller.restart(unit);
    rounds.push(...planAgain(round, await new Invocation(order, round, teller).run()));
  }
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
    rounds.filter((units) => units.length > 0),
  );
}
